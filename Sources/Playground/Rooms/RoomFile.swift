import Foundation
import Platform
import TextForms

/// What a room is known by, in a file of the data folder that only its owner may read.
///
///     {"name":"room","code":"7nEr…","token":"4Kq0…","key":"5b1f0c…","made":"2026-11-22T10:26:03.120Z"}
struct RoomFile: Hashable, Sendable {
  static let fileName = "room.json"
  static let defaultName = "room"
  /// Bytes of a room's name.
  static let longestName = 64
  private static let sizeLimit = 65_536

  /// Why the file cannot be used: a sentence with its path, and what to do.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// As people call the room: one line of text.
  var name: String
  /// What lets somebody join: 128 bits that nobody can guess.
  var code: String
  /// What lets somebody sign in as the presenter; the same as long as the room is there.
  let token: String
  /// What participants' cookies are signed with: 32 bytes.
  var key: [UInt8]
  /// A moment as text (RFC 3339).
  let made: String

  /// A new room.
  init(name: String, now: Int64 = WallClock.now) {
    self.name = name
    code = RandomText.make()
    token = RandomText.make()
    key = .random(count: 32)
    made = Timestamp.text(nanoseconds: now)
  }

  /// Makes every cookie and every link worthless that was given out so far; the token stays.
  mutating func renew() {
    code = RandomText.make()
    key = .random(count: 32)
  }

  static func path(in folder: String) -> String { "\(folder.isEmpty ? "." : folder)/\(fileName)" }

  static func isName(_ text: String) -> Bool {
    (1...longestName).contains(text.utf8.count)
      && !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
  }

  // MARK: Reading

  /// The room of a data folder; nil if there is none.
  ///
  /// - Parameter report: told in a sentence that others could have read the file: the room has a new key, code and token then.
  static func load(folder: String, report: (String) -> Void = { _ in }) throws(Failure) -> RoomFile? {
    let path = path(in: folder)
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    if descriptor < 0, errno == ENOENT { return nil }
    guard descriptor >= 0 else { throw failure(path, "cannot be read (\(errorText(errno)))") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= sizeLimit
    else { throw failure(path, "is not a room's file") }
    let bytes: [UInt8]
    do throws(InputFile.Failure) { bytes = try InputFile.read(descriptor, limit: sizeLimit) } catch {
      throw failure(path, "cannot be read (\(error))")
    }
    guard let room = RoomFile(bytes) else { throw failure(path, "is not a room's file") }
    guard status.st_mode & 0o077 == 0 else {
      report("\(path) could be read by others: the room has a new code, key and token")
      return RoomFile(name: room.name)
    }
    return room
  }

  private static func failure(_ path: String, _ problem: String) -> Failure {
    Failure(
      description: "\(path) \(problem). Move it away to begin a new room, or set another DATA.")
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

  /// Writes it under another name and puts that in its place: nobody ever reads half of it, also after a power failure.
  func save(folder: String) throws(Failure) {
    let path = Self.path(in: folder)
    let draft = "\(path).\(getpid())"
    _ = mkdir(folder, 0o777)
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Failure(description: "\(path) cannot be written (\(errorText(errno))).")
    }
    let bytes = json.bytes
    let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    let problem = errno
    close(descriptor)
    guard isWritten else {
      unlink(draft)
      throw Failure(description: "\(path) cannot be written (\(errorText(problem))).")
    }
    guard rename(draft, path) == 0 else {
      let problem = errno
      unlink(draft)
      throw Failure(description: "\(path) cannot be written (\(errorText(problem))).")
    }
  }

  private var json: JSONValue {
    [
      "name": .string(name), "code": .string(code), "token": .string(token), "key": .string(Hex.text(key)),
      "made": .string(made),
    ]
  }
}

/// Texts that nobody can guess: 22 characters of 62, which are 131 bits.
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
