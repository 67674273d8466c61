import GRDB

/// Why a call to the store failed.
package enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Not a valid name: see `ScenarioName.isSavedName`.
  case badName(String)
  case notFound(String)
  /// The scenario exists, but that version does not, or is no longer kept.
  case versionNotFound(name: String, number: Int)
  /// Another saved scenario has the name.
  case taken(String)
  /// Another saved scenario has the address.
  case addressTaken(String, by: String)
  /// The precondition does not hold; `current` is the current revision, nil if there is no scenario.
  case preconditionFailed(current: Revision?)
  case sourceTooLarge(limit: Int)
  case noteTooLong(limit: Int)
  case authorTooLong(limit: Int)
  /// The quota of saved scenarios is reached.
  case tooMany(limit: Int)
  /// All versions together would take more bytes than the quota allows.
  case outOfSpace(limit: Int)
  /// One owner's quota of saved scenarios is reached.
  case tooManyOwn(owner: String, limit: Int)
  /// All versions of one owner's scenarios would take more bytes than an owner's quota allows.
  case outOfOwnSpace(owner: String, limit: Int)
  /// The writing participant does not own the name, or was removed in the meantime.
  case notInRoom
  /// A rename would give the scenario to another owner.
  case otherOwner(String, newName: String)
  /// The disk is full (SQLITE_FULL).
  case diskFull
  /// Another process kept the file locked for longer than the busy timeout.
  case busy
  case readOnly(String)
  case inputOutput(String)
  /// The file is damaged. The next access sets it aside and starts a new one.
  case damaged(String)
  /// The file was written by a later version of this program.
  case newerSchema(path: String)
  /// The file is another application's database.
  case foreignFile(path: String)
  case cannotOpen(path: String, reason: String)
  case failed(String)

  package var description: String {
    switch self {
    case .badName(let name): "'\(name)' is not a name"
    case .notFound(let name): "no saved scenario is named '\(name)'"
    case .versionNotFound(let name, let number): "'\(name)' has no version \(number)"
    case .taken(let name): "a saved scenario is named '\(name)' already"
    case .addressTaken(let address, let name):
      "the address \(address) belongs to the saved scenario '\(name)'"
    case .preconditionFailed: "it was changed by somebody else"
    case .sourceTooLarge(let limit): "a scenario may have \(limit) bytes"
    case .noteTooLong(let limit): "a note may have \(limit) bytes"
    case .authorTooLong(let limit): "an author's name may have \(limit) bytes"
    case .tooMany(let limit): "there are \(limit) saved scenarios, the most there may be"
    case .outOfSpace(let limit): "saved scenarios take \(limit) bytes, the most they may"
    case .tooManyOwn(let owner, let limit): "'\(owner)' has \(limit) saved scenarios, the most one may have"
    case .outOfOwnSpace(let owner, let limit):
      "the saved scenarios of '\(owner)' take \(limit) bytes, the most one's may"
    case .notInRoom: "the writer is no longer in the room"
    case .otherOwner(let name, let newName): "'\(name)' and '\(newName)' do not have the same owner"
    case .diskFull: "the disk is full"
    case .busy: "another process keeps the database locked"
    case .readOnly(let reason): "the database can be read but not written: \(reason)"
    case .inputOutput(let reason): "the database cannot be read or written: \(reason)"
    case .damaged(let reason): "the database is damaged: \(reason)"
    case .newerSchema(let path):
      "\(path) was written by a later version of this program; use that, or another DATA"
    case .foreignFile(let path): "\(path) is another application's database; set another DATA"
    case .cannotOpen(let path, let reason): "\(path) cannot be opened: \(reason)"
    case .failed(let reason): reason
    }
  }

  init(_ error: any Error) {
    switch error {
    case let error as StoreError:
      self = error
    case let error as DatabaseError:
      self.init(error)
    case is CancellationError:
      self = .failed("cancelled")
    default:
      self = .failed("\(error)")
    }
  }

  /// <https://www.sqlite.org/rescode.html>
  private init(_ error: DatabaseError) {
    let text = "\(error.extendedResultCode): \(error.message ?? "no message")"
    switch error.resultCode {
    case .SQLITE_FULL: self = .diskFull
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
    case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly(text)
    case .SQLITE_IOERR, .SQLITE_CANTOPEN: self = .inputOutput(text)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(text)
    default: self = .failed(text)
    }
  }
}

/// A notice for the server's operator.
package enum StoreNotice: Hashable, Sendable, CustomStringConvertible {
  /// The database was damaged; it was moved to `to`, and an empty one took its place.
  case setAside(from: String, to: String, reason: String)
  /// The file was removed or replaced while it was open; the file at `path` is used from now on.
  case replaced(path: String)

  package var description: String {
    switch self {
    case .setAside(let from, let to, let reason):
      "the database \(from) is damaged (\(reason)); it was moved to \(to) and an empty one was started: "
        + "saved scenarios are missing until it is repaired (try: sqlite3 \(to) .recover)"
    case .replaced(let path):
      "the database \(path) was removed or replaced while it was open; the file that is there now is used"
    }
  }
}
