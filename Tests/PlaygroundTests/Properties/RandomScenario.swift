@testable import Scenarios

/// Generates random valid scenarios: all steps, nested, with and without stages. The same seed gives the same scenario.
///
/// They never read a clock, so that the bytes do not depend on when they are played.
struct RandomScenario {
  private var random: SeededRandom
  private var depth = 0
  private var loops = 0
  /// The number of steps that may still be added.
  private var budget = 14
  private var ids = 0
  /// The names of the fragments that are used.
  private var used: Set<String> = []
  /// Whether every event has a unique ID and only steps decide what is sent.
  private let isResumable: Bool

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    isResumable = random.next() % 3 == 0
  }

  mutating func document() -> Value {
    var members = Value.Members([("title", .string("Random"))])
    func off(_ key: String) { members[key] = .string("off") }
    if chance(60) {
      members["heartbeat"] = pick([.string("300ms"), .string("1s"), .string("2500ms"), .string("off")])
    }
    if isResumable {
      off("open")
      if chance(30) { members["drop"] = object([("events", .int(pick([2, 3, 5])))]) }
      if chance(30) { members["write"] = .object(writing(isPaced: false)) }
    } else {
      settings(&members)
      stages(&members)
    }
    members["vars"] = object([("total", .int(0)), ("word", .string("${'a' + 'b'}"))])
    if chance(15) { members["firehose"] = .string("on") }
    if chance(20) { members["lineEnding"] = .string(pick(["lf", "cr", "crlf"])) }
    if chance(20) { members["seed"] = .int(below(1_000)) }
    members["steps"] = .array(steps(3 + below(4)))
    if !used.isEmpty {
      members["fragments"] = object(used.sorted().map { ($0, .array([waiting(), event()])) })
    }
    if chance(5), !isResumable { answerInStead(&members) }
    return .object(members)
  }

  // MARK: Chance

  private mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

  private mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  private func object(_ members: [(String, Value)]) -> Value { .object(Value.Members(members)) }

  // MARK: The top

  private mutating func settings(_ members: inout Value.Members) {
    if chance(25) { members["open"] = .string(pick(["on", "off"])) }
    if chance(25) { members["retry"] = .string(pick(["2s", "10ms"])) }
    if chance(10) { members["bom"] = .string("on") }
    if chance(15) {
      let mode = below(5)
      members["resume"] =
        mode < 3
        ? .string(["restart", "forget", "refuse"][mode])
        : object([(mode == 3 ? "gap" : "duplicate", .int(2))])
    }
    if chance(15) { members["attempts"] = attempts() }
    if chance(20) { members["response"] = response() }
    if chance(10) { members["cors"] = chance(50) ? .string("any") : object([("credentials", .string("on"))]) }
    if chance(10) {
      members["request"] = object([
        ("query", object([("room", .string("any"))])),
        ("mismatch", object([("status", .int(403)), ("text", .string("no"))])),
      ])
    }
    if chance(10) { members["path"] = .string("/random/{where}") }
    if chance(10) { members["tags"] = .array([.string("random")]) }
    if chance(10) { members["description"] = .string("Made by chance.") }
  }

  private mutating func stages(_ members: inout Value.Members) {
    if chance(25) { members["drop"] = object([("events", .int(1 + below(4)))]) }
    if chance(25) { members["reorder"] = object([("events", .int(2 + below(4)))]) }
    if chance(30) { members["write"] = .object(writing(isPaced: chance(50))) }
    guard chance(35) else { return }
    var proxy = Value.Members()
    if chance(50) { proxy["buffer"] = chance(25) ? .string("until-end") : .int(pick([1, 40, 300, 5_000])) }
    if chance(30) { proxy["gzip"] = .string(pick(["buffered", "flushed"])) }
    if chance(15) { proxy["xAccelBuffering"] = .string(pick(["ignore", "heed"])) }
    if chance(25) { proxy["idle"] = .string(pick(["400ms", "3s"])) }
    if chance(25) { proxy["maxAge"] = .string(pick(["700ms", "5s"])) }
    if chance(4) { proxy["answer"] = .string(pick(["bad-gateway", "login-page"])) }
    if proxy.count > 0 { members["proxy"] = .object(proxy) }
  }

  private mutating func writing(isPaced: Bool) -> Value.Members {
    var write = Value.Members()
    if chance(50) { write["every"] = .int(1 + below(30)) }
    if chance(25) { write["at"] = .array([.int(3), .int(4 + below(20))]) }
    if chance(25) { write["cut"] = .array([.string("characters"), .string("line-ends")]) }
    if !isResumable, chance(35) { write["events"] = .int(1 + below(5)) }
    if isPaced { write["pace"] = .string(pick(["5ms", "0ms..40ms", "400ms"])) }
    if write["every"] == nil, write["at"] == nil, write["cut"] == nil { write["every"] = .int(7) }
    return write
  }

  private mutating func response() -> Value {
    var members = Value.Members()
    if chance(30) { members["delay"] = .string(pick(["20ms", "0ms..900ms", "3s"])) }
    if chance(30) {
      members["headers"] = object([("X-Accel-Buffering", .string("yes")), ("X-Thing", .string("${path}"))])
    }
    if chance(40) {
      members["framing"] =
        chance(40)
        ? object([("length", .int(pick([0, 50, 9_000])))]) : .string(pick(["chunked", "close", "length"]))
    }
    if chance(20) { members["contentType"] = .string("text/plain") }
    return members.count > 0 ? .object(members) : object([("status", .int(200))])
  }

  private mutating func attempts() -> Value {
    .array([
      .string("fine"),
      object([
        ("status", .int(503)), ("retryAfter", .string("2s")), ("text", .string("Not yet")),
        ("times", .int(2)),
      ]),
    ])
  }

  private mutating func answerInStead(_ members: inout Value.Members) {
    guard case .array(let steps)? = members["steps"] else { return }
    members["response"] = nil
    let answer = object([
      ("respond", object([("status", .int(pick([200, 418]))), ("json", object([("a", .int(1))]))])),
      ("after", .string(pick(["0ms", "700ms"]))),
    ])
    let first =
      chance(50) ? answer : object([("if", .string("${attempt == 1}")), ("then", .array([answer]))])
    members["steps"] = .array([first] + steps.values)
  }

  // MARK: Steps

  private mutating func steps(_ count: Int) -> [Value] {
    depth += 1
    defer { depth -= 1 }
    return (0..<max(count, 1)).map { _ in step() }
  }

  private mutating func step() -> Value {
    budget -= 1
    guard budget > 0 else { return event() }
    if depth <= 3, chance(40) { return nested() }
    switch below(isResumable ? 12 : 20) {
    case 0...6: return event()
    case 7: return waiting()
    case 8: return object([("comment", .string(pick(["c", "${counter} é", ""])))])
    case 9:
      return object([
        ("set", object([("total", .string("${(total ?? 0) + 1}")), ("last", .string("${counter}"))]))
      ])
    case 10:
      let name = pick(["known", "timed"])
      used.insert(name)
      return object([("use", .string(name)), ("with", object([("who", .int(3))]))])
    case 11: return object([("silence", .string(pick(["200ms", "4s"])))])
    case 12: return object([("gate", .string(pick(["go", "on"])))])
    case 13: return object([("write", chance(40) ? .string("off") : .object(writing(isPaced: chance(50))))])
    case 14: return raw()
    case 15:
      return object([("data", .string("x")), ("retry", .string("1s..3s")), ("comment", .string("with"))])
    case 16 where depth > 1 && loops > 0:
      return object([("if", .string("${random() < 0.2}")), ("then", .array([object([("break", .null)])]))])
    case 17 where depth > 1:
      return object([
        ("end", .string(pick(["complete", "truncate", "reset", "hold"]))), ("after", .string("30ms")),
      ])
    case 18: return object([("data", .string("${repeat('long ', 300)}"))])
    default: return event()
    }
  }

  private mutating func waiting() -> Value { object([("wait", .string(delay()))]) }

  private mutating func delay() -> String { pick(["1ms", "90ms", "0ms..700ms", "1s", "2600ms", "1us..5ms"]) }

  private mutating func event() -> Value {
    var members = Value.Members()
    if isResumable {
      ids += 1
      // The counter differs in each turn of a loop, so no ID is used twice.
      members["id"] = .string("e\(ids)-${counter}")
    } else if chance(60) {
      members["id"] = .string(pick(["${counter}", "n${counter}", "7"]))
    }
    if chance(30) { members["event"] = .string(pick(["tick", "type-${counter % 3}"])) }
    members["data"] = pick([
      .string("${counter}"), .string("some text é 🎉"), .string("two\nlines"), .string("${random()}"),
      .string("${elapsed}"),
      object([("n", .string("${counter}")), ("list", .array([.int(1), .null]))]),
      .string("${total ?? 'none'}"), .string(""),
    ])
    if chance(25) { members["after"] = .string(delay()) }
    return .object(members)
  }

  private mutating func raw() -> Value {
    let content: Value = pick([
      .string("data: half\n"), .string("\n"), object([("hex", .string("64 61 74 61 3a 20 ff 0a 0a"))]),
      .string(""),
      object([("base64", .string("ZGF0YTogeAoK"))]), object([("text", .string("data: ${counter}\n\n"))]),
    ])
    return object([("raw", content)] + (chance(30) ? [("after", .string("40ms"))] : []))
  }

  private mutating func nested() -> Value {
    switch below(6) {
    case 0, 1:
      loops += 1
      defer { loops -= 1 }
      var members = Value.Members([
        ("repeat", pick([.int(0), .int(1), .int(2), .int(5), .string("${1 + 2}")]))
      ])
      if chance(50) { members["every"] = .string(pick(["200ms", "0ms..90ms", "1500ms"])) }
      if chance(30) { members["as"] = .string("turn") }
      if chance(20) { members["label"] = .string("l\(loops)") }
      if depth == 1, budget > 6, !isResumable, chance(10) {
        members["repeat"] = .string("forever")
        members["every"] = .string("250ms")
      }
      members["steps"] = .array(steps(1 + below(3)))
      return .object(members)
    case 2:
      loops += 1
      defer { loops -= 1 }
      return object([
        ("each", pick([.array([.string("a"), .int(2)]), .string("${range(3)}")])), ("as", .string("item")),
        ("index", .string("i")),
        ("steps", .array(steps(1 + below(2)))),
      ])
    case 3:
      return object([
        ("if", .string(pick(["${random() < 0.5}", "${counter > 3}"]))), ("then", .array(steps(1 + below(2)))),
        ("else", .array(steps(1))),
      ])
    case 4:
      return object([
        (
          "choose",
          .array([
            object([("weight", .int(3)), ("steps", .array(steps(1)))]), object([("steps", .array(steps(1)))]),
          ])
        )
      ])
    default:
      return object([
        ("switch", .string("${'case-' + counter % 2}")),
        ("cases", object([("case-0", .array(steps(1))), ("case-1", .array(steps(1)))])),
        ("default", .array(steps(1))),
      ])
    }
  }
}
