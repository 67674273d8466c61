extension QRCode {
  /// The code as an SVG document, black on white with its quiet zone, one unit per module.
  ///
  /// The colours do not follow the page's: many readers cannot read a light code on a dark background.
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
