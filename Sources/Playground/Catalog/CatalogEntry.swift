import Scenarios
import TextForms

struct CatalogEntry: Sendable {
  enum Origin: String, Sendable { case file, saved }

  /// The name to request it by; for a file that cannot be requested, its path without the extension. `ann/my-stream` belongs to
  /// the participant ann.
  var name: String
  /// The participant that it belongs to; nil for a public scenario.
  var owner: String?
  /// For a draft, the participant who made it.
  var draftOwner: String?
  var isMine = false
  var origin: Origin
  /// The folder of a file, such as `faults` or `faults/proxies`; empty at the top, and for saved scenarios.
  var group = ""
  /// The file's path as shown to people; nil for saved scenarios.
  var file: String?
  /// Whether it came with the program: it yields to files and saved scenarios with its name or address.
  var isShipped = false
  /// The current text, which may have mistakes.
  var source: String
  /// The last valid version; nil if there was none yet.
  var scenario: Scenario?
  /// Whether `/play/{name}` plays it.
  var isPlayable: Bool
  /// The address assigned to it; nil if it declares none, or if the declared one was not assigned to it.
  var address: PathTemplate?
  /// The mistakes in the current text, and the conflicts with other scenarios.
  var mistakes: [MistakeReport.Entry] = []
  /// Whether it is a file that is only listed with its mistake, and otherwise treated as missing.
  var isLeftOut = false
  /// When it last changed, in nanoseconds since 1970.
  var updated: Int64
  /// nil for files.
  var saved: SavedDetails?

  /// The name in addresses: `my-stream`, `@ann/my-stream`.
  var pathName: String { owner == nil ? name : "@" + name }

  /// The participant who wrote it: the owner, or the one who made the draft; nil if it was not a participant.
  var author: String? { owner ?? draftOwner }

  /// The name without its owner.
  var plainName: String { owner == nil ? name : ScenarioName.plain(name) }

  var title: String { scenario?.title ?? name }

  var isValid: Bool { !mistakes.contains { $0.severity == .error } }

  var play: String? { isPlayable ? "/play/\(pathName)" : nil }

  /// Returns the entry as `/api/scenarios` lists it.
  ///
  /// - Parameter prefix: the prefix of addresses as the client sees them, behind a proxy.
  func summary(below prefix: String = "") -> JSONValue {
    let estimate = scenario?.estimate
    return [
      "name": .string(name), "owner": JSONValue(owner), "mine": .bool(isMine), "title": .string(title),
      "description": .string(scenario?.description ?? ""),
      "tags": .array((scenario?.tags ?? []).map(JSONValue.string)), "group": .string(group),
      "address": JSONValue(address.map { prefix + $0.description }),
      "play": JSONValue(play.map { prefix + $0 }),
      "format": .string(scenario?.formatName ?? "sse"), "drawsSeed": .bool(scenario?.drawsSeed ?? false),
      "client": scenario?.client?.json ?? .null, "origin": .string(origin.rawValue),
      "file": JSONValue(file), "valid": .bool(isValid),
      "endless": .bool(estimate?.isEndless ?? false),
      "events": estimate?.events.map(JSONValue.int) ?? .null,
      "duration": estimate?.duration.map { .double(Double($0) / 1e9) } ?? .null,
      "updated": .string(Timestamp.text(nanoseconds: updated)),
      "version": saved.map { .int($0.version) } ?? .null, "mistakes": .array(mistakes.map(\.json)),
    ]
  }
}
