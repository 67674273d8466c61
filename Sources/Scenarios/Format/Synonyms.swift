/// Names that other programs use for the keys of scenarios.
enum Synonyms {
  private static let words = [
    "name": "title", "summary": "description", "labels": "tags", "url": "path", "route": "path",
    "endpoint": "path",
    "variables": "vars", "events": "steps", "actions": "steps", "reconnect": "retry",
    "keepalive": "heartbeat",
    "keep-alive": "heartbeat", "ping": "heartbeat", "type": "event", "eventtype": "event", "message": "data",
    "payload": "data", "body": "data", "text": "data", "content": "data", "delay": "after", "sleep": "wait",
    "pause": "wait",
    "loop": "repeat", "for": "each", "foreach": "each", "interval": "every", "count": "repeat",
    "times": "repeat", "in": "each",
    "when": "if", "otherwise": "else", "random": "choose", "let": "set", "call": "use", "import": "include",
    "bytes": "raw",
    "close": "end", "stop": "end", "code": "status", "eol": "lineEnding", "newline": "lineEnding",
    "probability": "weight",
  ]

  /// Returns the scenario key for another program's name; nil if the name is not known.
  static func word(for key: String) -> String? { words[key.lowercased()] }

  /// Returns the key of the step for another program's name. As a step, `delay` means `wait`; as any other key, it means `after`.
  static func step(for key: String) -> String? { key.lowercased() == "delay" ? "wait" : word(for: key) }
}
