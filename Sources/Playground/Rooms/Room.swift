import MicroHTTP
import Synchronization

/// The room that is open: what it is known by, and who is in it.
///
/// There is one only where the server was started with `--room`. Names and work outlive it, in the data folder.
final class Room: Sendable {
  private struct State {
    var file: RoomFile
    var participants: [String: Participant] = [:]
    var cookie: RoomCookie
    var origins: [String]
  }

  let token: String
  private let folder: String
  private let state: Mutex<State>

  init(file: RoomFile, folder: String, origins: [String] = []) {
    self.folder = folder
    token = file.token
    state = Mutex(State(file: file, cookie: RoomCookie(port: 0, key: file.key), origins: origins))
  }

  /// Opens the room of a data folder, a new one where there is none.
  ///
  /// - Parameter report: told in a sentence what will not outlive this process.
  static func open(_ settings: RoomSettings, folder: String, report: (String) -> Void) throws(ServerError)
    -> Room
  {
    do throws(RoomFile.Failure) {
      let known = try RoomFile.load(folder: folder, report: report)
      var file = known ?? RoomFile(name: settings.name ?? RoomFile.defaultName)
      if let name = settings.name { file.name = name }
      if settings.isNew, known != nil { file.renew() }
      let room = Room(file: file, folder: folder, origins: settings.origins)
      do throws(RoomFile.Failure) { if file != known { try file.save(folder: folder) } } catch {
        report("\(error) A restart will end the room, and everybody has to join anew.")
      }
      return room
    } catch {
      throw ServerError(error.description)
    }
  }

  var name: String { state.withLock { $0.file.name } }

  func connect(port: UInt16) {
    state.withLock { $0.cookie = RoomCookie(port: port, key: $0.file.key) }
  }

  // MARK: Addresses

  /// The addresses by which others reach this server: `http://192.168.1.5:8000`; the likeliest first.
  var origins: [String] { state.withLock { $0.origins } }

  func announce(origins: [String]) { state.withLock { $0.origins = origins } }

  /// What is written on the board.
  var joinLink: String? {
    state.withLock { state in state.origins.first.map { "\($0)/join?code=\(state.file.code)" } }
  }

  // MARK: Participants

  func participant(named name: String) -> Participant? { state.withLock { $0.participants[name] } }

  /// As whom a request's browser has joined.
  ///
  /// - Parameter now: seconds since 1970.
  func participant(of request: Request, now: Int64) -> Participant? {
    let (cookie, participants) = state.withLock { ($0.cookie, $0.participants) }
    return request.cookies(named: RoomCookie.name(port: cookie.port)).lazy.compactMap { value in
      cookie.participant(of: value, now: now) { participants[$0] }
    }.first
  }
}
