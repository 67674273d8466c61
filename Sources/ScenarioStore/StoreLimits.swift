/// What the store accepts.
public struct StoreLimits: Hashable, Sendable {
  public var scenarios = 1_000
  /// Bytes of source text, all versions of all scenarios together.
  public var bytes = 64 << 20
  /// Versions of one scenario; the oldest go first.
  public var versions = 50
  /// Bytes of one source text.
  public var source = 256 << 10
  /// Bytes of a note and of an author's name.
  public var note = 2_048
  public var author = 256
  /// For how long a deleted scenario can be brought back. It goes earlier when its room is needed.
  public var undoSeconds = 3_600
  /// Change records kept.
  public var changes = 10_000

  public init() {}
}
