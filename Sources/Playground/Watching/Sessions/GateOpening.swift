import MicroHTTP

/// The result of opening a gate.
struct GateOpening: Hashable, Sendable {
  /// The streams that continue, ordered by their numbers.
  var released: [StreamID] = []
  /// Whether no stream was waiting: the next one that reaches the gate passes it.
  var isKept = false
}

/// Why a gate was not opened: too much is waiting already.
enum GateRefusal: Error, Hashable {
  /// Too many openings without a value in one session.
  case openings
  /// Too many values in one session.
  case values
  /// Too many bytes of values in all sessions together.
  case memory
  /// Too many bytes of values in the sessions of one participant.
  case share
  /// Too many bytes of values that one participant's scenarios sent.
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

/// Whether a stream passes a gate, and with which value.
enum GatePassage: Hashable {
  case closed
  /// - Parameter value: JSON, if the gate was opened with a value.
  case open(value: [UInt8]?)
}
