import MicroHTTP

/// How streams that are being played are reached.
struct StreamControl: Sendable {
  /// Makes the server ask a stream again.
  var wake: @Sendable (StreamID) -> Void = { _ in }
  var end: @Sendable (StreamID, StreamEnding) -> Void = { _, _ in }
}
