import TextForms

/// Somebody who has joined the room.
struct Participant: Hashable, Sendable {
  /// How many colours the pages have.
  static let colours = 12
  static let longestName = ScenarioName.longestOwner

  /// `[a-z0-9][a-z0-9-]{0,31}`; nobody else in the room has it. Their scenarios are called `NAME/…`.
  let name: String
  /// 0 to 11: an index into the palette of the pages.
  let colour: Int
  /// Of their streams: the name, `-`, and 22 characters that nobody can guess.
  let session: SessionKey

  /// A session is theirs if its key is, or begins with theirs and a `-`: a run of its own.
  func owns(_ key: SessionKey) -> Bool {
    key == session || key.description.hasPrefix("\(session)-")
  }

  /// `"name":"ann","colour":3,"session":"ann-4Kq0…"`
  var members: [JSONValue.Member] {
    [
      JSONValue.Member(name: "name", value: .string(name)),
      JSONValue.Member(name: "colour", value: .int(colour)),
      JSONValue.Member(name: "session", value: .string(session.description)),
    ]
  }
}
