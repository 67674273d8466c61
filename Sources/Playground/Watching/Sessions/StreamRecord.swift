import HTTPTypes
import MicroHTTP
import Scenarios
import Synchronization
import TextForms

/// The facts about a stream, kept while it is open and for some time afterwards.
final class StreamRecord: Sendable {
  struct End: Hashable, Sendable {
    enum Actor: String, Sendable {
      case client, scenario, command, server, stalled
    }

    var by: Actor
    /// nil if the client left.
    var ending: StreamEnding?
    /// Nanoseconds since the request.
    var duration: UInt64
    /// CLOCK_MONOTONIC, nanoseconds.
    var time: UInt64
  }

  /// The most bytes of each text that is taken from the request.
  private static let textLimit = 512

  let id: StreamID
  let session: SessionKey
  let scenario: String
  let method: String
  let target: String
  let remoteAddress: String
  let userAgent: String?
  /// The page that sent the request: `Referer`, or else `Origin`.
  let page: String?
  let lastEventID: String?
  let attempt: Int
  let seed: Seed
  let speed: PlaySpeed
  /// Why the browser withholds the response from the page, with advice; nil if it does not.
  let cors: String?
  /// When the request came: CLOCK_MONOTONIC, and nanoseconds since 1970.
  let started: UInt64
  let wallStarted: Int64

  /// The connection on which the request came.
  let connection: UInt64
  /// The number of its client within the session, from 1; 0 if there are too many to tell them apart. Set when the stream begins.
  let client = Atomic<Int>(0)
  /// Set when it has ended: a number for the last ID that was sent (`SentID`); 0 if none was.
  let lastID = Atomic<UInt64>(0)
  let hand = Mutex(StreamHand())
  /// Whether manual commands wait. It is read before each event, so it is stored next to the fields that each event changes.
  let hasCommands = Atomic<Bool>(false)
  let status = Atomic<Int>(0)
  let events = Atomic<Int>(0)
  let lastEvent = Mutex(LastEvent())
  /// Bytes of the body that were given to the socket; at the end, those that the socket took.
  let bytes = Atomic<UInt64>(0)
  /// When it last sent something; CLOCK_MONOTONIC.
  let lastSent: Atomic<UInt64>
  private let endState = Mutex<End?>(nil)

  init(
    id: StreamID, session: SessionKey, scenario: String, request: Request, lastEventID: String? = nil,
    attempt: Int = 1, seed: Seed = Seed(number: 0), speed: PlaySpeed = .normal, cors: String? = nil,
    started: UInt64,
    wallStarted: Int64
  ) {
    func text(_ name: HTTPField.Name) -> String? { request.headerFields[name].map(Self.shortened) }
    connection = request.connection
    self.id = id
    self.session = session
    self.scenario = scenario
    method = request.method.rawValue
    target = Self.shortened(MaskedURL.text(request.target))
    remoteAddress = request.remoteAddress
    userAgent = text(.userAgent)
    page = request.headerFields[.referer].map { Self.shortened(MaskedURL.text($0)) } ?? text(.origin)
    self.lastEventID = lastEventID.map(Self.shortened)
    self.attempt = attempt
    self.seed = seed
    self.speed = speed
    self.cors = cors.map(Self.shortened)
    self.started = started
    self.wallStarted = wallStarted
    lastSent = Atomic(started)
  }

  /// nil while it is open.
  var end: End? { endState.withLock { $0 } }

  func close(_ summary: StreamSummary, at now: UInt64) {
    endState.withLock { $0 = End(summary, at: now) }
    lastSent.store(now, ordering: .relaxed)
  }

  /// Nanoseconds since the request, or from the request to the end if it has ended.
  func duration(at now: UInt64) -> UInt64 { end?.duration ?? now - min(started, now) }

  private static func shortened(_ text: String) -> String { SafeText.shortened(text, bytes: textLimit) }
}

extension StreamRecord.End {
  init(_ summary: StreamSummary, at now: UInt64) {
    let (by, ending): (Actor, StreamEnding?) =
      switch summary.endedBy {
      case .producer(let ending): (.scenario, ending)
      case .client: (.client, nil)
      case .stalled: (.stalled, .truncate)
      case .command(let ending): (.command, ending)
      case .shutdown: (.server, .complete)
      }
    self.init(by: by, ending: ending, duration: summary.duration, time: now)
  }
}
