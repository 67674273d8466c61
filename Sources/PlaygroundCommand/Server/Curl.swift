import Foundation
import Playground
import TextForms

/// Sends requests with the machine's `curl`, which handles TLS, proxies and name resolution.
///
/// Its options are written to its standard input, so that no token appears in the list of processes.
struct Curl {
  /// The whole URL, query included.
  let url: String
  var token: String?
  /// The longest that a request may take, in seconds.
  var limit = 30

  struct Response {
    var status: Int
    /// The header fields, by name in lower case. If a name occurs several times, the last field counts.
    var fields: [String: String]
    var body: [UInt8]

    /// The `detail` of a problem document (RFC 9457), or else the whole body, escaped for one line.
    var detail: String {
      let problem = try? JSONValue(reading: body)
      return (problem?["detail"]?.text ?? String(decoding: body, as: UTF8.self)).escapedForLog
    }
  }

  func get(accept type: String) throws(Failure) -> Response {
    try ask(["header = \(Self.quoted("Accept: \(type)"))"])
  }

  /// - Parameter body: JSON; empty for none.
  func post(_ body: [UInt8]) throws(Failure) -> Response {
    var lines = ["request = POST"]
    if !body.isEmpty {
      lines.append("header = \"Content-Type: application/json\"")
      lines.append("data-binary = \(Self.quoted(String(decoding: body, as: UTF8.self)))")
    }
    return try ask(lines)
  }

  private func ask(_ lines: [String]) throws(Failure) -> Response {
    var lines =
      lines + ["url = \(Self.quoted(url))", "include", "silent", "show-error", "max-time = \(limit)"]
    // Without this, curl may ask for 100 (Continue), whose head would come before the response's.
    lines.append("header = \"Expect:\"")
    if let token, !token.isEmpty { lines.append("header = \(Self.quoted("Authorization: Bearer \(token)"))") }
    let (output, complaint, exit) = try Self.run(lines.joined(separator: "\n") + "\n")
    guard exit != 127 else { throw Failure("this command needs curl, which is not there") }
    guard exit == 0 else { throw Failure("\(url.escapedForLog): \(complaint.escapedForLog)") }
    guard let response = Self.response(output) else {
      throw Failure("\(url.escapedForLog): no HTTP answer came")
    }
    return response
  }

  private static func response(_ output: [UInt8]) -> Response? {
    guard output.starts(with: Array("HTTP/".utf8)), let end = output.firstRange(of: Array("\r\n\r\n".utf8))
    else { return nil }
    let lines = String(decoding: output[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      return nil
    }
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
        in: .whitespaces)
    }
    return Response(status: status, fields: fields, body: Array(output[end.upperBound...]))
  }

  /// A quoted value for curl's config file. <https://curl.se/docs/manpage.html#-K>
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

  private static func run(_ input: String) throws(Failure) -> (
    output: [UInt8], complaint: String, exit: Int32
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["curl", "--config", "-"]
    let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = stderr
    do {
      try process.run()
      try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
      try stdin.fileHandleForWriting.close()
    } catch {
      throw Failure("curl cannot be started: \(error)")
    }
    let output = stdout.fileHandleForReading.readDataToEndOfFile()
    let complaint = String(decoding: stderr.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (Array(output), complaint.trimmingCharacters(in: .newlines), process.terminationStatus)
  }
}
