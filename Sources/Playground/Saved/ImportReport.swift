/// What an archive brought.
struct ImportReport: Hashable, Sendable {
  var created: [String] = []
  var updated: [String] = []
  /// Those that were saved with the same text already.
  var unchanged: [String] = []
  var skipped: [String] = []

  var json: JSONValue {
    func list(_ names: [String]) -> JSONValue { .array(names.map(JSONValue.string)) }
    return [
      "created": list(created), "updated": list(updated), "unchanged": list(unchanged),
      "skipped": list(skipped),
    ]
  }
}
