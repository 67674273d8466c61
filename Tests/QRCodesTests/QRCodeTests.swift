import QRCodes
import Testing

@Suite struct QRCodeTests {
  private static let link = "http://192.168.1.5:8000/join?code=0123456789abcdefghijkl"

  @Test func `three corners have the pattern by which readers find a code`() throws {
    let code = try #require(QRCode(Self.link))
    let pattern = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"]
    let end = code.size - 7
    for (x, y) in [(0, 0), (end, 0), (0, end)] {
      let found = (0..<7).map { row in
        String((0..<7).map { column in code.isDark(x: x + column, y: y + row) ? "#" : "." })
      }
      #expect(found == pattern)
    }
    #expect(!code.isDark(x: -1, y: 0) && !code.isDark(x: 0, y: code.size))
  }

  @Test func `what a code cannot hold makes none`() {
    #expect(QRCode("") == nil)
    #expect(QRCode(String(repeating: "a", count: 2_332)) == nil)
    #expect(QRCode(String(repeating: "a", count: 2_331))?.size == 177)
  }

  @Test func `a text is the same code each time`() {
    #expect(QRCode(Self.link) == QRCode(Self.link))
    #expect(QRCode(Self.link) != QRCode(Self.link + "m"))
  }

  @Test func `the picture has each dark module once, and four of light around them`() throws {
    let code = try #require(QRCode(Self.link))
    var modules: Set<[Int]> = []
    var count = 0
    for bar in code.svg.matches(of: /M(\d+) (\d+)h(\d+)v1h-\d+z/) {
      let (x, y, width) = (try #require(Int(bar.1)), try #require(Int(bar.2)), try #require(Int(bar.3)))
      for step in 0..<width { modules.insert([x + step - 4, y - 4]) }
      count += width
    }
    let dark = (0..<code.size).flatMap { y in
      (0..<code.size).filter { code.isDark(x: $0, y: y) }.map { [$0, y] }
    }
    #expect(modules == Set(dark))
    #expect(count == dark.count)
    #expect(code.svg.contains("viewBox=\"0 0 \(code.size + 8) \(code.size + 8)\""))
    #expect(code.svg.contains("fill=\"#fff\"") && code.svg.contains("fill=\"#000\""))
  }

  @Test func `each line of a terminal sets its colours and takes them back`() throws {
    let code = try #require(QRCode(Self.link))
    let lines = code.terminalText.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == (code.size + 8 + 1) / 2)
    for line in lines {
      #expect(line.hasPrefix("\u{1B}[38;5;16;48;5;231m") && line.hasSuffix("\u{1B}[0m"))
      #expect(line.count(where: { " ▀▄█".contains($0) }) == code.size + 8)
    }
  }
}
