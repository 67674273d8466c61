/// The description of the HTTP API, built into the program so that it needs no file.
/// <https://spec.openapis.org/oas/v3.1.0>
package enum OpenAPIDocument {
  package static let json: [UInt8] = PackageResources.openapi_json
}
