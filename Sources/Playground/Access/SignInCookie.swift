import MicroHTTP
import Scenarios
import TextForms

/// The cookie of a browser that showed the token: when it expires and a code over that, which only this server can make.
///
///     sse-playground-8000=1795430000.5b1f0c….9d2a77…
///
/// Cookies do not keep ports apart, so the name has it; the path keeps playgrounds behind one proxy apart.
struct SignInCookie: Sendable {
  /// Seconds: a week.
  static let lifetime: Int64 = 604_800

  /// Of the server.
  let port: UInt16
  private let key: [UInt8]

  /// - Parameter key: of the data folder.
  init(port: UInt16, key: [UInt8], token: AdminToken) {
    self.port = port
    self.key = MessageCode.of(token.signingText, key: key)
  }

  static func name(port: UInt16) -> String { "\(WithheldField.cookiePrefix)-\(port)" }

  /// A value that holds until `lifetime` after now.
  ///
  /// - Parameter now: seconds since 1970.
  func make(now: Int64) -> String {
    let text = "\(now + Self.lifetime).\(Hex.text(.random(count: 12)))"
    return "\(text).\(Hex.text(code(of: text)))"
  }

  /// When a value expires, in seconds since 1970; nil if it is none of this server's, or has expired.
  func expiry(of value: String, now: Int64) -> Int64? {
    let parts = value.split(separator: ".", omittingEmptySubsequences: false)
    guard value.utf8.count <= 256, parts.count == 3, let expiry = Int64(parts[0]), expiry > now,
      expiry <= now + Self.lifetime
    else { return nil }
    let code = Hex.text(code(of: "\(parts[0]).\(parts[1])"))
    return MessageCode.isEqual(Array(code.utf8), Array(parts[2].utf8)) ? expiry : nil
  }

  /// The field that sets it.
  func field(_ value: String, at arrival: Arrival) -> String {
    arrival.cookie(Self.name(port: port), "\(value); Max-Age=\(Self.lifetime)")
  }

  /// The field that takes it back.
  static func clearing(port: UInt16, at arrival: Arrival) -> String {
    arrival.cookie(name(port: port), "; Max-Age=0")
  }

  private func code(of text: String) -> [UInt8] { MessageCode.of(Array(text.utf8), key: key) }
}
