import HTTPTypes
import MicroHTTP

extension Arrival {
  /// Returns a `Set-Cookie` value: for paths below the playground's, hidden from scripts, and `Secure` if the request came by https.
  ///
  /// - Parameter rest: the cookie's value, and further attributes.
  func cookie(_ name: String, _ rest: String) -> String {
    "\(name)=\(rest); Path=\(prefix)/; HttpOnly; SameSite=Lax\(scheme == "https" ? "; Secure" : "")"
  }
}

extension Request {
  /// Returns the values of all cookies with this name (RFC 6265, 4.2.1).
  func cookies(named name: String) -> [String] {
    headerFields[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
      let pair = pair.drop { $0 == " " }
      return pair.hasPrefix(name + "=") ? String(pair.dropFirst(name.count + 1)) : nil
    }
  }
}
