import FieldValues
import MicroHTTP
import OpenAPIDocument
import Scenarios

/// `/openapi.json` and `/scenario.schema.json`: the descriptions of this API and of scenario files.
struct DescriptionAPI: RouteGroup {
  private static let openAPI = Document(OpenAPIDocument.json)
  private static let schema = Document(Array(ScenarioSchema(reserved: .playground).text.utf8))

  private struct Document {
    let bytes: [UInt8]
    let entityTag: EntityTag

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      entityTag = EntityTag(hash: StableHash.of(bytes))
    }

    /// Returns the document for a client behind a proxy's prefix, with the operations below that prefix.
    /// <https://spec.openapis.org/oas/v3.1.0#server-object>
    func below(_ prefix: String) -> Document {
      let mark = Array(#""servers": [{"url": "/"#.utf8)
      guard !prefix.isEmpty, let place = bytes.prefix(10_000).firstRange(of: mark) else { return self }
      let name = prefix.dropFirst()
      return Document(Array(bytes[..<place.upperBound] + name.utf8 + bytes[place.upperBound...]))
    }
  }

  var routes: [Route] {
    [
      Route(.get, "/openapi.json") { call in
        let document = Self.openAPI.below(call.request.arrival.prefix)
        return .result(.json(bytes: document.bytes, entityTag: document.entityTag, for: call.request))
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
