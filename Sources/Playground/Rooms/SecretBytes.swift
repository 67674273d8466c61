import CNettle

/// HMAC-SHA256 (RFC 2104, FIPS 180-4).
enum MessageCode {
  static func of(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { code, count in
      cnettle_hmac_sha256(key.count, key, message.count, message, code.baseAddress)
      count = 32
    }
  }

  /// Compares in constant time, so that timing does not reveal where the values differ.
  static func isEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && cnettle_is_equal(a, b, a.count) != 0
  }
}

extension Array where Element == UInt8 {
  /// Returns unpredictable bytes from the system's generator.
  static func random(count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in generator.next() }
  }
}

/// A configured token. Only message codes of its text are kept, so that the token itself cannot appear in a log.
struct AdminToken: Sendable, CustomStringConvertible {
  private let key: [UInt8]
  private let code: [UInt8]
  let description = "***"

  /// nil if there is no text, or an empty one.
  init?(_ text: String?) {
    guard let text, !text.isEmpty else { return nil }
    key = .random(count: 32)
    code = MessageCode.of(Array(text.utf8), key: key)
    signingText = MessageCode.of(Array(text.utf8), key: Array("sse-playground sign-in".utf8))
  }

  /// Part of the key that signs cookies, so that changing the token invalidates them.
  let signingText: [UInt8]

  /// Compares so that timing reveals neither how much of the text is right nor how long the token is.
  func matches(_ text: String) -> Bool {
    MessageCode.isEqual(MessageCode.of(Array(text.utf8), key: key), code)
  }
}
