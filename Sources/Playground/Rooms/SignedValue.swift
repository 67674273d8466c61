import TextForms

/// The value of a cookie that only this server can make, valid until a time.
///
///     1795430000.5b1f0c….9d2a77…
///     ann.1795430000.5b1f0c….9d2a77…
///
/// Points separate its parts: fields, the expiry time in seconds since 1970, random bytes, and a code over all of these.
struct SignedValue {
  let fields: [String]
  let expiry: Int64
  /// The text before the code.
  private let signed: Substring
  private let code: Substring

  /// Makes a value.
  ///
  /// - Parameters:
  ///   - fields: texts without points.
  ///   - secret: a text that the code also covers, but that the value does not contain.
  static func make(_ fields: [String] = [], until expiry: Int64, secret: String? = nil, key: [UInt8])
    -> String
  {
    let text = (fields + ["\(expiry)", Hex.text(.random(count: 12))]).joined(separator: ".")
    return "\(text).\(code(of: text[...], secret, key))"
  }

  /// Reads a value; nil if it has another form, has expired, or would be valid for longer than `lifetime`. Only
  /// `isSigned` tells whether this server made it.
  ///
  /// - Parameters:
  ///   - count: the number of fields.
  ///   - now: seconds since 1970.
  init?(_ value: String, fields count: Int = 0, now: Int64, lifetime: Int64) {
    guard value.utf8.count <= 256 else { return nil }
    let parts = value.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == count + 3, let expiry = Int64(parts[count]), expiry > now,
      expiry <= now.addingReportingOverflow(lifetime).partialValue
    else { return nil }
    fields = parts[..<count].map(String.init)
    self.expiry = expiry
    signed = value[..<parts[count + 1].endIndex]
    code = parts[count + 2]
  }

  /// Whether it was made with this secret and this key. Compares in constant time.
  func isSigned(secret: String? = nil, key: [UInt8]) -> Bool {
    MessageCode.isEqual(Array(Self.code(of: signed, secret, key).utf8), Array(code.utf8))
  }

  private static func code(of text: Substring, _ secret: String?, _ key: [UInt8]) -> String {
    let message = secret.map { "\(text).\($0)" } ?? String(text)
    return Hex.text(MessageCode.of(Array(message.utf8), key: key))
  }
}
