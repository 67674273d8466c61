/// A request's body as expressions see it. Once it has been read, only what a scenario reads of it is kept, and all copies share it.
package struct RequestBody: Sendable {
  /// As it came; empty once it has been read.
  private var bytes: [UInt8]
  /// As JSON; nil where reading it takes more work than one evaluation may.
  private(set) var json: Value? = .null
  private(set) var text = ""
  /// Units of work that reading it took.
  private(set) var work = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Bytes of memory that it takes.
  package var weight: Int {
    if !bytes.isEmpty { return bytes.count }
    let parsed = json.map { $0.isNull ? 0 : $0.weight } ?? 0
    return parsed + text.utf8.count
  }

  /// Read by expressions that read so much of a request.
  func read(as reads: Reads) -> RequestBody {
    guard !bytes.isEmpty else { return self }
    var body = RequestBody([])
    if reads.contains(.bodyText) {
      body.work += bytes.count >> 6
      body.text = String(decoding: bytes, as: UTF8.self)
    }
    if reads.contains(.body) {
      var parser = JSONParser(bytes: bytes, work: EvaluationError.workLimit)
      let value = parser.document()
      body.work += EvaluationError.workLimit - parser.work
      body.json = parser.isExhausted ? nil : value ?? .null
    }
    return body
  }
}
