import Scenarios
import TextForms

extension PlanOutline {
  /// The outline as JSON, for programs. One of its `actions`:
  ///
  ///     {"time":2.0,"action":"write","line":7,"text":"data: hello\n\n"}
  package var jsonText: String { String(decoding: json.bytes, as: UTF8.self) }

  var json: JSONValue {
    ["actions": .array(steps.map(\.json)), "more": .bool(isCut), "attempts": .array(attempts.map(\.json))]
  }
}

extension PlanOutline.Step {
  var json: JSONValue {
    let time = JSONValue.double(Double(self.time) / 1e9)
    let line = JSONValue.int(self.line)
    switch action {
    case .head(let head):
      return [
        "time": time, "action": "head", "line": line, "status": .int(head.status),
        "headers": .headers(head.headers),
        "plays": .string((self.line == 0 ? AttemptOutline.Plays.steps : .ownSteps).rawValue),
      ]
    case .respond(let response):
      let value: JSONValue = [
        "time": time, "action": "respond", "line": line, "status": .int(response.status),
        "headers": .headers(response.headers),
        "text": .string(String(decoding: response.body, as: UTF8.self)),
        "of": JSONValue(response.origin?.rawValue),
      ]
      return response.ending == .complete ? value : value.adding(["how": .string(response.ending.rawValue)])
    case .write(let isOwn):
      return [
        "time": time, "action": "write", "line": line, "step": .int(number), "ownWrite": .bool(isOwn),
        "text": .string(String(decoding: bytes, as: UTF8.self)),
      ]
    case .gate(let name): return ["time": time, "action": "gate", "line": line, "name": .string(name)]
    case .signal(let signal):
      return [
        "time": time, "action": "signal", "line": line, "session": .string(signal.session),
        "gate": .string(signal.gate),
        "value": JSONValue(signal.value.map { String(decoding: $0, as: UTF8.self) }),
      ]
    case .hold: return ["time": time, "action": "hold", "line": line]
    case .follow: return ["time": time, "action": "follow", "line": line]
    case .end(let ending):
      return ["time": time, "action": "end", "line": line, "how": .string(ending.rawValue)]
    }
  }
}

extension AttemptOutline {
  var json: JSONValue {
    [
      "first": .int(first), "last": last.map(JSONValue.int) ?? .null, "line": .int(line),
      "plays": .string(plays.rawValue), "status": status.map(JSONValue.int) ?? .null,
    ]
  }
}

extension JSONValue {
  /// Header fields as pairs, because a name may occur twice: `[["content-type","text/plain"]]`.
  fileprivate static func headers(_ headers: [(name: String, value: String)]) -> JSONValue {
    .array(headers.map { .array([.string($0.name), .string($0.value)]) })
  }
}
