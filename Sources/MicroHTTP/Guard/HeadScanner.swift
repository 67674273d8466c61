import FieldValues

/// Reads the head of a connection's first request strictly, as it comes in (RFC 9112, 2.2 to 5.2): only CRLF ends a line, exactly one
/// space separates the parts of the first line, no space precedes a colon, and no line is folded. libmicrohttpd is laxer and answers in
/// HTML, so it sees only heads that passed here.
struct HeadScanner {
  enum Verdict {
    /// No mistake so far; the first `scanned` bytes need not be examined again.
    case incomplete(scanned: Int)
    case complete(RequestHead)
    case refused(Problem)
  }

  /// The longest method in bytes: anything longer is another protocol.
  private static let methodLimit = 64

  let headLimit: Int
  let targetLimit: Int

  /// - Parameter scanned: as the previous call returned it.
  func scan(_ bytes: UnsafeRawBufferPointer, scanned: Int) -> Verdict {
    var start = 0
    // RFC 9112, 2.2: an empty line before the first is ignored.
    while start + 1 < bytes.count, start < 8, bytes[start] == 0x0D, bytes[start + 1] == 0x0A { start += 2 }
    // Half of an empty line is not the beginning of the first line.
    if start < 8, start + 1 == bytes.count, bytes[start] == 0x0D { return .incomplete(scanned: start) }
    var index = max(start, scanned)
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x0D {
        guard index + 1 < bytes.count else { break }
        guard bytes[index + 1] == 0x0A else {
          return .refused(Self.malformed("A CR in the head is not followed by LF."))
        }
        if index - start >= 2, bytes[index - 1] == 0x0A {
          guard index + 2 - start <= headLimit else { return .refused(tooLarge(bytes, from: start)) }
          return parse(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
        }
        index += 2
      } else if byte == 0x0A {
        return .refused(Self.malformed("A line of the head ends with LF; it has to end with CRLF."))
      } else if (byte < 0x20 && byte != 0x09) || byte == 0x7F {
        return .refused(Self.malformed("The head holds a control character."))
      } else {
        index += 1
      }
    }
    if index - start > headLimit { return .refused(tooLarge(bytes, from: start)) }
    if let early = firstLineMistake(bytes, from: start, to: index) { return .refused(early) }
    return .incomplete(scanned: index)
  }

  /// Finds mistakes in a first line before it is complete, so that TLS, HTTP/2 and other protocols do not have to wait for a deadline.
  private func firstLineMistake(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Problem? {
    var index = start
    while index < end, bytes[index].isTokenCharacter { index += 1 }
    if index - start > Self.methodLimit || (index < end && (bytes[index] != 0x20 || index == start)) {
      return Self.badRequestLine
    }
    let targetStart = index + 1
    guard targetStart < end else { return nil }
    index = targetStart
    while index < end, bytes[index] != 0x20, bytes[index] != 0x0D { index += 1 }
    return index - targetStart > targetLimit ? targetTooLong : nil
  }

  /// - Parameter bytes: whole lines, each with its CRLF.
  private func parse(_ bytes: UnsafeRawBufferPointer) -> Verdict {
    var lines = bytes[...]
    func nextLine() -> RequestHead.Bytes? {
      guard let end = lines.firstIndex(of: 0x0D) else { return nil }
      let line = UnsafeRawBufferPointer(rebasing: lines[lines.startIndex..<end])
      lines = lines[(end + 2)...]
      return line
    }
    guard let first = nextLine(), let methodEnd = first.firstIndex(of: 0x20),
      let targetEnd = first[(methodEnd + 1)...].firstIndex(of: 0x20)
    else { return .refused(Self.badRequestLine) }
    let method = UnsafeRawBufferPointer(rebasing: first[..<methodEnd])
    let target = UnsafeRawBufferPointer(rebasing: first[(methodEnd + 1)..<targetEnd])
    let version = UnsafeRawBufferPointer(rebasing: first[(targetEnd + 1)...])
    guard (1...Self.methodLimit).contains(method.count), method.allSatisfy(\.isTokenCharacter),
      !target.isEmpty
    else {
      return .refused(Self.badRequestLine)
    }
    guard target.count <= targetLimit else { return .refused(targetTooLong) }
    guard version.count == 8, version.prefix(5).elementsEqual("HTTP/".utf8), version[6] == UInt8(ascii: "."),
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(version[5]),
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(version[7])
    else { return .refused(Self.badRequestLine) }
    guard version[5] == UInt8(ascii: "1") else {
      return .refused(
        Problem(
          status: 505, detail: "This server speaks HTTP/1.1 and HTTP/1.0; send the request with one of them.")
      )
    }
    var head = RequestHead(
      method: method, target: target, isHTTP10: version[7] == UInt8(ascii: "0"), fields: [])
    while let line = nextLine() {
      if line.first == 0x20 || line.first == 0x09 {
        return .refused(Self.malformed("A header field continues in the next line; write it in one."))
      }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
        line[..<colon].allSatisfy(\.isTokenCharacter)
      else { return .refused(Self.malformed("A line of the head is not 'Name: value'.")) }
      var from = colon + 1
      var to = line.count
      while from < to, line[from] == 0x20 || line[from] == 0x09 { from += 1 }
      while to > from, line[to - 1] == 0x20 || line[to - 1] == 0x09 { to -= 1 }
      head.fields.append(
        (UnsafeRawBufferPointer(rebasing: line[..<colon]), UnsafeRawBufferPointer(rebasing: line[from..<to])))
    }
    return .complete(head)
  }

  private func tooLarge(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Problem {
    if let problem = firstLineMistake(bytes, from: start, to: bytes.count) { return problem }
    return Problem(
      status: 431,
      detail:
        "The request's head is longer than \(headLimit) bytes. Send fewer or shorter header fields; cookies are often the cause."
    )
  }

  var targetTooLong: Problem {
    Problem(
      status: 414,
      detail:
        "The request target is longer than \(targetLimit) bytes. Shorten the address, or send the data in a body."
    )
  }

  private static var badRequestLine: Problem {
    malformed(
      "The first line is not 'METHOD target HTTP/1.1'. Is this an HTTP/1.1 client, and the address http://, not https://?"
    )
  }

  static func malformed(_ detail: String) -> Problem {
    Problem(status: 400, detail: detail)
  }
}
