import Logging
import Platform
import TextForms

/// Writes the log, one line per entry.
///
///     2026-11-22T10:26:03.120Z info GET / 200 4711 bytes in 0.4 ms for ::1
///     {"time":"2026-11-22T10:26:03.120Z","level":"info","message":"GET / 200 …","status":"200"}
///
/// Metadata appears in JSON only: messages are complete without it.
package struct PlaygroundLogHandler: LogHandler {
  package enum Format: String, Sendable, CaseIterable { case text, json }

  package var metadata: Logger.Metadata = [:]
  package var logLevel: Logger.Level
  private let format: Format
  private let output: LogOutput

  package init(format: Format, level: Logger.Level, output: LogOutput) {
    self.format = format
    self.output = output
    logLevel = level
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  // The swift-log versions with log(event:) need Swift 6.2; with Swift 6.1 an earlier version is resolved.
  #if compiler(>=6.2)
    package func log(event: LogEvent) { write(event.level, event.message, event.metadata) }
  #else
    package func log(
      level: Logger.Level, message: Logger.Message, metadata: Logger.Metadata?, source: String, file: String,
      function: String, line: UInt
    ) { write(level, message, metadata) }
  #endif

  /// Whether an info entry would be written now. If not, it has been counted as left out, and need not be composed.
  var hasRoom: Bool { output.hasRoom() }

  private func write(_ level: Logger.Level, _ message: Logger.Message, _ metadata: Logger.Metadata?) {
    output.write(
      self.line(
        // Not shortened, because each value in a message already is.
        level, SafeText.replacing(in: message.description, with: " ", where: \.isControl),
        self.metadata.merging(metadata ?? [:]) { $1 }),
      limit: limit(of: level),
      dropped: {
        self.line(.warning, "\($0) log lines were left out: more than \(output.linesPerSecond) a second", [:])
      })
  }

  /// Notices have a higher limit than entries on requests and streams, so that a busy server still logs that it received a signal to end.
  private func limit(of level: Logger.Level) -> Int? {
    if level >= .warning { return nil }
    return level == .notice ? output.linesPerSecond * 2 : output.linesPerSecond
  }

  private func line(_ level: Logger.Level, _ text: String, _ metadata: Logger.Metadata) -> String {
    let time = Timestamp.text(nanoseconds: WallClock.now)
    switch format {
    case .text: return "\(time) \(level.rawValue) \(text)\n"
    case .json:
      let entry: JSONValue = [
        "time": .string(time), "level": .string(level.rawValue), "message": .string(text),
      ]
      let details = metadata.sorted { $0.key < $1.key }.map {
        JSONValue.Member(name: $0.key, value: .string($0.value.description.escapedForLog))
      }
      return String(decoding: entry.adding(.object(details)).bytes, as: UTF8.self) + "\n"
    }
  }
}

extension Logger {
  /// Logs nothing. For commands, which print their own reports.
  static let silent = Logger(label: "silent", factory: { _ in SwiftLogNoOpLogHandler() })
}
