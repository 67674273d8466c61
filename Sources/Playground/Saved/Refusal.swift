import FieldValues
import HTTPTypes
import MicroHTTP
import ScenarioStore
import Scenarios
import TextForms

/// Why a request to the API is not carried out, with the response.
struct Refusal: Error, Sendable {
  var result: HTTPResult
  /// The reason, in one sentence.
  var detail: String

  init(
    _ status: HTTPResponse.Status, _ detail: String, _ members: [JSONValue.Member] = [],
    headerFields: HTTPFields = [:]
  ) {
    result = .problem(status, detail, members, headerFields: headerFields)
    self.detail = detail
  }

  /// <https://www.rfc-editor.org/rfc/rfc4918#section-11.5> (507 Insufficient Storage)
  static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")

  init(_ error: StoreError) {
    switch error {
    case .badName(let name):
      self.init(
        .unprocessableContent,
        "'\(name.forSentence)' is not a name: \(ScenarioName.rule); for a participant's own, the participant's name and '/' before it."
      )
    case .notFound(let name):
      self.init(.notFound, "No saved scenario is named '\(name.forSentence)'.")
    case .versionNotFound(let name, let number):
      self.init(
        .notFound, "'\(name.forSentence)' has no version \(number) (any more): only the latest are kept.")
    case .taken(let name):
      self.init(.conflict, "A saved scenario is named '\(name.forSentence)' already.")
    case .addressTaken: self = .conflict("\(error)")
    case .preconditionFailed(let current):
      let detail =
        current.map { _ in
          "It was changed by somebody else, or is there already: read it, and send its present ETag as If-Match."
        } ?? "There is no saved scenario of that name (any more); send If-None-Match: * to create it."
      let tag = current.map { EntityTag("\($0)").description }
      var fields: HTTPFields = [:]
      fields[.eTag] = tag
      self.init(
        .preconditionFailed, detail,
        [JSONValue.Member(name: "current", value: JSONValue(tag))],
        headerFields: fields)
    case .sourceTooLarge(let limit):
      self.init(.contentTooLarge, "A scenario may have \(limit) bytes.")
    case .noteTooLong(let limit):
      self.init(.unprocessableContent, "'note' may have \(limit) bytes.")
    case .authorTooLong(let limit):
      self.init(.unprocessableContent, "'author' may have \(limit) bytes.")
    case .tooMany(let limit):
      self.init(
        Self.insufficientStorage,
        "There are \(limit) saved scenarios, the most there may be: delete one first.")
    case .outOfSpace(let limit):
      self.init(
        Self.insufficientStorage,
        "Saved scenarios with their versions take \(limit) bytes, the most they may: delete one first.")
    case .tooManyOwn(let owner, let limit):
      self.init(
        Self.insufficientStorage,
        "'\(owner)' has \(limit) saved scenarios, the most one participant may have: delete one first.")
    case .outOfOwnSpace(let owner, let limit):
      self.init(
        Self.insufficientStorage,
        "The saved scenarios of '\(owner)' with their versions take \(limit) bytes, the most one participant's may: delete one first."
      )
    case .notInRoom:
      self.init(.forbidden, "You are not in the room any more: join again.")
    case .otherOwner(let name, let newName):
      self.init(
        .conflict,
        "'\(name.forSentence)' cannot become '\(newName.forSentence)': a scenario stays with its owner. Duplicate it for another."
      )
    case .diskFull:
      self.init(Self.insufficientStorage, "The disk is full: nothing was saved.")
    case .busy:
      self.init(
        .serviceUnavailable, "Another process keeps the database locked: nothing was saved. Try again.",
        headerFields: [.retryAfter: "1"])
    case .readOnly: self.init(.forbidden, "Nothing was saved: \(error).")
    case .inputOutput, .damaged, .newerSchema, .foreignFile, .cannotOpen, .failed:
      self.init(
        .internalServerError, "The database could not be used; the server's log says why. Nothing was saved.")
    }
  }
}

extension Refusal {
  /// Returns 422 with all mistakes of the texts.
  static func mistakes(_ reports: [MistakeReport]) -> Refusal {
    var members: [JSONValue] = []
    var places: [String] = []
    for report in reports {
      for mistake in report.mistakes {
        members.append(mistake.json(file: report.file))
        guard mistake.severity == .error else { continue }
        places.append("\(report.file), line \(mistake.line): \(mistake.message.forSentence.asSentence)")
      }
    }
    let first = places.first.map { " The first: \($0)" } ?? ""
    let count = places.count > MistakeReport.limit ? "more than \(MistakeReport.limit)" : "\(places.count)"
    return Refusal(
      .unprocessableContent,
      "There \(places.count == 1 ? "is a mistake" : "are \(count) mistakes").\(first)",
      [JSONValue.Member(name: "mistakes", value: .array(members))])
  }

  static let goneDraft = Refusal(
    .notFound,
    "This draft is gone: a text that is not saved is kept for an hour at most, and not over a restart. Run it again, or save it."
  )

  static func conflict(_ why: String) -> Refusal { Refusal(.conflict, "This cannot be saved: \(why).") }
}
