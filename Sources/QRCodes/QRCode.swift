import CQRencode

/// A QR code (ISO/IEC 18004) for a text, with error correction level M: readable even if 15 % of it is covered.
///
///     if let code = QRCode("http://192.168.1.5:8000/join?code=…") { print(code.terminalText) }
package struct QRCode: Sendable, Hashable {
  /// Modules per side, without the quiet zone: 21 to 177.
  package let size: Int
  /// Row by row; true is dark.
  private let modules: [Bool]

  /// The width of the light margin that readers need, in modules (ISO/IEC 18004, 6.3.8).
  static let quietZone = 4

  /// nil for an empty text, or one of more than 2,331 bytes of UTF-8, the capacity of a code.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, let count = Int32(exactly: bytes.count),
      let code = QRcode_encodeData(count, bytes, 0, QR_ECLEVEL_M)
    else { return nil }
    defer { QRcode_free(code) }
    let width = Int(code.pointee.width)
    guard width > 0, let data = code.pointee.data else { return nil }
    size = width
    // The lowest bit of each byte is the module; the others tell its role in the code.
    modules = UnsafeBufferPointer(start: data, count: width * width).map { $0 & 1 == 1 }
  }

  /// Whether a module is dark. Outside the code everything is light.
  package func isDark(x: Int, y: Int) -> Bool {
    guard (0..<size).contains(x), (0..<size).contains(y) else { return false }
    return modules[y * size + x]
  }
}
