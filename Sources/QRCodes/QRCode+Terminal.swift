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
