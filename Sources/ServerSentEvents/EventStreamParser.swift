/// Turns the bytes of an event stream into events exactly as a browser does, and reports why bytes dispatched nothing.
///
/// Feed it bytes as they arrive, in chunks of any size: the result does not depend on where they are cut. An event is
/// dispatched at the CR or LF of its blank line, without waiting for what follows.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>
package struct EventStreamParser: Sendable {
  /// The event source's last event ID string: what would be sent as `Last-Event-ID`.
  package private(set) var lastEventID = ""
  /// The value of the stream's last valid `retry` field; nil if the client's default applies.
  package private(set) var reconnectionTime: ReconnectionTime?

  private var lastEventIDBuffer = ""
  private var typeBuffer = ""
  private var dataBuffer: [UInt8] = []
  private var line: [UInt8] = []
  private var isFirstLine = true
  private var followsCarriageReturn = false
  private var offset: UInt64 = 0
  private var lineStart: UInt64 = 0
  /// Where the block's first field begins; nil between blocks.
  private var blockStart: UInt64?

  package init() {}

  /// The ID that the next blank line sets; nil if it is the last event ID already.
  package var unfinishedID: String? { lastEventIDBuffer == lastEventID ? nil : lastEventIDBuffer }

  /// Takes the next bytes and reports each part that they complete, in order.
  package mutating func parse(_ bytes: some Sequence<UInt8>, report: (ParsedPart) -> Void) {
    bytes.withBytes { parse(bytes: $0, report) }
  }

  private mutating func parse(bytes: UnsafeBufferPointer<UInt8>, _ report: (ParsedPart) -> Void) {
    for byte in bytes {
      offset &+= 1
      switch byte {
      case ASCII.lineFeed where followsCarriageReturn:
        followsCarriageReturn = false
        lineStart = offset
      case ASCII.lineFeed, ASCII.carriageReturn:
        followsCarriageReturn = byte == ASCII.carriageReturn
        endLine(report)
      default:
        followsCarriageReturn = false
        line.append(byte)
      }
    }
  }

  /// Ends the stream: whatever was not dispatched is discarded.
  ///
  /// The parser is then ready for the next connection; it keeps only the last event ID and the reconnection time. In the standard
  /// each stream has a last event ID *buffer*, empty at its beginning, so that a block without an `id` on the next connection
  /// empties the last event ID. Browsers keep the buffer; a client that imitates them must keep the ID itself.
  package mutating func finish(report: (ParsedPart) -> Void) {
    if isFirstLine { removeByteOrderMark(report) }
    if let start = blockStart ?? (line.isEmpty ? nil : lineStart) {
      report(ParsedPart(range: start..<offset, outcome: .nothing(.unfinished)))
    }
    var next = EventStreamParser()
    next.lastEventID = lastEventID
    next.reconnectionTime = reconnectionTime
    self = next
  }

  private mutating func endLine(_ report: (ParsedPart) -> Void) {
    if isFirstLine { removeByteOrderMark(report) }
    if line.isEmpty {
      dispatch(report)
    } else {
      processLine(report)
    }
    line.removeAll(keepingCapacity: true)
    lineStart = offset
  }

  private mutating func removeByteOrderMark(_ report: (ParsedPart) -> Void) {
    isFirstLine = false
    guard line.starts(with: ASCII.byteOrderMark) else { return }
    let length = ASCII.byteOrderMark.count
    line.removeFirst(length)
    report(ParsedPart(range: 0..<UInt64(length), outcome: .nothing(.byteOrderMark)))
    lineStart = UInt64(length)
  }

  private mutating func processLine(_ report: (ParsedPart) -> Void) {
    func nothing(_ reason: ParsedPart.Reason) {
      report(ParsedPart(range: lineStart..<offset, outcome: .nothing(reason)))
    }
    let line = EventLine(self.line[...])
    switch line.field {
    case .event:
      typeBuffer = line.text
    case .data:
      dataBuffer += line.value
      dataBuffer.append(ASCII.lineFeed)
    case .id:
      if line.value.contains(ASCII.null) { return nothing(.nullInID) }
      lastEventIDBuffer = line.text
    case .retry:
      guard let time = ReconnectionTime(fieldValue: line.value) else { return nothing(.bogusRetry) }
      reconnectionTime = time
      return report(ParsedPart(range: lineStart..<offset, outcome: .reconnectionTime(time)))
    case .comment:
      return nothing(.comment)
    case nil:
      return nothing(.ignoredField)
    }
    if blockStart == nil { blockStart = lineStart }
  }

  /// "Dispatch the event": the last event ID string is set even if nothing is dispatched.
  private mutating func dispatch(_ report: (ParsedPart) -> Void) {
    lastEventID = lastEventIDBuffer
    guard let start = blockStart else { return }
    blockStart = nil
    defer {
      typeBuffer = ""
      dataBuffer.removeAll(keepingCapacity: true)
    }
    if dataBuffer.isEmpty {
      return report(ParsedPart(range: start..<offset, outcome: .nothing(.noData)))
    }
    let event = MessageEvent(
      type: typeBuffer.isEmpty ? "message" : typeBuffer,
      data: String(decoding: dataBuffer.dropLast(), as: UTF8.self), lastEventID: lastEventID)
    report(ParsedPart(range: start..<offset, outcome: .event(event)))
  }
}

/// The event that a client dispatches for a block of an event stream.
///
/// The texts are as received: an event type may contain U+0000 NULL, for example.
/// <https://html.spec.whatwg.org/multipage/comms.html#messageevent>
package struct MessageEvent: Hashable, Sendable {
  package var type = "message"
  package var data: String
  /// The last ID that the stream has set, with this event or before it.
  package var lastEventID = ""
}

/// A completed part of an event stream, and its outcome.
package struct ParsedPart: Hashable, Sendable {
  /// Offsets of its bytes in the stream. The LF of a CRLF comes after its part and belongs to none, because the part
  /// is complete at its CR.
  package var range: Range<UInt64>
  package var outcome: Outcome

  package enum Outcome: Hashable, Sendable {
    /// A blank line dispatched the block before it; the range is the whole block.
    case event(MessageEvent)
    /// A `retry` field set the reconnection time; the range is its line.
    case reconnectionTime(ReconnectionTime)
    /// Nothing was dispatched.
    case nothing(Reason)
  }

  /// Why bytes dispatched nothing.
  package enum Reason: String, Hashable, Sendable, CaseIterable {
    /// A byte order mark at the beginning is removed.
    case byteOrderMark
    /// A line that begins with a colon.
    case comment
    /// A field whose name the standard does not define; names are case-sensitive.
    case ignoredField
    /// A `retry` field that is not ASCII digits only.
    case bogusRetry
    /// An `id` field with U+0000 NULL.
    case nullInID
    /// A blank line ended a block without a `data` field; the last event ID is still set.
    case noData
    /// The stream ended before the blank line.
    case unfinished
  }
}
