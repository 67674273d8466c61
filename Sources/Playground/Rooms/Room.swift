import MicroHTTP
import ScenarioStore
import Synchronization
import TextForms

/// The room that is open: what it is known by, and who is in it.
///
/// There is one only where the server was started with `--room`. Names and work outlive it, in the data folder.
final class Room: Sendable {
  struct State {
    var file: RoomFile
    var code: AdminToken?
    var cookie: RoomCookie
    var origins: [String]
    /// All who ever joined, by name.
    var members: [String: Member] = [:]
    var handOut: HandOut?

    mutating func adopt(_ file: RoomFile) {
      self.file = file
      code = AdminToken(file.code)
      cookie = RoomCookie(port: cookie.port, key: file.key)
    }
  }

  /// A participant, and whether they have joined since everybody was last signed out.
  struct Member: Hashable, Sendable {
    let participant: Participant
    /// Nanoseconds since 1970.
    let joined: Int64
    let round: String
    /// Pages of theirs that listen.
    var pages = 0
  }

  let token: String
  let folder: String
  let store: ScenarioStore
  let state: Mutex<State>
  /// Joining and removing come one after the other.
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

  /// Opens the room of a data folder, a new one where there is none.
  ///
  /// - Parameter report: told in a sentence what will not outlive this process.
  static func open(
    _ settings: RoomSettings, folder: String, store: ScenarioStore, report: (String) -> Void
  ) throws(ServerError) -> Room {
    do throws(RoomFile.Failure) {
      var isReplaced = false
      let known = try RoomFile.load(folder: folder) { sentence in
        isReplaced = true
        report(sentence)
      }
      var file = known ?? RoomFile(name: settings.name ?? RoomFile.defaultName)
      if let name = settings.name { file.name = name }
      if settings.isNew, known != nil { file.renew() }
      let room = Room(file: file, folder: folder, store: store, origins: settings.origins)
      do throws(RoomFile.Failure) { if file != known || isReplaced { try file.save(folder: folder) } } catch {
        report("\(error) A restart will end the room, and everybody has to join anew.")
      }
      return room
    } catch {
      throw ServerError(error.description)
    }
  }

  var name: String { state.withLock { $0.file.name } }

  /// - Parameter tell: is told what happens.
  func connect(_ tell: @escaping @Sendable (FeedChange) -> Void) { told.withLock { $0 = tell } }

  func connect(port: UInt16) {
    state.withLock { $0.cookie = RoomCookie(port: port, key: $0.file.key) }
  }

  func tell(_ change: FeedChange) { told.withLock(\.self)(change) }

  // MARK: Addresses

  /// The addresses by which others reach this server: `http://192.168.1.5:8000`; the likeliest first.
  var origins: [String] { state.withLock { $0.origins } }

  func announce(origins: [String]) { state.withLock { $0.origins = origins } }

  /// What is written on the board.
  var joinLink: String? {
    state.withLock { state in state.origins.first.map { "\($0)/join?code=\(state.file.code)" } }
  }

  // MARK: Who is in

  /// Who has joined since everybody was last signed out, by name.
  func participant(named name: String) -> Participant? {
    state.withLock { state in
      state.members[name].flatMap { $0.round == state.cookie.round ? $0.participant : nil }
    }
  }

  /// As whom a request's browser has joined.
  ///
  /// - Parameter now: seconds since 1970.
  func participant(of request: Request, now: Int64) -> Participant? {
    let cookie = state.withLock(\.cookie)
    return request.cookies(named: RoomCookie.name(port: cookie.port)).lazy.compactMap { value in
      cookie.participant(of: value, now: now) { self.participant(named: $0) }
    }.first
  }

  /// Whether somebody may join: has the code, or came by the link with it.
  ///
  /// - Parameter code: as it was given; nil if none was.
  func lets(_ code: String?, _ request: Request, now: Int64) -> Bool {
    let (cookie, own) = state.withLock { ($0.cookie, $0.code) }
    if let code { return own?.matches(code) == true }
    return request.cookies(named: RoomCookie.invitationName(port: cookie.port)).contains {
      cookie.isInvitation($0, now: now)
    }
  }

  /// The field that sets the cookie of a browser that came by the link.
  func invitation(now: Int64, at arrival: Arrival) -> String {
    state.withLock(\.cookie).invitation(now: now, at: arrival)
  }

  /// The field that sets the cookie of a participant's browser.
  func field(for participant: Participant, now: Int64, at arrival: Arrival) -> String {
    let cookie = state.withLock(\.cookie)
    return cookie.field(cookie.make(for: participant, now: now), at: arrival)
  }

  /// What a participant sees of themselves: also the key by which they join on another device.
  func membersOfOwn(_ participant: Participant) -> [JSONValue.Member] {
    let key = state.withLock { $0.cookie.joinKey(for: participant) }
    return participant.members + [JSONValue.Member(name: "key", value: .string(key))]
  }

  /// The field that takes the cookie back.
  func clearing(at arrival: Arrival) -> String {
    RoomCookie.clearing(port: state.withLock(\.cookie.port), at: arrival)
  }

  /// All who ever joined, by name, and whether each is in now.
  var members: [(member: Member, isIn: Bool)] {
    state.withLock { state in
      state.members.values.sorted { $0.participant.name < $1.participant.name }
        .map { ($0, $0.round == state.cookie.round) }
    }
  }

  /// A page of a participant's began to listen, or ended.
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

  /// Who is in now.
  var count: Int {
    state.withLock { state in state.members.values.count { $0.round == state.cookie.round } }
  }
}
