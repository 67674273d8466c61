import MicroHTTP
import Platform
import Scenarios
import Synchronization

/// A running shared timeline: produced once, on one loop, and followed by streams on all loops.
final class Timeline: LoopTask {
  let scenario: Scenario
  let group = StreamGroup()
  private let run: Mutex<TimelineRun>
  private let share: Mutex<StreamMemory.Share>
  /// Wakes the followers when there is something new.
  private let wake: @Sendable (StreamGroup) -> Void
  /// The number of timelines made so far, which gives each its own range of entry numbers.
  private static let made = Atomic<Int>(0)

  init(
    _ scenario: Scenario, _ rules: SharedTimeline, memory: StreamMemory,
    wake: @escaping @Sendable (StreamGroup) -> Void
  ) {
    self.scenario = scenario
    self.wake = wake
    share = Mutex(StreamMemory.Share(memory))
    let clock = ClockReading(wall: WallClock.now, monotonic: Monotonic.now)
    // 2^40 entries each: enough for twelve days at a million a second, and a timeline's limits on bytes keep it below that.
    let firstEntry = (Self.made.add(1, ordering: .relaxed).newValue & 0x3F_FFFF) << 40
    run = Mutex(TimelineRun(scenario.timelinePlan(clock: clock), rules, firstEntry: firstEntry))
  }

  deinit { _ = share.withLock { $0.update(0) } }

  var clients: Int { run.withLock { $0.clients } }
  var isOver: Bool { run.withLock { $0.isOver } }
  var isStopped: Bool { run.withLock { $0.isStopped } }

  func run(now: UInt64) -> LoopTaskNext {
    let wall = WallClock.now
    let (isNew, next) = run.withLock { run in
      let ran = run.run(now: now, wall: wall)
      guard !share.withLock({ $0.update(run.weight) }) else { return ran }
      run.end(because: StreamMemory.refusal)
      return (ran.isNew, .soon)
    }
    if isNew { wake(group) }
    return next
  }

  func join(after id: String?, place: Int?, at now: UInt64) -> TimelineRun.Joining {
    run.withLock { $0.join(after: id, place: place, at: now) }
  }

  func leave(at now: UInt64) {
    run.withLock { run in
      run.leave(at: now)
      if run.isStopped { giveBack(run) }
    }
  }

  /// Carries out a manual command; returns false if too much is waiting to be sent.
  func obey(_ command: StreamHand.Command, at now: UInt64) -> Bool {
    run.withLock { $0.obey(command, at: now) }
  }

  /// Ends it for all followers.
  func end(_ ending: StreamEnding) {
    run.withLock { $0.end(ending) }
    wake(group)
  }

  func retire() {
    run.withLock { run in
      run.retire()
      if run.isStopped { giveBack(run) }
    }
  }

  /// A stopped timeline does not run again, so its share is updated here.
  private func giveBack(_ run: TimelineRun) { _ = share.withLock { $0.update(run.weight) } }

  /// Appends the entries after a client's position. Returns the ending once the client has everything and the timeline is over.
  ///
  /// - Parameter note: called for each piece with the line of the scenario that it comes from, and its length in bytes.
  func read(
    _ position: inout TimelineHistory.Position, into buffer: inout [UInt8],
    note: (_ line: Int, _ length: Int) -> Void
  ) -> (TimelineHistory.Reading, ending: StreamEnding?) {
    run.withLock { run in
      let reading = run.history.read(&position, into: &buffer, note: note)
      return (reading, reading == .upToDate ? run.ending : nil)
    }
  }
}
