import MicroHTTP
import OpenAPIDocument
import Scenarios

/// `/openapi.json` and `/scenario.schema.json`: the descriptions of this API and of scenario files.
struct DescriptionAPI: RouteGroup {
  private static let openAPI = Document(OpenAPIDocument.json)
  private static let schema = Document(Array(ScenarioSchema.text.utf8))

  private struct Document {
    let bytes: [UInt8]
    let entityTag: String

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      entityTag = "\"\(String(StableHash.of(bytes), radix: 16))\""
    }
  }

  var routes: [Route] {
    [
      Route(.get, "/openapi.json") { call in
        .result(.json(bytes: Self.openAPI.bytes, entityTag: Self.openAPI.entityTag, for: call.request))
      },
      Route(.get, "/scenario.schema.json") { call in
        .result(
          .json(
            bytes: Self.schema.bytes, type: "application/schema+json", entityTag: Self.schema.entityTag,
            for: call.request))
      },
    ]
  }
}
