@testable import Scenarios

/// Generates random scenarios from the definitions of the keys, so that every key is used, and breaks them.
struct ScenarioGenerator {
  var random: SeededRandom
  private var depth = 0
  private var loops = 0

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  mutating func scenario() -> Value {
    depth = 0
    var members = mapping(.scenario)
    // Keys that do not go with other formats have their own tests.
    if members["format"] != nil { members["format"] = .string("sse") }
    members["fragments"] = .object(Value.Members([("known", .array([event()]))]))
    return .object(members)
  }

  private mutating func chance(_ percent: Int) -> Bool { random.below(100) < UInt64(percent) }

  private mutating func pick<T>(_ values: [T]) -> T { values[Int(random.below(UInt64(values.count)))] }

  // MARK: Valid documents

  private mutating func mapping(_ place: KeyPlace) -> Value.Members {
    var members = Value.Members()
    for key in place.keys where key.isRequired || chance(30) { members[key.name] = value(of: key, in: place) }
    switch place {
    case .event:
      if !place.leading.contains(where: { members[$0] != nil }) { members["data"] = .string("x") }
    case .rawBytes:
      let times = members["times"]
      members = Value.Members([
        pick([("text", .string("x\n")), ("hex", .string("0d 0a")), ("base64", .string("eA=="))])
      ])
      members["times"] = times
    case .client:
      // Keys that must agree with 'path' and 'request' have their own tests.
      if members["params"] != nil { members["params"] = .object(Value.Members()) }
      members["method"] = members["body"] == nil ? nil : .string("POST")
    case .resume: members = Value.Members([(pick(["gap", "duplicate"]), .int(2))])
    case .answer, .mismatch, .attempt:
      let bodies = ["text", "json", "html", "hex", "base64", "bytes"].filter { members[$0] != nil }
      for extra in bodies.dropFirst() { members[extra] = nil }
      settle(&members, hasBody: !bodies.isEmpty, in: place)
      if members["redirect"] != nil { members["status"] = .int(307) }
    case .response:
      if members["redirect"] != nil { members["status"] = .int(302) }
      settle(&members, hasBody: false, in: place)
    case .repetition, .each, .alternative:
      if members["steps"] == nil || chance(30) {
        members["steps"] = nil
        members["data"] = .string("${1 + 1}")
      }
      if members["pace"] != nil { members["every"] = nil }
      if members["repeat"] == .string("forever"), members["pace"] == nil { members["every"] = .string("1s") }
    default: break
    }
    return members
  }

  /// Removes keys that would have no effect.
  private func settle(_ members: inout Value.Members, hasBody: Bool, in place: KeyPlace) {
    if members["reset"] == .bool(true) || members["reset"] == .string("on") {
      for name in members.names where !["reset", "delay", "times"].contains(name) { members[name] = nil }
    }
    guard place == .attempt else { return }
    if hasBody || members["redirect"] != nil { members["steps"] = nil }
    if members["steps"] != nil || (!hasBody && members["redirect"] == nil) { members["end"] = nil }
  }

  private mutating func value(of key: KeyDefinition, in place: KeyPlace) -> Value {
    if place == .client, key.name == "text" {
      return pick([.string("choices[0].delta.content"), .string("a.b")])
    }
    if place == .client, key.name == "body" { return pick([.string("text"), .array([.int(1)])]) }
    return switch key.name {
    case "use": .string("known")
    case "include": .string("other")
    case "break": .null
    case "status": place == .preflight ? .int(200) : pick([.int(200), .int(418), .string("${500 + 3}")])
    case "weight": .int(pick([1, 5]))
    case "hex": .string("00ff")
    case "base64": .string("AAA=")
    case "seed": .int(7)
    default: value(of: key.type)
    }
  }

  private mutating func value(of type: KeyType) -> Value {
    switch type {
    case .text: pick([.string("some text"), .int(5), .bool(true)])
    case .template: pick([.string("text"), .string("${1 + 1}"), .int(7), .bool(false)])
    case .value:
      pick([
        .string("${now}"), .int(3), .null, .array([.int(1), .string("a")]),
        .object(Value.Members([("a", .double(1.5))])),
      ])
    case .name: pick([.string("name-1"), .string("x")])
    case .variable: pick([.string("thing"), .string("x_1")])
    case .names: .array([.string("a"), .string("b-2")])
    case .path: pick([.string("/some/{where}"), .string("/v1/a.b")])
    case .duration: pick([.string("250ms"), .string("1.5s"), .string("2m")])
    case .durationOrOff: pick([.string("15s"), .string("off")])
    case .delay: pick([.string("20ms"), .string("1ms..20ms"), .string("${5}ms")])
    case .toggle: pick([.bool(true), .bool(false), .string("on"), .string("off")])
    case .integer(let range): .int(min(range.upperBound, max(range.lowerBound, Int(random.below(5)))))
    case .count: pick([.int(2), .string("${1 + 1}"), .int(0), .string("forever")])
    case .condition: pick([.bool(true), .string("${1 < 2}")])
    case .word(let words): .string(pick(words.filter { $0 != "length" }))
    case .words(let words): .array(words.prefix(1 + Int(random.below(2))).map(Value.string))
    case .strings: .array([.string("done"), .string("[DONE]")])
    case .status: .int(503)
    case .rate: pick([.string("40/s"), .string("90/m")])
    case .percentage: pick([.string("20%"), .string("0.5%")])
    case .origins: .array([.string("http://localhost:3000")])
    case .integers(let range): .array([.int(range.lowerBound), .int(range.lowerBound + 3)])
    case .list: pick([.array([.int(1), .string("b")]), .string("${[1, 2]}")])
    case .steps: steps()
    case .mapping(let place): .object(mapping(place))
    case .mappings(let place): .array([.object(mapping(place)), .object(mapping(place))])
    case .attempts: .array([.string("fine"), .object(mapping(.attempt))])
    case .variables: .object(Value.Members([("total", .int(1)), ("word", .string("${'a' + 'b'}"))]))
    case .stepsByName: .object(Value.Members([("known", steps())]))
    case .stepsByText: .object(Value.Members([("a", steps()), ("Any text", steps())]))
    case .headers: .object(Value.Members([("X-Thing", .string("one")), ("x-other", .int(5))]))
    case .answerHeaders:
      .object(
        Value.Members([
          ("X-Thing", .string("${path}")), ("x-other", .int(5)), ("X-Empty", .null),
          ("Set-Cookie", .array([.string("a=1"), .int(2)])),
        ]))
    case .pairs: .object(Value.Members([("room", .string("any"))]))
    case .either(let types): value(of: pick(types))
    case .nothing: .null
    }
  }

  private mutating func event() -> Value { .object(Value.Members([("data", .string("x"))])) }

  private mutating func steps() -> Value {
    depth += 1
    defer { depth -= 1 }
    if depth > 3 { return .array([event()]) }
    var steps: [Value] = []
    for _ in 0...random.below(3) {
      // 'respond' must come first, and 'break' needs a loop: both have their own tests.
      let place = pick(KeyPlace.steps.filter { $0 != .respond && $0 != .breaking })
      steps.append(.object(mapping(place)))
    }
    return .array(steps)
  }

  // MARK: Documents that may be invalid

  /// Changes one place: another value, an additional key, or a missing key.
  mutating func broken(_ value: Value) -> Value {
    switch value {
    case .object(var members) where members.count > 0 && chance(85):
      let name = pick(members.names)
      switch random.below(6) {
      case 0: members["zzz"] = .int(1)
      case 1: members[name] = nil
      default: members[name] = members[name].map { broken($0) }
      }
      return .object(members)
    case .array(let array) where !array.isEmpty && chance(85):
      var elements = array.values
      let index = Int(random.below(UInt64(elements.count)))
      elements[index] = broken(elements[index])
      return .array(elements)
    default:
      return pick([
        .null, .bool(true), .int(-5), .string("wrong value!"), .array([]), .object(Value.Members()),
        .string(""),
      ])
    }
  }
}
