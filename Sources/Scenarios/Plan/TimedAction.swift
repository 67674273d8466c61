/// One action of a plan and when it is due.
public struct TimedAction: Sendable {
  /// Nanoseconds of plan time since the plan's beginning. Never falls from one action to the next.
  public var time: UInt64
  public var action: Action
  /// The line of the scenario that the action comes from (1-based; 0 when it comes from none).
  public var line: Int

  public init(time: UInt64, action: Action, line: Int) {
    self.time = time
    self.action = action
    self.line = line
  }
}

/// What a plan can ask of the stream that plays it. The server knows nothing else.
///
/// What is rare and large is kept apart, so that the frequent ones are cheap to hand on.
public enum Action: Sendable {
  /// The status and header fields. Comes once, before any `write`.
  indirect case head(ResponseHead)
  /// A whole answer instead of a stream. Nothing follows.
  indirect case respond(PlainResponse)
  /// Bytes: `Plan.render` appends them. Those with `ownWrite` go out as one write (one chunk, one segment);
  /// others that are due at the same time go out together.
  case write(ownWrite: Bool)
  /// Nothing further until the gate of that name is opened in the request's session; then call `Plan.open`.
  case gate(String)
  /// Nothing further, ever, but the stream stays open until the client leaves.
  case hold
  /// Nothing further from this plan: the stream follows the scenario's shared timeline.
  case follow
  /// The plan has worked for its budget without sending anything: call `next` again after serving others.
  case pause
  /// How the stream ends. Nothing follows.
  case end(Ending)
}

public enum Ending: String, Sendable, Hashable, CaseIterable {
  /// The body ends as HTTP says it should (last chunk, or all of Content-Length).
  case complete
  /// The connection is closed in the middle of the body.
  case truncate
  /// The connection is reset (TCP RST).
  case reset
}

/// Status and header fields of a stream's response.
public struct ResponseHead: Sendable {
  public enum Framing: Sendable, Hashable {
    case chunked
    /// `Content-Length: n`, whatever follows.
    case length(UInt64)
    /// Neither: the end of the connection is the end of the body.
    case closeDelimited
  }

  public var status: Int
  /// In order. What the scenario says nothing of is filled in by whoever plays the plan.
  public var headers: [(name: String, value: String)]
  public var framing: Framing

  public init(status: Int = 200, headers: [(name: String, value: String)] = [], framing: Framing = .chunked) {
    self.status = status
    self.headers = headers
    self.framing = framing
  }
}

/// A whole answer: status, header fields and body.
public struct PlainResponse: Sendable {
  public var status: Int
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]

  public init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
