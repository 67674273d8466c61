/// Logs at most `limit` entries a second, and then how many it left out.
struct LogThrottle {
  private let log: any RequestLog
  private let limit: Int
  private var windowEnd: UInt64 = 0
  private var passed = 0
  private var dropped = 0

  init(_ log: any RequestLog, limit: Int) {
    self.log = log
    self.limit = limit
  }

  /// When to call `flush`: the end of a second in which entries were left out.
  var flushTime: UInt64? { dropped > 0 ? windowEnd : nil }

  mutating func log(_ entry: @autoclosure () -> RequestLogEntry, now: UInt64) {
    if now >= windowEnd {
      flush()
      windowEnd = now &+ 1_000_000_000
      passed = 0
    }
    if passed < limit {
      passed += 1
      log.log(entry())
    } else {
      dropped += 1
    }
  }

  mutating func flush() {
    guard dropped > 0 else { return }
    log.log(.dropped(dropped))
    dropped = 0
  }
}
