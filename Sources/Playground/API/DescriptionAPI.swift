import MicroHTTP
import OpenAPIDocument

/// `/openapi.json`: the description of this API.
struct DescriptionAPI: RouteGroup {
  private static let entityTag = "\"\(String(StableHash.of(OpenAPIDocument.json), radix: 16))\""

  var routes: [Route] {
    [
      Route(.get, "/openapi.json") { call in
        .result(.json(bytes: OpenAPIDocument.json, entityTag: Self.entityTag, for: call.request))
      }
    ]
  }
}
