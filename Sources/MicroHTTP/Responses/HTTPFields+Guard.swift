import HTTPTypes

extension HTTPFields {
  /// Fields that keep other sites' scripts and frames out of this server's own pages and errors.
  ///
  /// <https://www.w3.org/TR/CSP3/>
  package static let guardingPages: HTTPFields = [
    .contentSecurityPolicy: "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    .xContentTypeOptions: "nosniff", .referrerPolicy: "no-referrer",
  ]

  /// Sets fields, replacing those of the same names.
  package mutating func set(_ fields: HTTPFields) {
    for field in fields { self[field.name] = nil }
    append(contentsOf: fields)
  }
}

extension HTTPField.Name {
  /// <https://www.w3.org/TR/referrer-policy/#referrer-policy-header>
  package static let referrerPolicy: HTTPField.Name = {
    guard let name = HTTPField.Name("Referrer-Policy") else { preconditionFailure("no field name") }
    return name
  }()
}
