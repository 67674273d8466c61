/// A request's head as bytes in a buffer that it does not own; valid only as long as that buffer is.
struct RequestHead {
  typealias Bytes = UnsafeRawBufferPointer

  var method: Bytes
  var target: Bytes
  var isHTTP10: Bool
  var fields: [(name: Bytes, value: Bytes)]
}

extension UnsafeRawBufferPointer {
  /// Compares with lower-case ASCII text; the case of the bytes here is ignored.
  func equalsIgnoringCase(_ lowercase: StaticString) -> Bool {
    guard count == lowercase.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index].lowercased != lowercase.utf8Start[index] { return false }
    return true
  }

  /// Compares with lower-case ASCII text; the case of the bytes here is ignored.
  func equalsIgnoringCase(_ lowercase: [UInt8]) -> Bool {
    guard count == lowercase.count else { return false }
    for index in 0..<count where self[index].lowercased != lowercase[index] { return false }
    return true
  }
}

extension UInt8 {
  var lowercased: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self }
}
