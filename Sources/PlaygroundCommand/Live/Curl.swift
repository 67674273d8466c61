import Foundation

/// Sends a request with the `curl` of the machine, which knows TLS, proxies and every name.
///
/// What it is to do goes to its standard input, so that no token stands in the list of processes.
enum Curl {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// - Returns: the status, and the body of the answer.
  static func post(_ url: String, body: [UInt8], token: String?) throws(Failure) -> (
    status: Int, text: String
  ) {
    var lines = [
      "url = \(quoted(url))", "request = POST", "silent", "show-error", "max-time = 30",
      "write-out = \"\\n%{http_code}\"",
    ]
    if let token, !token.isEmpty { lines.append("header = \(quoted("Authorization: Bearer \(token)"))") }
    if !body.isEmpty {
      lines.append("header = \"Content-Type: application/json\"")
      lines.append("data-binary = \(quoted(String(decoding: body, as: UTF8.self)))")
    }
    let (output, complaint, exit) = try run(
      ["curl", "--config", "-"], input: lines.joined(separator: "\n") + "\n")
    guard exit == 0 else {
      throw Failure(
        description: exit == 127
          ? "this command needs curl, which is not there" : "\(url.escapedForLog): \(complaint.escapedForLog)"
      )
    }
    let parts = output.split(separator: "\n", omittingEmptySubsequences: false)
    guard let status = parts.last.flatMap({ Int($0) }) else {
      throw Failure(description: "\(url.escapedForLog): no HTTP answer came")
    }
    return (status, parts.dropLast().joined(separator: "\n"))
  }

  /// What a problem document says, or else the text.
  static func detail(of text: String) -> String {
    let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    return (object?["detail"] as? String ?? text).escapedForLog
  }

  /// <https://curl.se/docs/manpage.html#-K>
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text.unicodeScalars {
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(character)
      }
    }
    return result + "\""
  }

  private static func run(_ arguments: [String], input: String) throws(Failure) -> (
    output: String, complaint: String, exit: Int32
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = stderr
    do {
      try process.run()
      try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
      try stdin.fileHandleForWriting.close()
    } catch {
      throw Failure(description: "curl cannot be started: \(error)")
    }
    let output = stdout.fileHandleForReading.readDataToEndOfFile()
    let complaint = stderr.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    func text(_ data: Data) -> String {
      String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
    return (text(output), text(complaint), process.terminationStatus)
  }
}
