import Platform
import TextForms

/// The name, code and keys of a room, in a file of the data folder that only its owner may read.
///
///     {"name":"room","code":"7nEr…","token":"4Kq0…","key":"5b1f0c…","made":"2026-11-22T10:26:03.120Z"}
struct RoomFile: Hashable, Sendable {
  static let fileName = "room.json"
  static let defaultName = "room"
  /// The most bytes of a room's name.
  static let longestName = 64

  /// The name shown to people: one line of text.
  var name: String
  /// The code for joining (`RandomText`).
  var code: String
  /// The token for signing in as the presenter; it stays the same as long as the room exists.
  let token: String
  /// The key that signs the participants' cookies: 32 bytes.
  var key: [UInt8]
  /// When the room was created (RFC 3339).
  let made: String

  /// Makes a new room.
  init(name: String, now: Int64 = WallClock.now) {
    self.name = name
    code = RandomText.make()
    token = RandomText.make()
    key = .random(count: 32)
    made = Timestamp.text(nanoseconds: now)
  }

  /// Invalidates all cookies and links that were given out; the token stays.
  mutating func renew() {
    code = RandomText.make()
    key = .random(count: 32)
  }

  static func path(in folder: String) -> String { SecretFile(fileName, in: folder).path }

  static func isName(_ text: String) -> Bool {
    (1...longestName).contains(text.utf8.count)
      && !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
  }

  // MARK: Reading

  /// Loads the room of a data folder; returns nil if there is none.
  ///
  /// - Parameter report: called with a sentence if others could have read the file; the room then has a new key, code and token.
  /// - Throws: a sentence with the file's path and a remedy, if the file cannot be used.
  static func load(folder: String, report: (String) -> Void = { _ in }) throws(Failure) -> RoomFile? {
    let file = SecretFile(fileName, in: folder)
    let room: RoomFile?
    switch file.read() {
    case .none: return nil
    case .foreign: room = nil
    case .unreadable(let problem): throw failure(file.path, "cannot be read (\(problem))")
    case .bytes(let bytes, let isPrivate):
      room = RoomFile(bytes)
      if let room, !isPrivate {
        report("\(file.path) could be read by others: the room has a new code, key and token")
        return RoomFile(name: room.name)
      }
    }
    guard let room else { throw failure(file.path, "is not a room's file") }
    return room
  }

  private static func failure(_ path: String, _ problem: String) -> Failure {
    Failure("\(path) \(problem). Move it away to begin a new room, or set another DATA.")
  }

  init?(_ bytes: [UInt8]) {
    guard let members = try? JSONValue(reading: bytes),
      let name = members["name"]?.text, Self.isName(name),
      let code = members["code"]?.text, RandomText.isOne(code),
      let token = members["token"]?.text, RandomText.isOne(token),
      let key = members["key"]?.text.flatMap({ Hex.bytes($0) }), key.count == 32
    else { return nil }
    self.name = name
    self.code = code
    self.token = token
    self.key = key
    made = members["made"]?.text ?? ""
  }

  // MARK: Writing

  func save(folder: String) throws(Failure) {
    let file = SecretFile(Self.fileName, in: folder)
    if let problem = file.write(json.bytes, isReplacing: true) {
      throw Failure("\(file.path) cannot be written (\(errorText(problem))).")
    }
  }

  private var json: JSONValue {
    [
      "name": .string(name), "code": .string(code), "token": .string(token), "key": .string(Hex.text(key)),
      "made": .string(made),
    ]
  }
}

/// Texts that cannot be guessed: 22 characters of 62, which are 131 bits.
enum RandomText {
  static let length = 22
  private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    return String(
      decoding: (0..<length).compactMap { _ in digits.randomElement(using: &generator) }, as: UTF8.self)
  }

  static func isOne(_ text: String) -> Bool {
    text.utf8.count == length && text.utf8.allSatisfy(digits.contains)
  }
}
