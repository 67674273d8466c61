import MicroHTTP

/// The streams of one client across its reconnections, as the registry keeps them.
struct Session {
  /// The most ended streams that are kept.
  static let endedLimit = 20
  /// The most scenarios whose connections are counted.
  static let scenarioLimit = 64

  /// Connections so far, by scenario.
  var attempts: [String: Int] = [:]
  /// The last run of each scenario whose requests each draw a run.
  var runs: [String: SessionRun] = [:]
  /// The open streams.
  var streams: [StreamID: StreamRecord] = [:]
  /// The streams that ended last, oldest first.
  var ended: [StreamRecord] = []
  /// When its last stream ended or it last connected; CLOCK_MONOTONIC, nanoseconds.
  var lastActive: UInt64
  /// The streams that wait at a gate, with its name.
  var waiting: [StreamID: String] = [:]
  /// The streams whose gate was opened while they waited, with the value for that stream alone.
  var released: [StreamID: [UInt8]?] = [:]
  /// Openings that no stream has used yet, by gate; nil for an opening of any gate.
  var openings: [String?: Int] = [:]
  /// Values that gates were opened with, by gate.
  var mail: [String: GateMail] = [:]
  var injectedIDs = InjectedIDs()
  var journal: SessionJournal?
  var clients = SessionClients()

  /// The streams that await values, without any waiting values.
  var mailWithoutValues: [String: GateMail] {
    mail.compactMapValues { mail in
      var mail = mail
      mail.forget()
      return mail.hasReaders ? mail : nil
    }
  }

  var isAtRest: Bool { streams.isEmpty && waiting.isEmpty }

  /// Counts a connection to a scenario: 1 for the first, 2 for the second, …
  mutating func connect(to scenario: String) -> Int {
    // Limits the memory of a session that keeps requesting new scenarios.
    if attempts.count >= Self.scenarioLimit, attempts[scenario] == nil {
      attempts = [:]
      runs = [:]
    }
    let attempt = min(attempts[scenario] ?? 0, Int.max - 1) + 1
    attempts[scenario] = attempt
    return attempt
  }
}

extension Session {
  /// Ends a stream. If too many ended streams are kept, the oldest are dropped.
  ///
  /// - Returns: the change in the number of ended streams that are kept.
  mutating func end(_ record: StreamRecord, isOverfull: Bool, at now: UInt64) -> Int {
    leaveGates(record.id)
    lastActive = now
    guard streams.removeValue(forKey: record.id) != nil else { return 0 }
    let before = ended.count
    let limit = isOverfull ? 1 : Self.endedLimit
    if ended.count >= limit { ended.removeFirst(ended.count - limit + 1) }
    ended.append(record)
    return ended.count - before
  }
}

/// Identifies a run of a scenario whose requests each draw a run.
struct SessionRun: Hashable, Sendable {
  var seed: Seed
  /// The number that the request's ID is made from; nil to make it from the seed.
  var idNumber: UInt64?

  /// Draws a new run, with the given seed if there is one.
  static func drawn(seed: Seed?) -> SessionRun {
    SessionRun(seed: seed ?? Seed(number: .random(in: 0..<(1 << 53))), idNumber: .random(in: .min ... .max))
  }
}

/// The source of a stream's random numbers.
///
/// `?seed=7` is the number 7; `?seed=random` draws one; any other text is hashed to a number. A seed is shown as its number, which
/// reproduces the stream.
package struct Seed: Hashable, Sendable, CustomStringConvertible {
  package static let longest = 128

  package let number: UInt64

  init(number: UInt64) { self.number = number }

  /// nil for text that is empty or longer than 128 bytes.
  package init?(_ text: String) {
    guard (1...Self.longest).contains(text.utf8.count) else { return nil }
    if text == "random" {
      // Numbers that JavaScript holds exactly.
      number = .random(in: 0..<(1 << 53))
    } else if let number = UInt64(text) {
      self.number = number
    } else if let number = Int64(text) {
      self.number = UInt64(bitPattern: number)
    } else {
      number = StableHash.of(text.utf8)
    }
  }

  package var description: String { String(number) }
}
