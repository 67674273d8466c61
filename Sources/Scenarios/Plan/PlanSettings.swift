import ServerSentEvents

/// Settings of all streams of a scenario.
struct PlanSettings: Sendable {
  /// Whether something goes out with the head when nothing is due immediately.
  var opens = true
  /// Milliseconds, for the `retry` field; nil if none is sent.
  var retry: UInt64?
  /// Nanoseconds without output after which a heartbeat is sent; nil for none.
  var heartbeat: UInt64? = 15_000_000_000
  var byteOrderMark = false
  var lineEnding = LineEnding.lf
  var format = StreamFormat.eventStream

  var heartbeatBytes: [UInt8] { format.heartbeat(lineEnding: lineEnding) }
  var request: RequestRules?
  /// The methods that requests may have.
  var methods: [String] { request?.methods ?? RequestRules().methods }
  var cors: CORSRules?
  var response: AnswerTemplate?
  var attempts: [AttemptRules] = []
  var resume = ResumeMode.goOn
  var write: WriteRules?
  var proxy: ProxyRules?
  /// Whether a connection may be reset before its head.
  var mayReset: Bool { response?.resets == true || attempts.contains { $0.answer?.resets == true } }
  /// The faults that events pass before they are sent.
  var faults: [any EventFault] = []
}
