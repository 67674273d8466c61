import QRCodes

/// The text printed when a room opens: the participants' link and the presenter's own address.
struct RoomGreeting {
  let name: String
  /// The server's origins on the network, such as `http://192.168.1.5:8000`; the first one is in the link.
  let origins: [String]
  let joinLink: String
  /// The server's origin on this machine, such as `http://127.0.0.1:8000`.
  let local: String
  /// The presenter's token; nil if ADMIN_TOKEN is set, which is used instead and never printed.
  let token: String?
  /// Whether to draw the link as a QR code.
  let hasCode: Bool
  /// Whether another machine can reach the server, as far as this one can tell.
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

  /// The last line: how to end the room.
  static let end =
    "Ctrl+C closes the room. Names and work stay for the next --room; 'sse-playground room forget' removes them"
}
