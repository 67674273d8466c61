/// Header fields that are removed from a scenario's responses, because they affect more than the response that carries them:
/// all pages of the playground, or a proxy in front of it.
///
/// Fields that concern only the response itself, such as `Link`, `Refresh` or `Permissions-Policy`, are kept: the
/// response is shown in a sandbox. docs/decisions gives the reason for each field.
package enum WithheldField {
  /// The prefix of this server's own cookie names.
  package static let cookiePrefix = "sse-playground"

  private static let reasons: [String: String] = [
    "clear-site-data": "it would sign everybody out and delete what the playground's pages keep",
    "service-worker-allowed":
      "it would let a script of a scenario stand before all of the playground's pages",
    "strict-transport-security": "browsers would refuse the playground without TLS from then on",
    "public-key-pins": "browsers would refuse the playground with another certificate from then on",
    "public-key-pins-report-only": "browsers would report on all of the playground's pages from then on",
    "expect-ct": "browsers would report on all of the playground's pages from then on",
    "alt-svc": "browsers would go to another server for all of the playground's pages from then on",
    "nel": "browsers would report what is asked of the playground from then on",
    "report-to": "browsers would report on all of the playground's pages from then on",
    "accept-ch": "browsers would tell all of the playground's pages more of themselves from then on",
    "set-login": "it tells browsers that one is signed in here",
    "x-accel-redirect":
      "a proxy such as nginx would answer with another address, which may be closed to the public",
    "x-sendfile": "a proxy would answer with a file of its machine",
    "x-lighttpd-send-file": "a proxy would answer with a file of its machine",
    "x-lighttpd-send2-file": "a proxy would answer with a file of its machine",
    "x-reproxy-url": "a proxy would answer with what another server has",
  ]

  /// Returns the reason why a field is withheld; nil if it may be sent.
  ///
  /// - Parameter value: the value that would be sent; nil if it is not known yet.
  package static func reason(name: String, value: String?) -> String? {
    let name = name.lowercased()
    if let reason = reasons[name] { return reason }
    guard name == "set-cookie", let value, isOwnCookie(value) else { return nil }
    return "cookies whose names begin with '\(cookiePrefix)' are the playground's own"
  }

  /// Whether a `Set-Cookie` value sets a cookie of this server. As in browsers, white space around the name is ignored. If the name
  /// is empty, the value is checked instead, because such a cookie is sent back as its value alone (RFC 6265bis, section 5.6).
  private static func isOwnCookie(_ field: String) -> Bool {
    func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
      var text = text
      while let byte = text.first, byte <= 0x20 { text = text.dropFirst() }
      while let byte = text.last, byte <= 0x20 { text = text.dropLast() }
      return text
    }
    let pair = field[...].utf8.prefix { $0 != UInt8(ascii: ";") }
    let name = trimmed(pair.prefix { $0 != UInt8(ascii: "=") })
    let shown = name.isEmpty ? trimmed(pair.drop { $0 != UInt8(ascii: "=") }.dropFirst()) : name
    return shown.count >= cookiePrefix.utf8.count
      && zip(shown, cookiePrefix.utf8).allSatisfy { byte, own in
        (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == own
      }
  }
}
