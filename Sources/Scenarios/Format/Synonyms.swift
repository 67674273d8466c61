/// What keys of scenarios are called in other programs.
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

  /// What the key is called here.
  static func word(for key: String) -> String? { words[key.lowercased()] }

  /// The step that begins with a key of that name elsewhere.
  static func step(for key: String) -> String? { key.lowercased() == "delay" ? "wait" : word(for: key) }
}
