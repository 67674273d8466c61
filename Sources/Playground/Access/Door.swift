import FieldValues
import HTTPTypes
import MicroHTTP
import Platform
import Scenarios
import Synchronization

/// Tells who a request comes from: by where it comes from, by a token, or by the cookie of a browser that showed the token.
final class Door: Sendable {
  /// What lets a request in.
  struct Access: Sendable, Hashable {
    enum Way: String, Sendable { case local, token, cookie, room }

    var role: Role {
      switch way {
      case nil: .visitor
      case .room: .participant
      case .local, .token, .cookie: .presenter
      }
    }
    /// nil for a visitor.
    var way: Way?
    /// As whom a browser has joined the room; the presenter's may have, too.
    var participant: Participant?
    /// Seconds since 1970; of a cookie.
    var expires: Int64?
    /// A token came that is not the server's.
    var isWrongToken = false
  }

  /// nil where none is open.
  let room: Room?
  private let token: AdminToken?
  private let tries = TokenTries()
  private let cookie = Mutex<SignInCookie?>(nil)
  private let port = Mutex<UInt16>(0)

  /// - Parameter token: ADMIN_TOKEN; without one the room's token is what has to be shown.
  init(token: AdminToken? = nil, room: Room? = nil) {
    self.room = room
    isRoomToken = token == nil && room != nil
    self.token = token ?? AdminToken(room?.token)
  }

  private let isRoomToken: Bool

  /// What the token is called where it can be found.
  var tokenName: String { isRoomToken ? "the room's token" : "ADMIN_TOKEN" }

  /// Whether there is a token to show.
  var hasToken: Bool { token != nil }

  /// Says which port the server has, and what cookies are signed with.
  func connect(port: UInt16, key: () -> [UInt8]) {
    self.port.withLock { $0 = port }
    room?.connect(port: port)
    guard let token else { return }
    let made = SignInCookie(port: port, key: key(), token: token)
    cookie.withLock { $0 = made }
  }

  /// With a room open, who sits at the server's machine is nobody in particular: a class may share that machine, and a browser on it
  /// shows what any other does.
  func access(of request: Request, now: Int64 = WallClock.seconds) -> Access {
    if request.arrival.isLocal, room == nil { return Access(way: .local) }
    var access = presenter(request, now)
    if let room, let participant = room.participant(of: request, now: now) {
      access.participant = participant
      if access.way == nil { access.way = .room }
    }
    return access
  }

  private func presenter(_ request: Request, _ now: Int64) -> Access {
    guard let token else { return Access() }
    var isWrong = false
    if let given = Credentials.bearerToken(request.headerFields[.authorization]) {
      if token.matches(given) { return Access(way: .token) }
      isWrong = true
    }
    if let cookie = cookie.withLock({ $0 }) {
      for value in request.cookies(named: SignInCookie.name(port: cookie.port)) {
        if let expiry = cookie.expiry(of: value, now: now) { return Access(way: .cookie, expires: expiry) }
      }
    }
    return Access(isWrongToken: isWrong)
  }

  /// Whether a token is the server's; a wrong one is counted.
  ///
  /// - Returns: the field that sets the cookie; nil if the token is wrong, and whether the answer has to wait then.
  func signIn(_ given: String, _ request: Request, now: Int64 = WallClock.seconds) -> (
    cookie: String?, mustWait: Bool
  ) {
    guard let token, token.matches(given), let cookie = cookie.withLock({ $0 }) else {
      return (nil, countWrong(request))
    }
    return (cookie.field(cookie.make(now: now), at: request.arrival), false)
  }

  func signOut(_ request: Request) -> String {
    SignInCookie.clearing(port: port.withLock { $0 }, at: request.arrival)
  }

  /// Counts a wrong token.
  ///
  /// - Returns: whether its answer has to wait.
  func countWrong(_ request: Request) -> Bool {
    tries.countWrong(from: request.clientNetwork, at: Monotonic.now)
  }
}

extension Request {
  /// The header fields as scenarios see them, and may send them back: without this server's own cookies.
  var fieldsForScenarios: [(name: String, value: String)] {
    headerFields.compactMap { field in
      guard field.name == .cookie else { return (field.name.canonicalName, field.value) }
      let pairs = field.value.split(separator: ";").map { $0.drop { $0 == " " } }
      let others = pairs.filter { !$0.hasPrefix(WithheldField.cookiePrefix) }
      if others.count == pairs.count { return (field.name.canonicalName, field.value) }
      return others.isEmpty ? nil : (field.name.canonicalName, others.joined(separator: "; "))
    }
  }
}
