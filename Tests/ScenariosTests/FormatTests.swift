import Testing

@testable import Scenarios

struct FormatTests {
  @Test(arguments: [
    ("ndjson", "{\"a\":1}\n\"x y\"\n2\n"), ("json-seq", "\u{1E}{\"a\":1}\n\u{1E}\"x y\"\n\u{1E}2\n"),
    ("text", "{\"a\":1}x y2"),
  ])
  func `records are framed, and nothing goes out by itself`(format: String, bytes: String) throws {
    let scenario = try load(
      "format: \(format)\nsteps: [{ wait: 1m }, { data: { a: 1 } }, { data: x y }, { data: '${2}' }]")
    #expect(Playing.text(scenario) == bytes)
    for case .head(let head) in Playing.steps(scenario, limit: 1).map(\.action) {
      #expect(head.headers.map(\.name) == ["content-type", "playground-format"])
      #expect(head.headers.last?.value == format)
    }
  }

  @Test func `heartbeats are what readers pass by`() throws {
    let steps = "heartbeat: 10s\nsteps: [{ wait: 15s }, { data: 1 }]"
    #expect(Playing.text(try load("format: ndjson\n" + steps)) == "\n1\n")
    #expect(Playing.text(try load("format: ndjson\nlineEnding: crlf\n" + steps)) == "\r\n1\r\n")
    #expect(Playing.text(try load("format: json-seq\n" + steps)) == "\u{1E}\u{1E}1\n")
  }

  @Test func `what stops a scenario is a record`() throws {
    let steps = "\nsteps: [{ wait: '${query.x}' }]"
    #expect(
      Playing.text(try load("format: ndjson" + steps)).hasPrefix(#"{"playground":"the scenario stops here: "#)
    )
    #expect(Playing.text(try load("format: json-seq" + steps)).hasPrefix("\u{1E}{\"playground\":"))
    #expect(Playing.text(try load("format: text" + steps)).hasPrefix("\n[the scenario stops here: "))
  }

  @Test func `nobody comes back to it`() throws {
    let scenario = try load("format: ndjson\nsteps: [{ data: 1 }]")
    let steps = Playing.steps(scenario, PlanRequest(lastEventID: "1", seed: 1))
    for case .head(let head) in steps.map(\.action) {
      #expect(!head.headers.contains { $0.name == "playground-resume" })
    }
    #expect(Playing.text(scenario, PlanRequest(lastEventID: "1", seed: 1)) == "1\n")
  }

  @Test func `faults of events are those of records`() throws {
    let scenario = try load("format: ndjson\ndrop: { events: 2 }\nsteps: [{ repeat: 4, data: '${number}' }]")
    #expect(Playing.text(scenario) == "1\n3\n")
    let cut = try load("format: ndjson\nwrite: { events: 2 }\nsteps: [{ repeat: 4, data: '${number}' }]")
    #expect(
      Playing.steps(cut).filter { !$0.bytes.isEmpty }.map { String(decoding: $0.bytes, as: UTF8.self) } == [
        "1\n2\n", "3\n4\n",
      ])
  }

  @Test(arguments: [
    ("format: ndjson\nretry: 1s", "'retry' makes no sense in ndjson"),
    ("format: text\nbom: on", "'bom' makes no sense"),
    ("format: json-seq\nopen: on", "'open' makes no sense"),
    ("format: text\nresume: restart", "'resume' makes no sense"),
    ("format: text\nheartbeat: 1s", "'heartbeat' makes no sense"),
    ("format: ndjson\nlineEnding: cr", "'lineEnding' makes no sense"),
    ("format: json-seq\nlineEnding: crlf", "'lineEnding'"),
    ("format: text\nlineEnding: lf", "'lineEnding' makes no sense"), ("format: xml", "'format' must be"),
  ])
  func `keys that make no sense in a format are said`(top: String, message: String) {
    #expect(mistakes(in: top + "\nsteps: [{ data: x }]").contains(message))
  }

  @Test(arguments: ["id", "event", "retry", "comment"])
  func `so are fields`(field: String) {
    let text = "format: ndjson\nsteps: [{ data: x, \(field): 1s }]"
    #expect(mistakes(in: text).contains("'\(field)' makes no sense in ndjson"))
    #expect(mistakes(in: "format: ndjson\nsteps: [{ \(field): 1s }]").contains("makes no sense in ndjson"))
  }
}
