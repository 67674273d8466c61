import MicroHTTP

/// The streams of one client across its reconnections, as the registry keeps them.
struct Session {
  /// Ended streams kept.
  static let endedLimit = 20
  /// Scenarios whose connections are counted.
  static let scenarioLimit = 64

  /// Connections so far, by scenario.
  var attempts: [String: Int] = [:]
  /// The last run of each scenario whose requests draw their own.
  var runs: [String: SessionRun] = [:]
  /// Open ones.
  var streams: [StreamID: StreamRecord] = [:]
  /// The last that ended, oldest first.
  var ended: [StreamRecord] = []
  /// When its last stream ended or it last connected; CLOCK_MONOTONIC, nanoseconds.
  var lastActive: UInt64
  /// Streams that wait at a gate, with its name.
  var waiting: [StreamID: String] = [:]
  /// Streams whose gate was opened while they waited, with the value that is theirs alone.
  var released: [StreamID: [UInt8]?] = [:]
  /// Openings that no stream has come to yet, by gate; nil stands for whichever comes first.
  var openings: [String?: Int] = [:]
  /// Values that gates were opened with.
  var mail: [String: GateMail] = [:]
  var injectedIDs = InjectedIDs()
  var journal: SessionJournal?
  var clients = SessionClients()

  /// Who takes values where, with none that wait.
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
    // A session that asks for ever new scenarios stays small.
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
  /// A stream has ended; the oldest that did is let go when there are too many.
  ///
  /// - Returns: by how many more ended streams are kept.
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

/// What tells one run of a scenario from another, where each request draws its own.
struct SessionRun: Hashable, Sendable {
  var seed: Seed
  /// What the request's id is made of; nil: the seed.
  var idNumber: UInt64?

  /// Another one.
  static func drawn(seed: Seed?) -> SessionRun {
    SessionRun(seed: seed ?? Seed(number: .random(in: 0..<(1 << 53))), idNumber: .random(in: .min ... .max))
  }
}
