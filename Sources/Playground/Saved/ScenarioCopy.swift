import Scenarios

/// Makes the text for a copy of a scenario. The copy cannot have the same address, so its `path` is commented out:
///
///     # path: /events
enum ScenarioCopy {
  static func text(of original: CatalogEntry, limit: Int, resolve: (String) -> String?) throws(Refusal)
    -> String
  {
    let source = original.source
    // A broken text is copied unchanged; saving it is refused with its mistakes.
    guard let scenario = try? Scenario.checked(source, name: original.name, limit: limit, resolve: resolve),
      let path = scenario.path
    else {
      return source
    }
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("path:") ? "# " + line : String(line)
    }
    let copy = lines.joined(separator: "\n")
    guard let loaded = try? Scenario.checked(copy, name: original.name, limit: limit, resolve: resolve),
      loaded.path == nil
    else {
      throw .conflict(
        "the address \(path) belongs to '\(original.name)', and cannot be taken out of its text by itself")
    }
    return copy
  }
}
