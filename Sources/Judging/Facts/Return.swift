/// One return of a client: its previous stream, and the stream that it requested next.
package struct Return: Sendable {
  package var previous: StreamFacts
  package var next: StreamFacts
  /// Nanoseconds from when the end left the socket to the next request; nil if the client ended the previous stream itself.
  package var wait: UInt64?
  /// The reconnection time in force, in nanoseconds; nil if it is the client's default.
  package var asked: UInt64?
  /// Whether no other client with the same address, program and page can have made the request.
  package var isUnambiguous: Bool
  /// Streams that the client may have had instead of `previous`, because they sent the same ID.
  package var others: [StreamFacts]
  /// Whether the request has an ID that the session sent: its client was here before. A request without one may come from any client.
  package var bringsSentID: Bool

  /// Nanoseconds by which a client may be early or late.
  static let tolerance: UInt64 = 50_000_000

  var isEarly: Bool {
    guard let wait, let asked else { return false }
    return wait.addingSaturated(Self.tolerance) < asked
  }

  /// Whether the return is early for every client that may have made it.
  var isSurelyEarly: Bool {
    guard isEarly, isUnambiguous else { return false }
    return others.allSatisfy { other in
      guard let end = other.end, end.isOurs, let left = other.leftAt,
        let least = other.retries.map(\.nanoseconds).min(),
        let first = other.retries.first, first.end <= end.reached
      else { return false }
      return next.requested.moment.since(left).addingSaturated(Self.tolerance) < least
    }
  }

  /// Whether no other client can have made the request.
  var isOnlyCandidate: Bool { isUnambiguous && others.isEmpty }

  /// The ID in the next request's header field; nil if there is none, or it is empty.
  var broughtID: String? {
    guard next.request.bringsID, let id = next.request.lastEventID, !id.isEmpty else { return nil }
    return id
  }

  /// Whether the ID is in the address, which does not show what the client remembers.
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
    case .stalled: "the server, because the client did not read"
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
