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
    enum Way: String, Sendable { case local, token, cookie }

    var role: Role { way == nil ? .visitor : .presenter }
    /// nil for a visitor.
    var way: Way?
    /// Seconds since 1970; of a cookie.
    var expires: Int64?
    /// A token came that is not the server's.
    var isWrongToken = false
  }

  static let signInPage = "/sign-in/"

  private let token: AdminToken?
  private let tries = TokenTries()
  private let cookie = Mutex<SignInCookie?>(nil)
  private let port = Mutex<UInt16>(0)

  init(token: AdminToken? = nil) { self.token = token }

  /// Whether there is a token to show.
  var hasToken: Bool { token != nil }

  /// Says which port the server has, and what cookies are signed with.
  func connect(port: UInt16, key: () -> [UInt8]) {
    self.port.withLock { $0 = port }
    guard let token else { return }
    let made = SignInCookie(port: port, key: key(), token: token)
    cookie.withLock { $0 = made }
  }

  func access(of request: Request, now: Int64 = WallClock.now / 1_000_000_000) -> Access {
    if request.arrival.isLocal { return Access(way: .local) }
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
  func signIn(_ given: String, _ request: Request, now: Int64 = WallClock.now / 1_000_000_000) -> (
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

  /// The values of the cookies of a name (RFC 6265, 4.2.1).
  func cookies(named name: String) -> [String] {
    headerFields[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
      let pair = pair.drop { $0 == " " }
      return pair.hasPrefix(name + "=") ? String(pair.dropFirst(name.count + 1)) : nil
    }
  }
}
