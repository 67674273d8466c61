import Foundation
import Synchronization

@testable import MicroHTTP

/// The content of a test's stream, and a record of what happened to the stream.
final class Script: Sendable {
  enum Step: Sendable {
    case head(StreamHead)
    case respond(HTTPResult)
    case write(String)
    case bytes([UInt8])
    case pause(Duration)
    case rest
    case yield
    case end(StreamEnding)
  }

  struct Record {
    var ids: [StreamID] = []
    var summaries: [StreamSummary] = []
    var asked = 0
    var drained = 0
    var closed = 0
  }

  let steps: [Step]
  /// Whether it starts again after the last step.
  let isEndless: Bool
  let lastWords: String
  let record = Mutex(Record())

  init(_ steps: [Step], isEndless: Bool = false, lastWords: String = "") {
    self.steps = steps
    self.isEndless = isEndless
    self.lastWords = lastWords
  }

  var answer: Answer {
    .stream { id in
      self.record.withLock { $0.ids.append(id) }
      return ScriptedProducer(script: self)
    }
  }

  var summaries: [StreamSummary] { record.withLock { $0.summaries } }
  var ids: [StreamID] { record.withLock { $0.ids } }
  var asked: Int { record.withLock { $0.asked } }
}

struct ScriptedProducer: StreamProducer {
  let script: Script
  var index = 0

  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
    script.record.withLock { $0.asked += 1 }
    if index == script.steps.count, script.isEndless { index = 0 }
    guard index < script.steps.count else { return .end(.complete) }
    defer { index += 1 }
    switch script.steps[index] {
    case .head(let head): return .head(head)
    case .respond(let result): return .respond(result)
    case .write(let text):
      buffer.append(contentsOf: text.utf8)
      return .write
    case .bytes(let bytes):
      buffer.append(contentsOf: bytes)
      return .write
    case .pause(let duration): return .wait(until: now + UInt64(duration / .nanoseconds(1)))
    case .rest: return .pause
    case .yield: return .yield
    case .end(let ending): return .end(ending)
    }
  }

  mutating func drain(into buffer: inout [UInt8]) {
    script.record.withLock { $0.drained += 1 }
    buffer.append(contentsOf: script.lastWords.utf8)
  }

  mutating func clientClosed(_ summary: StreamSummary) {
    script.record.withLock { $0.closed += 1 }
  }

  mutating func ended(_ summary: StreamSummary) {
    script.record.withLock { $0.summaries.append(summary) }
  }
}
