import MicroHTTP

/// Plays another producer while the client has access, and ends within five seconds after the client loses it, for example by signing out.
struct GuardedStream: StreamProducer {
  /// Nanoseconds between two checks.
  static let pace: UInt64 = 5_000_000_000

  private var producer: any StreamProducer
  private let isAllowed: @Sendable () -> Bool
  private var nextLook: UInt64?

  init(_ producer: any StreamProducer, isAllowed: @escaping @Sendable () -> Bool) {
    self.producer = producer
    self.isAllowed = isAllowed
  }

  mutating func turnBegins() { producer.turnBegins() }

  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
    if let nextLook {
      if now >= nextLook {
        guard isAllowed() else { return .end(.complete) }
        self.nextLook = now &+ Self.pace
      }
    } else {
      // Access was checked when the stream was opened.
      nextLook = now &+ Self.pace
    }
    let production = producer.next(now: now, into: &buffer)
    guard case .wait(let time) = production, let nextLook else { return production }
    return .wait(until: min(time, nextLook))
  }

  mutating func drain(into buffer: inout [UInt8]) { producer.drain(into: &buffer) }

  mutating func clientClosed(_ summary: StreamSummary) { producer.clientClosed(summary) }

  mutating func ended(_ summary: StreamSummary) { producer.ended(summary) }
}

extension Answer {
  /// Returns the same answer, but a stream ends when its client is no longer the same participant or has lost the required role.
  func guarded(_ request: Request, of access: Door.Access, for effect: Effect?, by door: Door) -> Answer {
    guard let effect, effect.role > .visitor, case .stream(let make) = self else { return self }
    return .stream { id in
      GuardedStream(make(id)) {
        let present = door.access(of: request)
        return present.role >= effect.role && present.participant == access.participant
      }
    }
  }
}
