/// What a hand does to streams while they play: the same words in the API, on the command line and on pages.
package enum LiveVerb: String, Sendable, CaseIterable {
  /// Puts an event, a comment or raw bytes in.
  case inject
  /// Holds the source: heartbeats and a proxy's cuts go on.
  case pause
  /// Holds everything.
  case freeze
  /// Lets go on what is held.
  case resume
  /// Opens a gate, with a value or without.
  case gate
  /// Ends the body as HTTP says.
  case end
  /// Closes the connection in the middle of the body.
  case cut
  /// Resets the connection (TCP RST).
  case reset
}
