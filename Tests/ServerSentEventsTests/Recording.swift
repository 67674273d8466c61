import ServerSentEvents

/// Everything that a parser reported about a stream.
struct Recording: Hashable {
  var parts: [ParsedPart] = []
  var lastEventID = ""
  var reconnectionTime: ReconnectionTime?

  init(_ chunks: some Sequence<some Sequence<UInt8>>) {
    var parser = EventStreamParser()
    for chunk in chunks { parser.parse(chunk) { parts.append($0) } }
    parser.finish { parts.append($0) }
    lastEventID = parser.lastEventID
    reconnectionTime = parser.reconnectionTime
  }

  var events: [MessageEvent] {
    parts.compactMap { part in
      if case .event(let event) = part.outcome { event } else { nil }
    }
  }

  var nothing: [String] {
    parts.compactMap { part in
      if case .nothing(let reason) = part.outcome { reason.rawValue } else { nil }
    }
  }
}
