/// A request's body for expressions. After `read`, it keeps only the forms that the scenario uses; copies share their memory.
package struct RequestBody: Sendable {
  /// The bytes as received; empty after `read`.
  private var bytes: [UInt8]
  /// The body as JSON: `.null` if it is not JSON or is not read as JSON; nil if reading it takes more work than one evaluation allows.
  private(set) var json: Value? = .null
  private(set) var text = ""
  /// Units of work that `read` has spent.
  private(set) var work = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Bytes of memory that the body takes.
  package var weight: Int {
    if !bytes.isEmpty { return bytes.count }
    let parsed = json.map { $0.isNull ? 0 : $0.weight } ?? 0
    return parsed + text.utf8.count
  }

  /// Returns the body in the forms that `reads` contains: as JSON, as text, both or neither.
  func read(as reads: Reads) -> RequestBody {
    guard !bytes.isEmpty else { return self }
    var body = RequestBody([])
    if reads.contains(.bodyText) {
      body.work += bytes.count >> 6
      body.text = String(decoding: bytes, as: UTF8.self)
    }
    if reads.contains(.body) {
      let (value, work) = JSONParser.value(of: bytes, work: EvaluationError.workLimit)
      body.json = value
      body.work += work
    }
    return body
  }
}
