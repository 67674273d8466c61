import MicroHTTP

/// Names a session: the streams of one client across its reconnections.
package struct SessionKey: Hashable, Sendable, CustomStringConvertible {
  static let longest = 64

  private static let standInPrefix = "auto-"

  package let description: String

  /// Whether it is a stand-in, which no client chose.
  var standsIn: Bool { description.hasPrefix(Self.standInPrefix) }

  /// Reads the value of `?session=`.
  init?(_ text: String) {
    guard Self.isOne(text) else { return nil }
    description = text
  }

  /// Whether it is this key, or begins with it and `-`: a separate run of the same participant.
  func belongs(to key: SessionKey) -> Bool { self == key || description.hasPrefix("\(key)-") }

  /// Whether a text is 1 to 64 letters, digits, `-` or `_`.
  package static func isOne(_ text: String) -> Bool {
    (1...longest).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// Makes the stand-in for a request that names no session: the same for the same address (for IPv6, the same /64), user agent, origin
  /// and path. Two pages in one browser have different keys if their origins differ.
  init(standingInFor request: Request) {
    let agent = request.headerFields[.userAgent] ?? ""
    let target = request.target.prefix { $0 != "?" }
    let origin = request.headerFields[.origin] ?? ""
    let parts = [request.clientNetwork, agent, origin, String(target)].map { "\($0.utf8.count):\($0)" }
    description = Self.standInPrefix + String(StableHash.of(parts.joined().utf8), radix: 16)
  }
}
