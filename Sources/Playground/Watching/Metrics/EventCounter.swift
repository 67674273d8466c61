import MicroHTTP
import Synchronization

/// Counts the events that were played. Streams of different loops use different cells, so that they do not wait for each other.
final class EventCounter: Sendable {
  private final class Cell: Sendable {
    let count = Atomic<UInt64>(0)
    // Keeps the next cell out of this one's cache line.
    private let padding: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0)
  }

  private let cells = (0..<16).map { _ in Cell() }

  func add(_ events: Int, of stream: StreamID) {
    guard events > 0 else { return }
    cells[Int(stream.number % 16)].count.wrappingAdd(UInt64(clamping: events), ordering: .relaxed)
  }

  var total: UInt64 { cells.reduce(0) { $0 &+ $1.count.load(ordering: .relaxed) } }
}
