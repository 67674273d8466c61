/// Invented people, words, addresses and log lines.
///
/// The length of a list influences the entries that are drawn, so changing a list changes the sequences recorded in the tests.
enum Fakes {
  static let firstNames = [
    "Ada", "Alan", "Amara", "Anders", "Aisha", "Barbara", "Bruno", "Chen", "Clara", "Dennis", "Edsger",
    "Elena", "Farid",
    "Frances", "Grace", "Hana", "Hedy", "Ines", "Ivan", "Jun", "Karen", "Katherine", "Lars", "Leila", "Linus",
    "Lucia",
    "Margaret", "Mateo", "Mei", "Noor", "Olga", "Omar", "Priya", "Radia", "Rosa", "Samir", "Sofia", "Tim",
    "Yuki", "Zoë",
  ]
  static let lastNames = [
    "Adeyemi", "Allen", "Bartik", "Berg", "Castillo", "Chen", "Dijkstra", "Dubois", "Eriksen", "Ferrari",
    "Garcia",
    "Hamilton", "Haddad", "Hopper", "Ito", "Jansen", "Johnson", "Kim", "Kovacs", "Lamarr", "Liskov",
    "Lovelace", "Mensah",
    "Meyer", "Moreau", "Nakamura", "Novak", "Okafor", "Patel", "Perlman", "Ritchie", "Rossi", "Santos",
    "Sato", "Silva",
    "Singh", "Turing", "Virtanen", "Wing", "Yilmaz",
  ]
  static let wordList = [
    "account", "action", "agent", "answer", "archive", "batch", "border", "branch", "bridge", "buffer",
    "button", "cache",
    "change", "channel", "circle", "client", "cloud", "column", "corner", "current", "cycle", "detail",
    "device", "document",
    "double", "early", "edge", "engine", "event", "example", "factor", "field", "figure", "filter", "final",
    "folder",
    "forest", "frame", "garden", "gentle", "graph", "green", "group", "harbor", "header", "history", "hollow",
    "image",
    "index", "island", "journal", "kernel", "ladder", "large", "letter", "level", "light", "linear", "list",
    "local",
    "marble", "margin", "matrix", "meadow", "memory", "message", "metric", "minute", "model", "morning",
    "motion", "narrow",
    "network", "normal", "north", "number", "object", "ocean", "open", "orange", "order", "output", "packet",
    "paper",
    "parcel", "pattern", "pencil", "phase", "planet", "pocket", "point", "quick", "quiet", "random", "record",
    "release",
    "remote", "report", "result", "river", "round", "sample", "season", "second", "sensor", "server",
    "shadow", "signal",
    "silver", "simple", "single", "small", "source", "spring", "stable", "station", "steady", "stone",
    "stream", "summer",
    "table", "thread", "ticket", "timer", "token", "update", "valley", "value", "window", "winter",
  ]
  private static let domains = ["example.com", "example.org", "example.net"]
  private static let networks = ["192.0.2.", "198.51.100.", "203.0.113."]

  /// Draws an entry of a list. Its charge also covers making a text that contains the entry.
  static func pick(_ list: [String], _ e: inout Evaluation) throws(EvaluationError) -> String {
    try e.charge(4)
    let place = Int(truncatingIfNeeded: e.random.below(UInt64(max(1, list.count))))
    return place < list.count ? list[place] : ""
  }

  static func name(_ e: inout Evaluation) throws(EvaluationError) -> String {
    let first = try pick(firstNames, &e)
    return "\(first) \(try pick(lastNames, &e))"
  }

  static func email(_ e: inout Evaluation) throws(EvaluationError) -> String {
    try e.charge(16)
    let first = try pick(firstNames, &e).lowercased().filter(\.isASCII)
    let last = try pick(lastNames, &e).lowercased()
    return "\(first).\(last)@\(try pick(domains, &e))"
  }

  /// Returns `count` words, separated by spaces.
  static func words(_ count: Int, _ e: inout Evaluation) throws(EvaluationError) -> String {
    var text = ""
    for index in 0..<max(0, count) {
      if index > 0 { text += " " }
      text += try pick(wordList, &e)
      guard text.utf8.count <= EvaluationError.outputLimit else { throw .tooMuchOutput }
    }
    return text
  }

  static func sentence(_ e: inout Evaluation) throws(EvaluationError) -> String {
    try e.charge(16)
    let text = try words(e.random.whole(5, 12), &e)
    return text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  /// Returns an IPv4 address from the blocks reserved for documentation: <https://www.rfc-editor.org/rfc/rfc5737>
  static func address(_ e: inout Evaluation) throws(EvaluationError) -> String {
    let network = try pick(networks, &e)
    return "\(network)\(e.random.whole(1, 254))"
  }

  /// Returns a URL at a domain reserved for examples: <https://www.rfc-editor.org/rfc/rfc2606>
  static func url(_ e: inout Evaluation) throws(EvaluationError) -> String {
    let domain = try pick(domains, &e)
    let folder = try pick(wordList, &e)
    return "https://\(domain)/\(folder)/\(try pick(wordList, &e))"
  }

  static func logLine(_ e: inout Evaluation) throws(EvaluationError) -> String {
    try e.charge(8)
    let status = e.random.below(100)
    let (level, code) = status < 88 ? ("INFO ", "200") : status < 96 ? ("WARN ", "404") : ("ERROR", "500")
    let method = try pick(["GET", "GET", "GET", "POST", "PUT", "DELETE"], &e)
    let path = try pick(wordList, &e)
    let number = e.random.whole(1, 999)
    let duration = e.random.whole(1, 250)
    return "\(level) \(method) /api/\(path)/\(number) \(code) \(duration)ms"
  }
}
