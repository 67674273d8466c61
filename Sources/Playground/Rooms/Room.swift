import MicroHTTP
import ScenarioStore
import Synchronization
import TextForms

/// The open room: its name, code and keys, and its participants.
///
/// It exists only if the server was started with `--room`. Names and work stay in the data folder afterwards.
final class Room: Sendable {
  struct State {
    var file: RoomFile
    var code: AdminToken?
    var cookie: RoomCookie
    var origins: [String]
    /// All participants, even those who were signed out, by name.
    var members: [String: Member] = [:]
    var handOut: HandOut?

    mutating func adopt(_ file: RoomFile) {
      self.file = file
      code = AdminToken(file.code)
      cookie = RoomCookie(port: cookie.port, key: file.key)
    }
  }

  /// A participant, and the round in which they last joined. Signing everybody out begins a new round.
  struct Member: Hashable, Sendable {
    let participant: Participant
    /// When they joined, in nanoseconds since 1970.
    let joined: Int64
    let round: String
    /// How many of their pages are listening.
    var pages = 0
  }

  let token: String
  let folder: String
  let store: ScenarioStore
  let state: Mutex<State>
  /// Joining and removing run one at a time.
  let turns = Turns()
  private let told = Mutex<@Sendable (FeedChange) -> Void>({ _ in })

  init(file: RoomFile, folder: String, store: ScenarioStore, origins: [String] = []) {
    self.folder = folder
    self.store = store
    token = file.token
    state = Mutex(
      State(
        file: file, code: AdminToken(file.code), cookie: RoomCookie(port: 0, key: file.key), origins: origins)
    )
  }

  /// Opens the room of a data folder, or a new one if the folder has none.
  ///
  /// - Parameter report: called with a sentence if the room was replaced or will not outlive this process.
  static func open(
    _ settings: RoomSettings, folder: String, store: ScenarioStore, report: (String) -> Void
  ) throws(ServerError) -> Room {
    do throws(Failure) {
      var isReplaced = false
      let known = try RoomFile.load(folder: folder) { sentence in
        isReplaced = true
        report(sentence)
      }
      var file = known ?? RoomFile(name: settings.name ?? RoomFile.defaultName)
      if let name = settings.name { file.name = name }
      if settings.isNew, known != nil { file.renew() }
      let room = Room(file: file, folder: folder, store: store, origins: settings.origins)
      do throws(Failure) { if file != known || isReplaced { try file.save(folder: folder) } } catch {
        report("\(error) A restart will end the room, and everybody has to join anew.")
      }
      return room
    } catch {
      throw ServerError(error.description)
    }
  }

  var name: String { state.withLock { $0.file.name } }
  var cookie: RoomCookie { state.withLock(\.cookie) }

  /// - Parameter tell: called with every change.
  func connect(_ tell: @escaping @Sendable (FeedChange) -> Void) { told.withLock { $0 = tell } }

  func connect(port: UInt16) {
    state.withLock { $0.cookie = RoomCookie(port: port, key: $0.file.key) }
  }

  func tell(_ change: FeedChange) { told.withLock(\.self)(change) }

  // MARK: Addresses

  /// The addresses at which others reach this server, such as `http://192.168.1.5:8000`; the likeliest first.
  var origins: [String] { state.withLock { $0.origins } }

  func announce(origins: [String]) { state.withLock { $0.origins = origins } }

  /// The link that contains the code, for the presenter to show.
  var joinLink: String? {
    state.withLock { state in state.origins.first.map { "\($0)/join?code=\(state.file.code)" } }
  }

  // MARK: Participants

  /// Returns the participant with this name, if they have joined since everybody was last signed out.
  func participant(named name: String) -> Participant? {
    state.withLock { state in
      state.members[name].flatMap { $0.round == state.cookie.round ? $0.participant : nil }
    }
  }

  /// Returns the participant as whom the request's browser has joined.
  ///
  /// - Parameter now: seconds since 1970.
  func participant(of request: Request, now: Int64) -> Participant? {
    let cookie = cookie
    return request.cookies(named: cookie.name).lazy.compactMap { value in
      cookie.participant(of: value, now: now) { self.participant(named: $0) }
    }.first
  }

  /// Whether a client may join: it sent the code, or followed the link that contains it.
  ///
  /// - Parameter code: the code that was sent; nil if none was.
  func mayJoin(_ request: Request, code: String?, now: Int64) -> Bool {
    let (cookie, own) = state.withLock { ($0.cookie, $0.code) }
    if let code { return own?.matches(code) == true }
    return request.cookies(named: cookie.invitationName).contains { cookie.isInvitation($0, now: now) }
  }

  /// Returns a participant's details for that participant, including the key for joining on another device.
  func ownJSON(of participant: Participant) -> JSONValue {
    participant.json.adding(["key": .string(cookie.joinKey(for: participant))])
  }

  /// All participants, ordered by name, and whether each has joined since everybody was last signed out.
  var members: [(member: Member, isIn: Bool)] {
    state.withLock { state in
      state.members.values.sorted { $0.participant.name < $1.participant.name }
        .map { ($0, $0.round == state.cookie.round) }
    }
  }

  /// Counts pages of a participant that begin (1) or stop (-1) listening.
  func note(_ participant: Participant, pages: Int) {
    let isNew = state.withLock { state -> Bool in
      guard var member = state.members[participant.name], member.participant == participant else {
        return false
      }
      let before = member.pages
      member.pages = max(0, before + pages)
      state.members[participant.name] = member
      return (before == 0) != (member.pages == 0)
    }
    if isNew { tell(.room(participants: count)) }
  }

  /// The number of participants who have joined since everybody was last signed out.
  var count: Int {
    state.withLock { state in state.members.values.count { $0.round == state.cookie.round } }
  }
}
