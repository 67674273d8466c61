import MicroHTTP
import Scenarios
import TextForms

/// Cookies of browsers that have joined the room or may join it, signed with the room's key.
///
///     sse-playground-8000-room=ann.1795430000.5b1f0c….9d2a77…
///     sse-playground-8000-invited=.1795430000.5b1f0c….9d2a77…
///
/// The first names the participant as whom a browser has joined, and is valid while that participant keeps the same session. The second
/// shows that the browser followed a link with the right code. A new key invalidates both.
struct RoomCookie: Sendable {
  /// In seconds: a week, and an hour.
  static let lifetime: Int64 = 604_800
  static let invitationLifetime: Int64 = 3_600

  let port: UInt16
  private let key: [UInt8]
  /// Identifies the key, and so the round, without revealing the key.
  let round: String

  init(port: UInt16, key: [UInt8]) {
    self.port = port
    self.key = key
    round = Hex.text(Array(MessageCode.of(Array("round".utf8), key: key).prefix(8)))
  }

  // MARK: Participants

  var name: String { "\(WithheldField.cookiePrefix)-\(port)-room" }

  /// Returns the `Set-Cookie` value for a participant's browser, valid for `lifetime`.
  ///
  /// - Parameter now: seconds since 1970.
  func field(for participant: Participant, now: Int64, at arrival: Arrival) -> String {
    let value = SignedValue.make(
      [participant.name], until: now + Self.lifetime, secret: "\(participant.session)", key: key)
    return arrival.cookie(name, "\(value); Max-Age=\(Self.lifetime)")
  }

  /// Returns the participant as whom a browser has joined; nil if the value is not of this room or has expired.
  ///
  /// - Parameter find: returns the participant with a name.
  func participant(of value: String, now: Int64, find: (String) -> Participant?) -> Participant? {
    guard let value = SignedValue(value, fields: 1, now: now, lifetime: Self.lifetime),
      ScenarioName.isOwner(value.fields[0]), let participant = find(value.fields[0]),
      value.isSigned(secret: "\(participant.session)", key: key)
    else { return nil }
    return participant
  }

  /// Returns the `Set-Cookie` value that deletes it.
  func clearing(at arrival: Arrival) -> String { arrival.cookie(name, "; Max-Age=0") }

  /// The key with which a participant joins on another device: 32 hexadecimal digits that only the participant is told. It is not the
  /// session's key, which appears in addresses and which scenarios can read.
  func joinKey(for participant: Participant) -> String {
    let text = "join.\(participant.name).\(participant.session)"
    return Hex.text(Array(MessageCode.of(Array(text.utf8), key: key).prefix(16)))
  }

  // MARK: Invitations

  var invitationName: String { "\(WithheldField.cookiePrefix)-\(port)-invited" }

  /// Returns the `Set-Cookie` value for a browser that followed the link.
  func invitation(now: Int64, at arrival: Arrival) -> String {
    let value = SignedValue.make([""], until: now + Self.invitationLifetime, secret: "invited", key: key)
    return arrival.cookie(invitationName, "\(value); Max-Age=\(Self.invitationLifetime)")
  }

  func isInvitation(_ value: String, now: Int64) -> Bool {
    guard let value = SignedValue(value, fields: 1, now: now, lifetime: Self.invitationLifetime) else {
      return false
    }
    return value.fields[0].isEmpty && value.isSigned(secret: "invited", key: key)
  }
}
