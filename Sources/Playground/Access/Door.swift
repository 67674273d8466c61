import FieldValues
import HTTPTypes
import MicroHTTP
import Platform
import Synchronization

/// Determines a client's rights: from the machine it is on, a token, or the cookie of a browser that showed the token or joined the room.
final class Door: Sendable {
  /// The rights of a request, and how it got them.
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
    /// The participant as whom the browser joined the room; the presenter's browser may have joined too.
    var participant: Participant?
    /// When the sign-in cookie expires, in seconds since 1970; nil for other ways.
    var expires: Int64?
    /// Whether the request has a token that is not the server's.
    var isWrongToken = false
  }

  /// nil if no room is open.
  let room: Room?
  private let token: AdminToken?
  private let tries = TokenTries()
  private let cookie = Mutex<SignInCookie?>(nil)
  private let port = Mutex<UInt16>(0)

  /// - Parameter token: ADMIN_TOKEN; if nil, the room's token is used.
  init(token: AdminToken? = nil, room: Room? = nil) {
    self.room = room
    isRoomToken = token == nil && room != nil
    self.token = token ?? AdminToken(room?.token)
  }

  private let isRoomToken: Bool

  /// The name of the token in messages, which tells people where to look for it.
  var tokenName: String { isRoomToken ? "the room's token" : "ADMIN_TOKEN" }

  var hasToken: Bool { token != nil }

  /// Sets the server's port and the key that signs cookies, once they are known. `key` is called only if there is a token.
  func connect(port: UInt16, key: () -> [UInt8]) {
    self.port.withLock { $0 = port }
    room?.connect(port: port)
    guard let token else { return }
    let made = SignInCookie(port: port, key: key(), token: token)
    cookie.withLock { $0 = made }
  }

  /// Returns the rights of a request. While a room is open, being on the server's own machine grants nothing: a class may share
  /// that machine, and its browser should show the same as any other.
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

  /// Checks a token, and counts a wrong one.
  ///
  /// - Returns: the `Set-Cookie` value, or nil if the token is wrong; and whether the response must then be delayed.
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
  /// - Returns: whether the response must be delayed.
  func countWrong(_ request: Request) -> Bool {
    tries.countWrong(from: request.clientNetwork, at: Monotonic.now)
  }
}
