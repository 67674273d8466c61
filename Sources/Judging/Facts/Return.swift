/// A client that came back: the stream that it had, and the one that it asked for next.
package struct Return: Sendable {
  package var previous: StreamFacts
  package var next: StreamFacts
  /// From when the end left the socket to the next request, in nanoseconds; nil where the client left by itself.
  package var wait: UInt64?
  /// The reconnection time in force, in nanoseconds; nil where the client's own is.
  package var asked: UInt64?
  /// No other client of the same program could be meant.
  package var isCertain: Bool
  /// Streams that whoever came may have had instead of `previous`, for they gave the same ID.
  package var others: [StreamFacts]
  /// The request brings an ID that the session had sent: whoever sends it was here before. One without may be anybody's.
  package var isProven: Bool

  /// What is tolerated.
  static let tolerance: UInt64 = 50_000_000

  var isEarly: Bool {
    guard let wait, let asked else { return false }
    return wait.addingSaturated(Self.tolerance) < asked
  }

  /// Whoever of those that may have come did so too early.
  var isSurelyEarly: Bool {
    guard isEarly, isCertain else { return false }
    return others.allSatisfy { other in
      guard let end = other.end, end.isOurs, let left = other.leftAt,
        let least = other.retries.map(\.milliseconds).min(),
        let first = other.retries.first, first.end <= end.reached
      else { return false }
      let asked = min(least, 1_000_000_000_000) * 1_000_000
      return next.requested.moment.since(left).addingSaturated(Self.tolerance) < asked
    }
  }

  /// Nobody else can have come.
  var isAlone: Bool { isCertain && others.isEmpty }

  /// The ID that the next request brings in its head; nil for none, and for an empty one.
  var broughtID: String? {
    guard next.request.bringsID, let id = next.request.lastEventID, !id.isEmpty else { return nil }
    return id
  }

  /// The ID stands in the address and so says nothing of what the client remembers.
  var hasIDInAddress: Bool { !next.request.bringsID && next.request.lastEventID != nil }

  var endedByUs: Bool { wait != nil }

  func evidence(_ text: String) -> [Evidence] {
    var found: [Evidence] = []
    if let end = previous.end {
      let from = previous.ids.last { $0.id == previous.lastID }
      found.append(
        Evidence(
          stream: previous.stream, place: end.place, bytes: from.map { min($0.end, end.bytes)..<end.bytes },
          text: "ended by \(end.by.words)\(end.ending.map { ": \($0)" } ?? "")"))
    }
    found.append(Evidence(stream: next.stream, place: next.requested, text: text))
    return found
  }
}

extension StreamFacts.End.Actor {
  var words: String {
    switch self {
    case .client: "the client"
    case .scenario: "the scenario"
    case .command: "a command"
    case .server: "the server, which stopped"
    case .stalled: "the server, for the client did not read"
    }
  }
}

extension UInt64 {
  func addingSaturated(_ other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  func since(_ earlier: UInt64) -> UInt64 { self > earlier ? self - earlier : 0 }
}
