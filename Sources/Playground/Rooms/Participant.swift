import TextForms

/// A person who has joined the room.
struct Participant: Hashable, Sendable {
  /// The number of colours that the pages have.
  static let colours = 12
  static let longestName = ScenarioName.longestOwner

  /// `[a-z0-9][a-z0-9-]{0,31}`, unique in the room. The participant's scenarios are named `NAME/…`.
  let name: String
  /// 0 to 11: an index into the palette of the pages.
  let colour: Int
  /// The session of the participant's streams: the name, `-`, and 22 characters that cannot be guessed.
  let session: SessionKey

  func owns(_ key: SessionKey) -> Bool { key.belongs(to: session) }

  /// `{"name":"ann","colour":3,"session":"ann-4Kq0…"}`
  var json: JSONValue {
    ["name": .string(name), "colour": .int(colour), "session": .string(session.description)]
  }
}
