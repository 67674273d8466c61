/// A request's body as expressions see it: only what they read is kept, and all copies of a plan share it.
struct RequestBody: Sendable {
  /// Read as JSON; nil where that takes more work than one evaluation may.
  private(set) var json: Value? = .null
  private(set) var text = ""

  /// Bytes of memory that it takes.
  var weight: Int { (json?.weight ?? 0) + Value.string(text).weight }

  /// Takes what is read from a body, and says how many units of work that was.
  static func read(_ bytes: [UInt8], as reads: Reads) -> (body: RequestBody, work: Int) {
    var body = RequestBody()
    var work = 0
    guard !bytes.isEmpty else { return (body, work) }
    if reads.contains(.bodyText) {
      work += bytes.count >> 6
      body.text = String(decoding: bytes, as: UTF8.self)
    }
    if reads.contains(.body) {
      var parser = JSONParser(bytes: bytes, work: EvaluationError.workLimit)
      let value = parser.document()
      work += EvaluationError.workLimit - parser.work
      body.json = parser.isExhausted ? nil : value ?? .null
    }
    return (body, work)
  }
}
