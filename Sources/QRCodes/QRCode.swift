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
    // The lowest bit of each byte is the module; the other bits describe its role in the code.
    modules = UnsafeBufferPointer(start: data, count: width * width).map { $0 & 1 == 1 }
  }

  /// Whether a module is dark. Outside the code everything is light.
  package func isDark(x: Int, y: Int) -> Bool {
    guard (0..<size).contains(x), (0..<size).contains(y) else { return false }
    return modules[y * size + x]
  }
}

extension QRCode {
  /// The code as an SVG document, black on white with its quiet zone, one unit per module.
  ///
  /// The colours are independent of the page, because many readers cannot read a light code on a dark background.
  package var svg: String {
    let side = size + 2 * Self.quietZone
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">
      <path fill="#fff" d="M0 0h\(side)v\(side)H0z"/>
      <path fill="#000" d="\(bars)"/>
      </svg>

      """
  }

  /// Path data: a rectangle for each run of dark modules in a row.
  private var bars: String {
    var data = ""
    for y in 0..<size {
      var x = 0
      while x < size {
        let start = x
        while isDark(x: x, y: y) { x += 1 }
        if x > start {
          data += "M\(start + Self.quietZone) \(y + Self.quietZone)h\(x - start)v1h-\(x - start)z"
        }
        x += 1
      }
    }
    return data
  }
}

extension QRCode {
  /// The code for a terminal, two rows per line, with its quiet zone and without a line feed at the end.
  ///
  /// Each line sets black on white explicitly (ISO 6429 with the 256 colours of xterm), so that it looks the same on dark and light
  /// terminals.
  package var terminalText: String {
    let zone = -Self.quietZone..<(size + Self.quietZone)
    return stride(from: zone.lowerBound, to: zone.upperBound, by: 2).map { y in
      let line = zone.map { x in
        switch (isDark(x: x, y: y), isDark(x: x, y: y + 1)) {
        case (false, false): " "
        case (true, false): "▀"
        case (false, true): "▄"
        case (true, true): "█"
        }
      }
      return "\u{1B}[38;5;16;48;5;231m\(line.joined())\u{1B}[0m"
    }.joined(separator: "\n")
  }
}
