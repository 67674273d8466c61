import MicroHTTP
import Scenarios
import TextForms

/// Cookies of browsers that were let into the room, signed with the room's key.
///
///     sse-playground-8000-room=ann.1795430000.5b1f0c….9d2a77…
///     sse-playground-8000-invited=.1795430000.5b1f0c….9d2a77…
///
/// The first says as whom a browser has joined, and is valid while that participant exists with the same session. The second says that it
/// followed a link with the right code. A new key invalidates both.
struct RoomCookie: Sendable {
  /// In seconds: a week, and an hour.
  static let lifetime: Int64 = 604_800
  static let invitationLifetime: Int64 = 3_600

  /// The server's port.
  let port: UInt16
  private let key: [UInt8]
  /// Identifies the key without revealing it.
  let round: String

  init(port: UInt16, key: [UInt8]) {
    self.port = port
    self.key = key
    round = Hex.text(Array(MessageCode.of(Array("round".utf8), key: key).prefix(8)))
  }

  private enum Kind: String { case room, invited }

  // MARK: Participants

  static func name(port: UInt16) -> String { name(.room, port) }

  /// Returns a value that is valid for `lifetime`.
  ///
  /// - Parameter now: seconds since 1970.
  func make(for participant: Participant, now: Int64) -> String {
    value(participant.name, secret: "\(participant.session)", until: now + Self.lifetime)
  }

  /// Returns the participant as whom a browser has joined; nil if the value is not of this room or has expired.
  ///
  /// - Parameter find: returns the participant with a name.
  func participant(of value: String, now: Int64, find: (String) -> Participant?) -> Participant? {
    guard let parts = Parts(value, now: now, lifetime: Self.lifetime), ScenarioName.isOwner(parts.name),
      let participant = find(parts.name), isSigned(parts, secret: "\(participant.session)")
    else { return nil }
    return participant
  }

  /// Returns the `Set-Cookie` value that sets it.
  func field(_ value: String, at arrival: Arrival) -> String {
    arrival.cookie(Self.name(.room, port), "\(value); Max-Age=\(Self.lifetime)")
  }

  /// Returns the `Set-Cookie` value that deletes it.
  static func clearing(port: UInt16, at arrival: Arrival) -> String {
    arrival.cookie(name(.room, port), "; Max-Age=0")
  }

  /// The key with which a participant joins on another device: 32 hexadecimal digits that only the participant is told. It is not the
  /// session's key, which appears in addresses and which scenarios can read.
  func joinKey(for participant: Participant) -> String {
    let text = "join.\(participant.name).\(participant.session)"
    return Hex.text(Array(MessageCode.of(Array(text.utf8), key: key).prefix(16)))
  }

  // MARK: Invitations

  static func invitationName(port: UInt16) -> String { name(.invited, port) }

  /// Returns the `Set-Cookie` value that sets an invitation.
  func invitation(now: Int64, at arrival: Arrival) -> String {
    let value = value("", secret: "invited", until: now + Self.invitationLifetime)
    return arrival.cookie(Self.name(.invited, port), "\(value); Max-Age=\(Self.invitationLifetime)")
  }

  func isInvitation(_ value: String, now: Int64) -> Bool {
    guard let parts = Parts(value, now: now, lifetime: Self.invitationLifetime), parts.name.isEmpty else {
      return false
    }
    return isSigned(parts, secret: "invited")
  }

  // MARK: Parts

  private struct Parts {
    let name: String
    let signed: String
    let code: Substring

    init?(_ value: String, now: Int64, lifetime: Int64) {
      let parts = value.split(separator: ".", omittingEmptySubsequences: false)
      guard value.utf8.count <= 256, parts.count == 4, let expiry = Int64(parts[1]), expiry > now,
        expiry <= now.addingReportingOverflow(lifetime).partialValue
      else { return nil }
      name = String(parts[0])
      signed = "\(parts[0]).\(parts[1]).\(parts[2])"
      code = parts[3]
    }
  }

  private func value(_ name: String, secret: String, until expiry: Int64) -> String {
    let text = "\(name).\(expiry).\(Hex.text(.random(count: 12)))"
    return "\(text).\(Hex.text(code(of: text, secret)))"
  }

  private func isSigned(_ parts: Parts, secret: String) -> Bool {
    MessageCode.isEqual(Array(Hex.text(code(of: parts.signed, secret)).utf8), Array(parts.code.utf8))
  }

  private func code(of text: String, _ secret: String) -> [UInt8] {
    MessageCode.of(Array("\(text).\(secret)".utf8), key: key)
  }

  private static func name(_ kind: Kind, _ port: UInt16) -> String {
    "\(WithheldField.cookiePrefix)-\(port)-\(kind.rawValue)"
  }
}
