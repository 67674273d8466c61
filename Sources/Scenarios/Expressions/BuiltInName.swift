import TextForms

/// The names that are available in every expression, in addition to those that a scenario declares.
enum BuiltInName: String, CaseIterable, Sendable {
  case counter, elapsed
  case now, nowMs, unix, monotonic
  case params, query, headers, body, bodyText, method, path, target, remoteAddress, lastEventId
  case attempt, session, seed, requestId

  func value(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    switch self {
    case .counter: return .int(e.counter)
    case .elapsed: return .int(Int(clamping: e.elapsed / 1_000_000))
    case .now:
      var text: [UInt8] = []
      e.appendNow(to: &text)
      return .string(String(decoding: text, as: UTF8.self))
    case .nowMs:
      let (second, nanosecond) = CivilTime.split(e.clock.wall)
      return .int(Int(clamping: second * 1_000 + nanosecond / 1_000_000))
    case .unix: return .int(Int(clamping: CivilTime.split(e.clock.wall).second))
    case .monotonic: return .int(Int(clamping: e.clock.monotonic))
    case .params: return try e.part(.params)
    case .query: return try e.part(.query)
    case .headers: return try e.part(.headers)
    case .body:
      guard let json = e.request.body.json else { throw .tooMuchWork }
      return json
    case .bodyText: return .string(e.request.body.text)
    case .method: return .string(e.request.method)
    case .path: return .string(e.request.path)
    case .target: return .string(e.request.target)
    case .remoteAddress: return .string(e.request.remoteAddress)
    case .lastEventId: return e.request.lastEventID.map(Value.string) ?? .null
    case .requestId: return .string(e.request.requestID)
    case .attempt: return .int(e.request.attempt)
    case .session: return .string(e.request.session)
    case .seed: return Int(exactly: e.request.seed).map(Value.int) ?? .string(String(e.request.seed))
    }
  }

  /// Whether the value depends on the request, so that it can differ between clients.
  var isOfRequest: Bool { !reads.isDisjoint(with: .request) }

  var effects: Effects { isOfRequest ? .request : reads == .clock ? .clock : .place }

  var reads: Reads {
    switch self {
    case .counter, .elapsed: []
    case .now, .nowMs, .unix, .monotonic: .clock
    case .params: .params
    case .query: .query
    case .headers: .headers
    case .body: .body
    case .bodyText: .bodyText
    case .method: .method
    case .path: .path
    case .target: .target
    case .remoteAddress: .remoteAddress
    case .lastEventId: .lastEventId
    case .attempt: .attempt
    case .session: .session
    case .seed: .seed
    case .requestId: .requestId
    }
  }
}
