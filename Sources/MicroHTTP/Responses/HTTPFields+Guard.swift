import HTTPTypes

extension HTTPFields {
  /// Keeps scripts and frames of other sites out of what this server says itself: its pages, its errors.
  ///
  /// <https://www.w3.org/TR/CSP3/>
  package static let guardingPages: HTTPFields = [
    .contentSecurityPolicy: "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    .xContentTypeOptions: "nosniff", .referrerPolicy: "no-referrer",
  ]

  /// Sets fields, in place of those of the same name.
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
