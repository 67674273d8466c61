import GRDB

/// A participant who joined a room. Their scenarios are named `NAME/…`.
package struct ParticipantRecord: Hashable, Sendable {
  package var name: String
  /// The number of their colour, from 0.
  package var colour: Int
  /// The key of their session, unique among participants.
  package var session: String
  /// When they last joined, in nanoseconds since 1970.
  package var joined: Int64
  /// Identifies the room's current round. A participant of an earlier round has to join again, but keeps their name and work.
  package var round: String
}

package enum Joining: Hashable, Sendable {
  case joined(ParticipantRecord)
  /// A participant of this round has the name.
  case taken
  /// The quota of participants is reached.
  case full(limit: Int)
}

extension ScenarioStore {
  /// - Returns: all participants, sorted by name.
  /// - Throws: ``StoreError`` if the file cannot be used.
  package func participants() async throws(StoreError) -> [ParticipantRecord] {
    try await access { queue in
      try await queue.read { db in
        try Row.fetchAll(db, sql: "SELECT * FROM participant ORDER BY name").map(Self.participant)
      }
    }
  }

  /// Joins the round under a name. A participant of an earlier round keeps their colour, session and work.
  ///
  /// - Parameters:
  ///   - session: the session key for a new participant.
  ///   - colours: the number of colours; a new participant gets the least used one.
  /// - Throws: ``StoreError`` if the file cannot be used. A taken name and a full room are results, not errors.
  package func join(_ name: String, session: String, colours: Int, round: String) async throws(StoreError)
    -> Joining
  {
    try await change { [limits] db, time in
      if var known = try Self.participant(db, "name", name) {
        guard known.round != round else { return .taken }
        try Self.update(&known, round: round, db, time)
        return .joined(known)
      }
      let used = try Int.fetchAll(db, sql: "SELECT colour FROM participant")
      guard used.count < limits.participants else { return .full(limit: limits.participants) }
      let counts = used.reduce(into: [:]) { counts, colour in counts[colour, default: 0] += 1 }
      let colour = (0..<colours).min { counts[$0, default: 0] < counts[$1, default: 0] } ?? 0
      try db.execute(
        sql: "INSERT INTO participant (name, colour, session, joined, round) VALUES (?, ?, ?, ?, ?)",
        arguments: [name, colour, session, time, round])
      let made = try Self.participant(db, "name", name)
      guard let made else { throw StoreError.failed("the participant '\(name)' is not there") }
      return .joined(made)
    }
  }

  /// Lets the participant with this session join again, from another device or in another round.
  ///
  /// - Returns: nil if no participant has the session.
  /// - Throws: ``StoreError`` if the file cannot be used.
  package func rejoin(session: String, round: String) async throws(StoreError) -> ParticipantRecord? {
    try await change { db, time in
      guard var known = try Self.participant(db, "session", session) else { return nil }
      if known.round != round { try Self.update(&known, round: round, db, time) }
      return known
    }
  }

  /// Removes a participant and all their scenarios. This cannot be undone.
  ///
  /// - Returns: whether there was a participant of that name.
  /// - Throws: ``StoreError`` if the file cannot be used. Nothing is removed then.
  package func removeParticipant(_ name: String) async throws(StoreError) -> Bool {
    try await change { db, time in
      try Self.removeScenarios(db, time, "substr(name, 1, ?) = ?", [name.utf8.count + 1, name + "/"])
      try db.execute(sql: "DELETE FROM participant WHERE name = ?", arguments: [name])
      return db.changesCount > 0
    }
  }

  /// Removes all participants and all scenarios that have an owner. This cannot be undone.
  ///
  /// - Throws: ``StoreError`` if the file cannot be used. Nothing is removed then.
  package func removeParticipants() async throws(StoreError) {
    try await change { db, time in
      try Self.removeScenarios(db, time, "instr(name, '/') > 0", [])
      try db.execute(sql: "DELETE FROM participant")
    }
  }

  private static func removeScenarios(
    _ db: Database, _ time: Int64, _ condition: String, _ arguments: StatementArguments
  ) throws {
    let names = try String.fetchAll(
      db, sql: "SELECT name FROM scenario WHERE deleted IS NULL AND \(condition)", arguments: arguments)
    try db.execute(sql: "DELETE FROM scenario WHERE \(condition)", arguments: arguments)
    for name in names { try record(.deleted, name, db, time) }
  }

  private static func update(
    _ known: inout ParticipantRecord, round: String, _ db: Database, _ time: Int64
  ) throws {
    try db.execute(
      sql: "UPDATE participant SET joined = ?, round = ? WHERE name = ?",
      arguments: [time, round, known.name])
    known.joined = Records.nanoseconds(time)
    known.round = round
  }

  /// - Parameter column: must not come from a user, because it becomes part of the SQL.
  private static func participant(_ db: Database, _ column: String, _ value: String) throws
    -> ParticipantRecord?
  {
    try Row.fetchOne(db, sql: "SELECT * FROM participant WHERE \(column) = ?", arguments: [value])
      .map(participant)
  }

  private static func participant(_ row: Row) throws -> ParticipantRecord {
    try ParticipantRecord(
      name: row.decode(forColumn: "name"), colour: row.decode(forColumn: "colour"),
      session: row.decode(forColumn: "session"),
      joined: Records.nanoseconds(row.decode(forColumn: "joined")),
      round: row.decode(forColumn: "round"))
  }
}
