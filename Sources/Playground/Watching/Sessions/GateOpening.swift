import MicroHTTP

/// What came of opening a gate.
struct GateOpening: Hashable, Sendable {
  /// Streams that go on, in the order of their numbers.
  var released: [StreamID] = []
  /// No stream waited: the next one that comes to the gate passes it.
  var isKept = false
}

/// Why a gate was not opened: too much waits already.
enum GateRefusal: Error, Hashable {
  /// Openings without a value, of one session.
  case openings
  /// Values, of one session.
  case values
  /// Values, of all sessions together.
  case memory
  /// Values, of the sessions of one participant.
  case share
  /// Values that the scenarios of one participant sent.
  case scenarios

  func sentence(for key: SessionKey) -> String {
    switch self {
    case .openings:
      "\(Session.openingLimit) openings of gates wait in session '\(key)' for a stream to come; DELETE forgets them."
    case .values:
      "\(GateMail.limit) values wait at gates of session '\(key)' for streams to take them; DELETE forgets them."
    case .share:
      "The values that wait at the gates of your sessions take all the memory that one participant's may (4 MiB); DELETE forgets them."
    case .scenarios:
      "The values that one participant's scenarios sent, and that wait at gates for streams to take them, take all the memory that they may (4 MiB)."
    case .memory:
      "The values that wait at the gates of all sessions take all the memory there is for them (16 MiB)."
    }
  }
}

/// Whether a stream goes through a gate, and with what.
enum GatePassage: Hashable {
  case closed
  /// - Parameter value: JSON, where the gate was opened with one.
  case open(value: [UInt8]?)
}
