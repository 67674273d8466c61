import QRCodes

/// What the presenter reads when a room is open: where participants go, and where they go themselves.
struct RoomGreeting {
  let name: String
  /// Of the network: `http://192.168.1.5:8000`; the first stands in the link.
  let origins: [String]
  let joinLink: String
  /// Of this machine: `http://127.0.0.1:8000`.
  let local: String
  /// nil where ADMIN_TOKEN is what one signs in with: it is shown nowhere.
  let token: String?
  /// Whether the code is drawn.
  let hasCode: Bool
  /// Whether another machine reaches the server, as far as this one can tell.
  let isReachable: Bool

  var lines: [String] {
    var lines = [
      "", "The room '\(name)' is open. Participants open this link, or scan the code:", "", "  \(joinLink)",
      "",
    ]
    if hasCode, let code = QRCode(joinLink) { lines += [code.terminalText, ""] }
    if !isReachable {
      lines += ["Only this machine reaches it: it has no address on a network, or HOST leaves that out.", ""]
    } else if origins.count > 1 {
      lines += ["The server is also reached at:", ""] + origins.dropFirst().map { "  \($0)/" } + [""]
    }
    lines += ["The presenter opens this on this machine; whoever has it may do everything:", ""]
    lines.append(token.map { "  \(local)/sign-in/#token=\($0)" } ?? "  \(local)/sign-in/   with ADMIN_TOKEN")
    return lines
  }

  /// How a room ends.
  static let end =
    "Ctrl+C closes the room. Names and work stay for the next --room; 'sse-playground room forget' removes them"
}
