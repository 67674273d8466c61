import Foundation
import Platform
import Synchronization

/// Reports, on its own thread, when the files under a folder should be looked at again.
///
/// It also does so every two seconds without an event, because some file systems (network, shared with another machine) send none.
final class FolderWatcher: Sendable {
  /// Looks at the files again, and returns the folders that exist now, as relative paths.
  typealias Look = @Sendable (FolderChange) -> [String]

  private let root: String
  private let polls: Bool
  private let look: Look
  private let wakeDescriptors: (read: Int32, write: Int32)
  private let isStopped = Atomic(false)

  private static let sweepInterval: UInt64 = 2_000_000_000
  /// The sweep interval, in nanoseconds, while the folder itself is missing.
  private static let missingInterval: UInt64 = 100_000_000

  /// - Parameter polls: whether to poll for changes even where inotify would report them.
  init(root: String, polls: Bool = false, look: @escaping Look) {
    self.root = root
    self.polls = polls
    self.look = look
    var descriptors: [Int32] = [-1, -1]
    // Without a pipe, `stop` takes effect at the next sweep.
    if pipe(&descriptors) == 0 {
      for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    }
    wakeDescriptors = (descriptors[0], descriptors[1])
  }

  deinit {
    if wakeDescriptors.read >= 0 { close(wakeDescriptors.read) }
    if wakeDescriptors.write >= 0 { close(wakeDescriptors.write) }
  }

  func start() {
    let thread = Thread { [self] in run() }
    thread.name = "scenario files"
    thread.start()
  }

  func stop() {
    isStopped.store(true, ordering: .releasing)
    var byte: UInt8 = 0
    _ = write(wakeDescriptors.write, &byte, 1)
  }

  private func makeSource() -> any FolderEventSource {
    if !polls, let source = NotifyingSource(root: root, isWanted: ScenarioFolder.isScenarioFile) {
      return source
    }
    return PollingSource(root: root)
  }

  private func run() {
    let source = makeSource()
    var settling = Settling()
    var folders: [String] = []
    var sweep = Monotonic.now
    while !isStopped.load(ordering: .acquiring) {
      let now = Monotonic.now
      var change = settling.take(at: now)
      if change == nil && now >= sweep { change = FolderChange(unsettled: settling.unsettled) }
      if let change {
        let found = look(change)
        source.follow(found)
        // Files that were put into a new folder before it was followed sent no event.
        if found != folders { settling.note(.anything, at: now) }
        folders = found
        sweep = now + (found.isEmpty ? Self.missingInterval : Self.sweepInterval)
      }
      let next = min(settling.deadline ?? .max, sweep)
      let rest = next > now ? (next - now) / 1_000_000 + 1 : 0
      for event in source.wait(milliseconds: Int32(clamping: rest), wake: wakeDescriptors.read) {
        settling.note(event, at: Monotonic.now)
      }
    }
  }
}

/// Files to look at again.
struct FolderChange: Hashable, Sendable {
  /// Read these even if they look unchanged: two saves may have the same time and size.
  var touched: Set<String> = []
  /// Do not read these: they are being written.
  var unsettled: Set<String> = []
}
