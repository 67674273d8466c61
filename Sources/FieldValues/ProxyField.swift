/// Header fields which show that a proxy, a tunnel or a content delivery network forwarded a request.
///
///     Via: 1.1 example
///     X-Forwarded-For: 192.0.2.1
///     CF-Connecting-IP: 192.0.2.1
package enum ProxyField {
  /// The fields that the patterns in `isOne(_:)` do not cover.
  private static let names: Set<String> = [
    "via", "cdn-loop", "cf-ray", "x-forward-for", "x-original-for", "x-original-host", "x-remote-addr",
    "x-azure-clientip", "x-envoy-external-address",
  ]

  /// - Parameter name: a field name in lower case.
  package static func isOne(_ name: String) -> Bool {
    name.hasSuffix("-ip") || name.hasPrefix("forwarded") || name.hasPrefix("x-forwarded")
      || name.hasSuffix("-forwarded-for") || names.contains(name)
  }
}
