import Foundation
import Logging
import Testing
import TextForms

@testable import Playground

@Suite struct LogTests {
  /// What a logger of that format writes.
  private func written(_ format: PlaygroundLogHandler.Format, limit: Int = 100, _ body: (Logger) -> Void)
    throws -> [String]
  {
    let pipe = Pipe()
    let output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor, linesPerSecond: limit)
    body(Logger(label: "test") { _ in PlaygroundLogHandler(format: format, level: .info, output: output) })
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    return text.split(separator: "\n").map(String.init)
  }

  @Test func `writes a line an entry`() throws {
    let lines = try written(.text) {
      $0.info("first", metadata: ["a": "b"])
      $0.debug("too fine")
      $0.warning("second\nline")
    }
    #expect(
      lines.map { $0.dropFirst("2026-11-22T10:26:03.120Z ".count) } == ["info first", "warning second line"])
  }

  @Test func `replaces control characters beyond ASCII, and no other characters`() throws {
    let lines = try written(.text) {
      $0.info("a\u{85}b\u{9B}31mc")
      $0.info("caf\u{E9} \u{A0}\u{BB}")
    }
    #expect(
      lines.map { $0.dropFirst("2026-11-22T10:26:03.120Z ".count) } == [
        "info a b 31mc", "info caf\u{E9} \u{A0}\u{BB}",
      ])
  }

  @Test func `writes JSON with metadata`() throws {
    let lines = try written(.json) { $0.info("said \"so\"", metadata: ["target": "/a\u{1B}[2J"]) }
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data((lines.first ?? "").utf8)) as? [String: String])
    #expect(object["level"] == "info")
    #expect(object["message"] == "said \"so\"")
    #expect(object["target"] == "/a\\u{1b}[2J")
  }

  @Test func `leaves lines out above the limit, notices above twice that, and no warnings`() throws {
    let lines = try written(.text, limit: 3) { log in
      for number in 0..<10 { log.info("line \(number)") }
      for number in 0..<10 { log.notice("notice \(number)") }
      log.warning("still said")
    }
    #expect(lines.count == 7)
    #expect(lines[5].hasSuffix("notice notice 2"))
    #expect(lines.last?.hasSuffix("still said") == true)
  }

  @Test func `says that there is no room, so that nobody puts together what is left out`() throws {
    let pipe = Pipe()
    let output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor, linesPerSecond: 1)
    #expect(output.hasRoom())
    output.write("first\n", limit: 100, dropped: { "\($0)" })
    #expect(!output.hasRoom())
    try pipe.fileHandleForWriting.close()
  }

  @Test func `nobody waits for a pipe that is not read, and what was left out is said`() throws {
    let pipe = Pipe()
    let output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor, linesPerSecond: 0)
    func write(_ line: String) {
      output.write(line + "\n", limit: nil, dropped: { "\($0) left out\n" })
    }
    // More than a pipe takes (64 KiB), in lines longer than it takes at once.
    for number in 0..<100 { write("\(number) " + String(repeating: "x", count: 5_000)) }
    // At most what a pipe holds is read, so that this does not wait either.
    var text = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
    write("again")
    try pipe.fileHandleForWriting.close()
    text += String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.contains("again"))
    // One line may be cut, where there was no more room.
    let whole = lines.filter { $0.hasSuffix(String(repeating: "x", count: 5_000)) }
    #expect(whole.count > 5 && whole.count < 100 && lines.count <= whole.count + 3)
  }

  @Test func `escapes what could begin a line or move the cursor, and cuts at 200 characters`() {
    #expect("plain /path?x=é".escapedForLog == "plain /path?x=é")
    #expect("a\nb\u{7}\u{9B}\u{202E}".escapedForLog == "a\\u{a}b\\u{7}\\u{9b}\\u{202e}")
    #expect(String(repeating: "é", count: 300).escapedForLog == String(repeating: "é", count: 200) + "…")
  }

  @Test func `replaces what cannot be shown in a sentence, and cuts at 120 characters or within bytes`() {
    #expect("a\nb\u{7F}c\u{9B}d\u{202E}é".forSentence == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}é")
    #expect(String(repeating: "x", count: 120).forSentence == String(repeating: "x", count: 120))
    #expect(String(repeating: "x", count: 121).forSentence == String(repeating: "x", count: 120) + "…")
    #expect(SafeText.shortened("ééé", bytes: 6) == "ééé")
    #expect(SafeText.shortened("ééé", bytes: 5) == "éé…")
  }

  @Test func `writes moments as RFC 3339 says`() {
    #expect(Timestamp.text(nanoseconds: 0) == "1970-01-01T00:00:00.000Z")
    #expect(Timestamp.text(nanoseconds: 1_763_806_863_120_999_999) == "2025-11-22T10:21:03.120Z")
    #expect(Timestamp.text(nanoseconds: -1) == "1969-12-31T23:59:59.999Z")
  }
}
