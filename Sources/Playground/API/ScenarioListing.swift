import MicroHTTP
import TextForms

/// The scenarios of the catalog that a request selects, and their order.
///
///     /api/scenarios?search=token&tag=protocols&sort=-updated&offset=20&limit=20
struct ScenarioListing: Hashable, Sendable {
  enum Key: String, Hashable, Sendable { case name, title, updated }

  static let limits = 1...2_000
  static let offsets = 0...1_000_000

  /// Words that must all occur, in upper or lower case.
  var words: [String] = []
  var tag: String?
  var origin: CatalogEntry.Origin?
  var isValid: Bool?
  var owner: String?
  var isMine: Bool?
  var key = Key.name
  var isDescending = false
  var offset = 0
  var limit = 1_000

  init(_ request: Request) throws(Refusal) {
    for (name, value) in request.query {
      switch name {
      case "search": words = value.lowercased().split(separator: " ").map(String.init)
      case "tag": tag = value
      case "origin":
        guard let origin = CatalogEntry.Origin(rawValue: value) else {
          throw .parameter(name, mustBe: "file or saved", got: value)
        }
        self.origin = origin
      case "valid": isValid = try Route.Call.bool(value, of: name)
      case "owner": owner = value
      case "mine": isMine = try Route.Call.bool(value, of: name)
      case "sort":
        guard let key = Key(rawValue: value.hasPrefix("-") ? String(value.dropFirst()) : value) else {
          throw .parameter(
            name, mustBe: "name, title or updated, with '-' before it for the other way round", got: value)
        }
        self.key = key
        isDescending = value.hasPrefix("-")
      case "offset": offset = try Route.Call.number(value, of: name, in: Self.offsets)
      case "limit": limit = try Route.Call.number(value, of: name, in: Self.limits)
      default: continue
      }
    }
  }

  func select(_ items: [CatalogItem]) -> (page: [CatalogItem], total: Int) {
    let matching = items.filter { matches($0.entry) }
    let sorted =
      switch key {
      case .name: matching
      case .title: matching.sorted { $0.entry.title.lowercased() < $1.entry.title.lowercased() }
      case .updated: matching.sorted { $0.entry.updated < $1.entry.updated }
      }
    let ordered = isDescending ? sorted.reversed() : sorted
    return (Array(ordered.dropFirst(offset).prefix(limit)), ordered.count)
  }

  /// Returns the address of another page with the same conditions.
  func target(offset: Int) -> String {
    var parameters: [(String, String)] = []
    if !words.isEmpty { parameters.append(("search", words.joined(separator: " "))) }
    if let tag { parameters.append(("tag", tag)) }
    if let origin { parameters.append(("origin", origin.rawValue)) }
    if let isValid { parameters.append(("valid", String(isValid))) }
    if let owner { parameters.append(("owner", owner)) }
    if let isMine { parameters.append(("mine", String(isMine))) }
    if key != .name || isDescending { parameters.append(("sort", (isDescending ? "-" : "") + key.rawValue)) }
    parameters += [("offset", String(offset)), ("limit", String(limit))]
    return "/api/scenarios?" + parameters.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
  }

  /// Returns the `Link` field for the next and the previous page; nil if there is neither. <https://www.rfc-editor.org/rfc/rfc8288>
  func links(total: Int, for arrival: Arrival = Arrival(isLocal: true)) -> String? {
    var links: [String] = []
    if offset + limit < total {
      links.append("<\(arrival.address(of: target(offset: offset + limit)))>; rel=\"next\"")
    }
    if offset > 0 {
      links.append("<\(arrival.address(of: target(offset: max(0, offset - limit))))>; rel=\"prev\"")
    }
    return links.isEmpty ? nil : links.joined(separator: ", ")
  }

  private func matches(_ entry: CatalogEntry) -> Bool {
    if let origin, entry.origin != origin { return false }
    if let isValid, entry.isValid != isValid { return false }
    if let owner, entry.owner != owner { return false }
    if let isMine, entry.isMine != isMine { return false }
    let tags = entry.scenario?.tags ?? []
    if let tag, !tags.contains(tag) { return false }
    guard !words.isEmpty else { return true }
    let text =
      ([
        entry.name, entry.title, entry.scenario?.description ?? "", entry.group,
        entry.address?.description ?? "",
      ]
      + tags).joined(separator: "\n").lowercased()
    return words.allSatisfy(text.contains)
  }

  private static func encoded(_ text: String) -> String {
    String(decoding: PercentEncoding.encode(text, keeping: "-._"), as: UTF8.self)
  }
}
