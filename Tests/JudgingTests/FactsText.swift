@testable import Judging

/// Facts as text, for examples and tests: one line per entry, with its time in milliseconds and its stream.
///
///     0    1 request GET /events | Last-Event-ID: 7
///     1    1 head 200 | Content-Type: text/event-stream
///     2    1 bytes retry: 1000\nid: 8\ndata: a\n\n
///     3    1 end scenario complete
///     500  2 client 2 request GET /events
///     501  dispatched a | type message | id 8
///     9000 now
///
/// In `bytes`, `\n`, `\r` and `\\` are escapes. Lines that begin with `#` are comments. A request may be followed by bars with its
/// fields, `body TEXT` and `refused REASON`, an end by bars with `acknowledged BYTES` and `blocked MILLISECONDS`.
enum FactsText {
  /// A line that cannot be read.
  struct Mistake: Error, Equatable {
    var line: Int
    var text: String
  }

  static func facts(_ text: String, marks: [String] = FactsBuilder.usualMarks) throws(Mistake)
    -> SessionFacts
  {
    var builder = FactsBuilder(marks: marks)
    var now: UInt64 = 0
    var sent: [String: UInt64] = [:]
    var entry: UInt64 = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.drop { $0 == " " }
      if line.isEmpty || line.hasPrefix("#") { continue }
      let mistake = Mistake(line: index + 1, text: String(line))
      var words = Words(line)
      guard let milliseconds = words.next().flatMap({ UInt64($0) }), milliseconds < 1_000_000_000,
        var verb = words.next()
      else { throw mistake }
      let moment = milliseconds * 1_000_000
      now = max(now, moment)
      if verb == "now" { continue }
      entry += 1
      let place = JournalPlace(entry: entry, moment: moment)
      if verb == "missed" {
        builder.missed()
        continue
      }
      if verb == "preflight" {
        guard let origin = words.next(), let method = words.next(), let target = words.next() else {
          throw mistake
        }
        let refusal = words.bars().first { $0.hasPrefix("refused ") }.map { String($0.dropFirst(8)) }
        builder.preflight(
          PreflightFacts(
            origin: String(origin), method: String(method), target: String(target), refusal: refusal,
            place: place))
        continue
      }
      if verb == "dispatched" {
        let data = words.rest.prefix { $0 != "|" }.trimmed
        func bar(_ name: String) -> String? {
          words.bars().first { $0.hasPrefix(name + " ") }.map { String($0.dropFirst(name.count + 1)) }
        }
        builder.dispatched(
          DispatchedEvent(
            type: bar("type"), data: String(decoding: unescaped(data), as: UTF8.self), lastEventID: bar("id"),
            place: place))
        continue
      }
      let stream = String(verb)
      guard let next = words.next() else { throw mistake }
      verb = next
      var client = 1
      if verb == "client" {
        guard let number = words.next().flatMap({ Int($0) }), let next = words.next() else { throw mistake }
        (client, verb) = (number, next)
      }
      switch verb {
      case "request":
        guard let method = words.next(), let target = words.next() else { throw mistake }
        var request = RequestFacts(method: String(method), target: String(target))
        request.client = client
        for bar in words.bars() {
          if bar.hasPrefix("body ") {
            request.body = Array(bar.dropFirst(5).utf8)
            request.bodyLength = request.body.count
          } else if bar.hasPrefix("refused ") {
            request.refusal = String(bar.dropFirst(8))
          } else if let field = field(bar) {
            request.fields.append(field)
          } else {
            throw mistake
          }
        }
        request.lastEventID = request["last-event-id"]
        builder.request(request, stream: stream, at: place)
      case "head":
        guard let status = words.next().flatMap({ Int($0) }) else { throw mistake }
        builder.head(
          .init(status: status, fields: words.bars().compactMap(field), place: place), stream: stream)
      case "bytes":
        let bytes = unescaped(words.rest)
        builder.write(bytes[...], offset: sent[stream] ?? 0, stream: stream, at: place)
        sent[stream, default: 0] += UInt64(bytes.count)
      case "end":
        guard let by = words.next().flatMap({ StreamFacts.End.Actor(rawValue: String($0)) }) else {
          throw mistake
        }
        let bars = words.bars()
        func number(_ name: String) -> UInt64? {
          bars.first { $0.hasPrefix(name + " ") }.flatMap { UInt64($0.dropFirst(name.count + 1)) }
        }
        let bytes = sent[stream] ?? 0
        builder.end(
          .init(
            by: by, ending: words.first.map(String.init), bytes: bytes,
            acknowledged: number("acknowledged") ?? bytes,
            blocked: min(number("blocked") ?? 0, 1_000_000_000) * 1_000_000,
            left: moment, place: place), stream: stream)
      default: throw mistake
      }
    }
    return builder.facts(now: now)
  }

  private struct Words {
    private(set) var rest: Substring
    /// The next word before the bars, if there is one.
    var first: Substring? {
      let word = rest.prefix { $0 != " " && $0 != "|" }
      return word.isEmpty ? nil : word
    }

    init(_ text: Substring) { rest = text.drop { $0 == " " } }

    mutating func next() -> Substring? {
      guard let word = first else { return nil }
      rest = rest[word.endIndex...].drop { $0 == " " }
      return word
    }

    func bars() -> [Substring] {
      guard let bar = rest.firstIndex(of: "|") else { return [] }
      return rest[rest.index(after: bar)...].split(separator: "|").map(\.trimmed).map {
        $0.drop { $0 == " " }
      }
    }
  }

  private static func field(_ text: Substring) -> RequestFacts.Field? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    return .init(
      name: String(text[..<colon].trimmed), value: String(text[text.index(after: colon)...].trimmed))
  }

  private static func unescaped(_ text: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var isEscape = false
    for byte in text.utf8 {
      if isEscape {
        isEscape = false
        switch byte {
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        default: bytes.append(byte)
        }
      } else if byte == UInt8(ascii: "\\") {
        isEscape = true
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
