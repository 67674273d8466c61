import MicroHTTP
import Scenarios

/// The cookie of a browser that showed the token: expiry time, random bytes, and a code over both that only this server can compute.
///
///     sse-playground-8000=1795430000.5b1f0c….9d2a77…
///
/// Browsers do not separate cookies by port, so the name contains the port; the path separates playgrounds behind one proxy.
struct SignInCookie: Sendable {
  /// A week, in seconds.
  static let lifetime: Int64 = 604_800

  let port: UInt16
  private let key: [UInt8]

  /// - Parameter key: the key in the data folder.
  init(port: UInt16, key: [UInt8], token: AdminToken) {
    self.port = port
    self.key = MessageCode.of(token.signingText, key: key)
  }

  static func name(port: UInt16) -> String { "\(WithheldField.cookiePrefix)-\(port)" }

  /// Returns a value that expires `lifetime` after `now`.
  ///
  /// - Parameter now: seconds since 1970.
  func make(now: Int64) -> String {
    SignedValue.make(until: now + Self.lifetime, key: key)
  }

  /// Returns when a value expires, in seconds since 1970; nil if it is not from this server, or has expired.
  func expiry(of value: String, now: Int64) -> Int64? {
    guard let value = SignedValue(value, now: now, lifetime: Self.lifetime), value.isSigned(key: key) else {
      return nil
    }
    return value.expiry
  }

  /// Returns the `Set-Cookie` value that sets the cookie.
  func field(_ value: String, at arrival: Arrival) -> String {
    arrival.cookie(Self.name(port: port), "\(value); Max-Age=\(Self.lifetime)")
  }

  /// Returns the `Set-Cookie` value that deletes the cookie.
  static func clearing(port: UInt16, at arrival: Arrival) -> String {
    arrival.cookie(name(port: port), "; Max-Age=0")
  }
}
