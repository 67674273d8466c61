import Logging
import MicroHTTP
import ScenarioStore
import TextForms

/// `/api/scenarios/{name}/versions` and `/diff`: the saved versions, and how they differ.
struct VersionsAPI: RouteGroup {
  private static let numbers = 1...1_000_000_000

  let saved: SavedScenarios
  let log: Logger

  private var store: ScenarioStore { saved.store }

  var routes: [Route] {
    [
      .later(.get, "/api/scenarios/{name}/versions", log: log) { call in
        let name = try call.visibleName()
        let versions = try await store.versions(of: name)
        return .json(["name": .string(name), "versions": .array(versions.map(json))])
      },
      .later(.get, "/api/scenarios/{name}/versions/{number}", log: log) { call in
        let name = try call.visibleName()
        let version = try await store.version(number(call["number"]), of: name)
        if call.request.prefers("application/yaml") { return .yaml(version.source) }
        return .json([
          "name": .string(name), "number": .int(version.number), "source": .string(version.source),
          "note": JSONValue(version.note), "author": JSONValue(version.author),
          "saved": .string(Timestamp.text(nanoseconds: version.saved)),
        ])
      },
      .later(
        .post, "/api/scenarios/{name}/versions/{number}/restore", bodyLimit: 1_024, log: log
      ) { call in
        result(
          try await saved.restore(
            number(call["number"]), of: try call.ownName(), if: Precondition(call.request), by: call.writer),
          call)
      },
      .later(.get, "/api/scenarios/{name}/diff", log: log) { call in try await difference(call) },
    ]
  }

  private func difference(_ call: Route.Call) async throws -> HTTPResult {
    let name = try call.visibleName()
    let numbers = try await store.versions(of: name).map(\.number)
    let to = try call.number("to", in: Self.numbers) ?? numbers.first ?? 0
    let from = try call.number("from", in: Self.numbers) ?? numbers.first { $0 < to } ?? to
    let old = try await store.version(from, of: name)
    let new = try await store.version(to, of: name)
    let text = UnifiedDiff.between(
      old.source, new.source, oldLabel: "\(name).yaml version \(from)", newLabel: "\(name).yaml version \(to)"
    )
    guard call.request.prefers("text/plain") else {
      return .json(["name": .string(name), "from": .int(from), "to": .int(to), "diff": .string(text)])
    }
    return .bytes(text.utf8, type: "text/plain; charset=utf-8")
  }

  private func json(_ version: VersionSummary) -> JSONValue {
    [
      "number": .int(version.number), "size": .int(version.size), "note": JSONValue(version.note),
      "author": JSONValue(version.author), "saved": .string(Timestamp.text(nanoseconds: version.saved)),
    ]
  }

  private func number(_ text: String) throws(Refusal) -> Int {
    guard let number = Int(text), Self.numbers.contains(number) else {
      throw Refusal(.badRequest, "A version's number is a whole number from 1, got '\(text.forSentence)'.")
    }
    return number
  }
}
