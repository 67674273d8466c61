/// A saved scenario with its current text. Here and below, times are nanoseconds since 1970.
package struct SavedScenario: Hashable, Sendable {
  package var name: String
  /// The text exactly as it was saved, with comments and line ends.
  package var source: String
  package var revision: Revision
  package var note: String?
  package var author: String?
  package var created: Int64
  package var updated: Int64

  /// The number of the current version; the first is 1.
  package var version: Int { revision.version }
}

/// Identifies one saved text of one scenario, for entity tags. No two texts share one.
///
///     6f0c1a2b-17-3
///
/// The first part identifies the database file (a new file numbers from 1 again), the second the scenario (a scenario that reuses a
/// deleted name counts as another one), the third the version.
package struct Revision: Hashable, Sendable, CustomStringConvertible {
  package let epoch: String
  package let scenario: Int64
  package let version: Int

  package var description: String { "\(epoch)-\(scenario)-\(version)" }
}

/// One save of a scenario, without its text. Saves are numbered from 1; `saved` is in nanoseconds since 1970.
package struct VersionSummary: Hashable, Sendable {
  package var number: Int
  /// Bytes of the text.
  package var size: Int
  package var note: String?
  package var author: String?
  package var saved: Int64
}

/// One save of a scenario, as ``VersionSummary``, with its text.
package struct Version: Hashable, Sendable {
  package var number: Int
  package var source: String
  package var note: String?
  package var author: String?
  package var saved: Int64
}
