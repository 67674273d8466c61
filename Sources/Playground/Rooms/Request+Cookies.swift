import HTTPTypes
import MicroHTTP

extension Arrival {
  /// A field that sets a cookie: below the playground's path, for no script, and for https only where it came by that.
  ///
  /// - Parameter rest: the value, and attributes of its own.
  func cookie(_ name: String, _ rest: String) -> String {
    "\(name)=\(rest); Path=\(prefix)/; HttpOnly; SameSite=Lax\(scheme == "https" ? "; Secure" : "")"
  }
}

extension Request {
  /// The values of the cookies of a name (RFC 6265, 4.2.1).
  func cookies(named name: String) -> [String] {
    headerFields[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
      let pair = pair.drop { $0 == " " }
      return pair.hasPrefix(name + "=") ? String(pair.dropFirst(name.count + 1)) : nil
    }
  }
}
