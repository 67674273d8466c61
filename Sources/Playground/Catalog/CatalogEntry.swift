import Scenarios
import TextForms

/// A scenario as the playground offers it.
struct CatalogEntry: Sendable {
  enum Origin: String, Sendable { case file, saved }

  /// What it is asked for by; of a file that cannot be asked for, its path without the extension. `ann/my-stream` belongs to the
  /// participant ann.
  var name: String
  /// The participant that it belongs to; nil for what is everybody's.
  var owner: String?
  /// Of a draft: the participant who made it.
  var draftOwner: String?
  /// Whether it belongs to who looks at it.
  var isMine = false
  var origin: Origin
  /// The folder a file lies in, as `faults` or `faults/proxies`; empty at the top and for saved ones.
  var group = ""
  /// The file as it is shown to people; nil for saved ones.
  var file: String?
  /// Whether it came with the program: it gives way to files and saved scenarios of its name or address.
  var isShipped = false
  /// The text as it stands, which may be broken.
  var source: String
  /// The last version that was right; nil if there was none yet.
  var scenario: Scenario?
  /// Whether `/play/{name}` plays it.
  var isPlayable: Bool
  /// The address of its own that it was given, which is not the one it declares if another has that.
  var address: PathTemplate?
  /// What is wrong with the text as it stands, and with its place among the others.
  var mistakes: [MistakeReport.Entry] = []
  /// A file that is named among the mistakes, and otherwise treated as if it were not there.
  var isLeftOut = false
  /// Nanoseconds since 1970.
  var updated: Int64
  /// nil for files.
  var saved: SavedDetails?

  /// The name as addresses have it: `my-stream`, `@ann/my-stream`.
  var pathName: String { owner == nil ? name : "@" + name }

  /// The participant who wrote it: its owner, or who made the draft; nil where the presenter did.
  var author: String? { owner ?? draftOwner }

  /// The name without its owner.
  var plainName: String { owner == nil ? name : ScenarioName.plain(name) }

  var title: String { scenario?.title ?? name }

  var isValid: Bool { !mistakes.contains { $0.severity == .error } }

  var play: String? { isPlayable ? "/play/\(pathName)" : nil }

  /// The entry as `/api/scenarios` lists it.
  ///
  /// - Parameter prefix: what stands in front of its addresses as the client sees them.
  func summary(below prefix: String = "") -> JSONValue { .object(summaryMembers(below: prefix)) }

  func summaryMembers(below prefix: String) -> [JSONValue.Member] {
    let estimate = scenario?.estimate
    let members: KeyValuePairs<String, JSONValue> = [
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
    return members.map { JSONValue.Member(name: $0.key, value: $0.value) }
  }
}
