import HTTPTypes
import MicroHTTP

extension Request {
  /// The values of the cookies of a name (RFC 6265, 4.2.1).
  func cookies(named name: String) -> [String] {
    headerFields[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
      let pair = pair.drop { $0 == " " }
      return pair.hasPrefix(name + "=") ? String(pair.dropFirst(name.count + 1)) : nil
    }
  }
}
