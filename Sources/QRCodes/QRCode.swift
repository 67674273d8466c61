import CQRencode

/// A QR code (ISO/IEC 18004) that holds a text, at the error correction level M: it is still read when 15 % of it are covered.
///
///     if let code = QRCode("http://192.168.1.5:8000/join?code=…") { print(code.terminalText) }
package struct QRCode: Sendable, Hashable {
  /// Modules a side, without the quiet zone: 21 to 177.
  package let size: Int
  /// Row by row.
  private let modules: [Bool]

  /// Modules of light around the code, which readers need (ISO/IEC 18004, 6.3.8).
  static let quietZone = 4

  /// nil for a text of no bytes, or of more than a code holds: 2,331 bytes of UTF-8.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, let count = Int32(exactly: bytes.count),
      let code = QRcode_encodeData(count, bytes, 0, QR_ECLEVEL_M)
    else { return nil }
    defer { QRcode_free(code) }
    let width = Int(code.pointee.width)
    guard width > 0, let data = code.pointee.data else { return nil }
    size = width
    // The lowest bit of each byte is the module; the others say what it belongs to.
    modules = UnsafeBufferPointer(start: data, count: width * width).map { $0 & 1 == 1 }
  }

  /// Whether a module is dark. Outside of the code all is light.
  package func isDark(x: Int, y: Int) -> Bool {
    guard (0..<size).contains(x), (0..<size).contains(y) else { return false }
    return modules[y * size + x]
  }
}
