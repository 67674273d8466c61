import Judging
import MicroHTTP
import TextForms

/// A verdict, and the journal that holds its evidence.
struct SessionVerdict {
  var key: SessionKey
  var verdict: Verdict
  /// nil if no journal is kept.
  var journal: SessionJournal?

  /// The most streams that are listed for a client: the latest ones.
  private static let streamLimit = 100

  var json: JSONValue {
    [
      "session": .string(key.description), "verdict": .string(verdict.word.rawValue),
      "line": .string(verdict.line),
      "clients": .array(verdict.clients.map(json)), "findings": .array(verdict.findings.map(json)),
      "expectations": .array(verdict.expectations.map(json)), "untold": .int(verdict.untold),
      "incomplete": .bool(verdict.isIncomplete),
    ]
  }

  private func json(_ client: Verdict.Client) -> JSONValue {
    [
      "client": .int(client.number), "userAgent": JSONValue(client.userAgent),
      "remoteAddress": .string(client.remoteAddress), "method": .string(client.method),
      "target": .string(client.target),
      "streams": .array(client.streams.suffix(Self.streamLimit).map(JSONValue.string)),
      "severity": .string(client.severity.rawValue), "line": .string(client.line),
      "findings": .array(client.findings.map(json)),
    ]
  }

  private func json(_ finding: Finding) -> JSONValue {
    let rule = Rules.all.first { $0.id == finding.rule }
    return [
      "rule": .string(finding.rule), "severity": .string(finding.severity.rawValue),
      "sentence": .string(finding.sentence), "count": .int(finding.count), "of": .int(finding.occasions),
      "asks": JSONValue(rule?.sentence), "clause": JSONValue(rule?.clause.address),
      "evidence": .array(finding.evidence.map(json)),
    ]
  }

  private func json(_ result: ExpectationResult) -> JSONValue {
    [
      "key": .string(result.key), "expected": .string(result.expected),
      "state": .string(result.state.rawValue),
      "sentence": .string(result.sentence), "evidence": .array(result.evidence.map(json)),
    ]
  }

  private func json(_ evidence: Evidence) -> JSONValue {
    [
      "stream": evidence.stream.isEmpty ? .null : .string(evidence.stream),
      "entry": JSONValue(journal.map { $0.name.id(evidence.place.entry) }),
      "time": JSONValue(time(of: evidence)), "text": .string(evidence.text),
      "bytes": evidence.bytes.map {
        [.int(Int(clamping: $0.lowerBound)), .int(Int(clamping: $0.upperBound))]
      } ?? .null,
    ]
  }

  private func time(of evidence: Evidence) -> String? {
    journal.map { Timestamp.text(nanoseconds: $0.wallTime(of: evidence.place.moment)) }
  }

  /// The verdict in one word; `warning` if it is fine except for warnings.
  var word: String {
    let isWarned =
      verdict.clients.contains { $0.severity == .warning }
      || !verdict.findings.allSatisfy { $0.severity < .warning }
    return verdict.word == .fine && isWarned ? "warning" : verdict.word.rawValue
  }

  /// The verdict as text for a terminal.
  var text: String {
    var lines = ["\(verdict.word.rawValue): \(verdict.line)"]
    for result in verdict.expectations {
      lines.append("  expect \(result.key): \(result.state.rawValue). \(result.sentence)")
      lines += evidence(result.evidence)
    }
    for finding in verdict.findings { lines += self.lines(finding) }
    for client in verdict.clients {
      let streams = client.streams.count == 1 ? "one stream" : "\(client.streams.count) streams"
      lines.append("")
      lines.append(
        "Client \(client.number): \(client.userAgent ?? "unknown"), \(client.remoteAddress), \(client.method) \(client.target), \(streams)"
          .forSentence)
      for finding in client.findings { lines += self.lines(finding) }
    }
    if verdict.untold > 0 {
      lines.append("\n\(verdict.untold) streams are of clients that are too many to be told apart.")
    }
    if verdict.isIncomplete {
      lines.append(
        "\nSome entries of the journal are not kept any more: of what they said nothing is judged.")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(_ finding: Finding) -> [String] {
    let severity = finding.severity.rawValue.padded(to: 8)
    return ["  \(severity) \(finding.rule.padded(to: 22)) \(finding.sentence)"]
      + (finding.severity > .note ? evidence(finding.evidence) : [])
  }

  func evidence(_ evidence: [Evidence]) -> [String] {
    evidence.prefix(6).map { piece in
      let bytes = piece.bytes.map { ", bytes \($0.lowerBound) to \($0.upperBound)" } ?? ""
      let entry = journal.map { ", entry \($0.name.id(piece.place.entry))" } ?? ""
      return "           \(time(of: piece) ?? "") stream \(piece.stream)\(entry)\(bytes): \(piece.text)"
    } + (evidence.count > 6 ? ["           and \(evidence.count - 6) more"] : [])
  }
}
