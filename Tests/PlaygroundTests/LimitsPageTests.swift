import Foundation
import Testing

@testable import MicroHTTP
@testable import Playground
@testable import Scenarios

/// The figures of docs/limits.md, held against the constants.
struct LimitsPageTests {
  private static let page: String = {
    var root = URL(filePath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    return (try? String(contentsOf: root.appending(path: "docs/limits.md"), encoding: .utf8)) ?? ""
  }()

  /// `50,000`.
  private static func grouped(_ number: Int) -> String {
    var text = ""
    for (place, digit) in String(number).reversed().enumerated() {
      if place > 0, place.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  /// `256 KiB`, `8 MiB`.
  private static func size(_ bytes: Int) -> String {
    bytes % (1 << 20) == 0
      ? "\(bytes >> 20) MiB" : bytes % 1_024 == 0 ? "\(bytes >> 10) KiB" : "\(bytes) bytes"
  }

  /// `1 ms`, `0.5 ms`.
  private static func milliseconds(_ time: UInt64) -> String {
    time % 1_000_000 == 0 ? "\(time / 1_000_000) ms" : "\(Double(time) / 1_000_000) ms"
  }
  private static func seconds(_ time: UInt64) -> String { "\(time / 1_000_000_000) s" }

  /// How a row begins, and what its second cell says.
  private static let figures: [(row: String, figures: [String])] = {
    let server = ServerLimits()
    let configuration = Configuration()
    let work = grouped(Meter.allowance)
    return [
      ("streams at once", [grouped(server.streams)]),
      ("streams of one address", [grouped(server.streamsPerAddress)]),
      ("connections at once", [grouped(server.connections)]),
      ("a request's head", [size(server.headBytes), size(server.targetBytes)]),
      ("a request's body |", [size(configuration.bodyLimit)]),
      (
        "the time for a head",
        [server.headDeadline, server.bodyDeadline, server.keepAliveDeadline].map {
          "\($0.components.seconds) s"
        }
      ),
      ("a stream whose client takes nothing", ["\(server.stallDeadline.components.seconds) s"]),
      (
        "one turn of a stream",
        [
          "\(grouped(Meter.turn.work)) units", milliseconds(EventLoop.turnLimit),
          size(EventLoop.turnBytes), size(Meter.turn.bytes),
        ]
      ),
      ("one pass", [milliseconds(EventLoop.passLimit), "half", "\(EventLoop.acceptLimit) connections"]),
      ("what one system call", [size(StreamWriter.limit)]),
      ("the work of one evaluation", [grouped(EvaluationError.workLimit)]),
      ("work before the head", [work]),
      ("work for the length of a body", [work]),
      ("the search for", [work]),
      (
        "searches that clients share",
        [
          "\(SharedSearches.limit) with", size(SharedSearches.weightLimit), seconds(SharedSearches.age),
        ]
      ),
      ("variables, lists of loops", [size(RunMemory.limit)]),
      ("the same of all streams", [size(StreamMemory.limit)]),
      ("bytes that a simulated proxy", [size(Stages.limit)]),
      ("request bodies", [size(BodyBudget.standardLimit)]),
      (
        "a body that is read as JSON",
        [grouped(EvaluationError.workLimit), "\(EvaluationError.depthLimit) deep"]
      ),
      ("keys that may be lists", [size(CompositeKeys.limit)]),
      ("mistakes that are listed", ["first \(MistakeReport.limit)"]),
      ("plan time", ["\(ProgramRun.timeLimit / (31_556_952 * 1_000_000_000)) years"]),
      ("a stream that computes", [seconds(ScenarioStream.patience)]),
      ("shared timelines at once", ["\(Timelines.limit)"]),
      ("the history of a shared timeline", [size(TimelineHistory.byteLimit)]),
      ("an outline (", ["\(PlanOutline.workLimit / 1_000_000) million units"]),
      ("openings of gates", [grouped(Session.openingLimit)]),
      (
        "a value that a gate is opened with",
        [size(Signal.valueLimit), "\(GateMail.limit)", size(GateMail.byteLimit), size(GateMail.shareLimit)]
      ),
      ("a scenario's text", [size(configuration.scenarioLimit)]),
      (
        "values, nesting",
        [grouped(ScenarioCompiler.stepLimit), "\(ScenarioCompiler.nestingLimit)"]
      ),
      ("events of a scenario", [grouped(ScenarioCompiler.eventLimit), grouped(Loop.iterationLimit)]),
      (
        "an event's data",
        [size(ProgramRun.dataLimit), "\(ProgramRun.idLimit) bytes", "\(ProgramRun.eventTypeLimit) bytes"]
      ),
      (
        "saved scenarios",
        [
          grouped(configuration.savedLimit), size(configuration.savedBytesLimit),
          "\(configuration.versionsLimit)",
        ]
      ),
      ("participants of a room", [grouped(configuration.storeLimits.participants)]),
      (
        "a participant's saved scenarios",
        [grouped(configuration.storeLimits.ownScenarios), size(configuration.storeLimits.ownBytes)]
      ),
      ("journals of all sessions", [size(configuration.journalBytes)]),
      ("sessions;", [grouped(SessionRegistry.maximumCount), grouped(SessionRegistry.endedLimit)]),
      ("lines of the log", ["\(server.logLinesPerSecond)"]),
    ]
  }()

  @Test(arguments: figures)
  func `the page says what the code does`(row: String, figures: [String]) throws {
    let lines = Self.page.split(separator: "\n").filter { $0.hasPrefix("| \(row)") }
    try #require(lines.count == 1, "\(lines.count) rows begin with '\(row)'")
    let cells = lines[0].split(separator: "|", omittingEmptySubsequences: false)
    try #require(cells.count > 3)
    for figure in figures { #expect(cells[2].contains(figure), "'\(figure)' is not in '\(cells[2])'") }
  }

  @Test func `tasks have half of a pass`() { #expect(EventLoop.taskLimit * 2 == EventLoop.passLimit) }

  @Test func `sentences that name a limit name the one there is`() {
    #expect(StreamMemory.refusal.contains(Self.size(StreamMemory.limit)))
    #expect(EvaluationError.tooMuchWork.description.contains(Self.grouped(EvaluationError.workLimit)))
    #expect(EvaluationError.tooMuchOutput.description.contains(Self.size(EvaluationError.outputLimit)))
    #expect(EvaluationError.tooLarge.description.contains(Self.size(EvaluationError.weightLimit)))
    #expect(EvaluationError.tooDeep.description.contains("\(EvaluationError.depthLimit)"))
  }
}
