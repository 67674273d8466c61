import FieldValues

/// Refuses heads that are ambiguous or not meant for this server (RFC 9112, 3.2 and 6.3; RFC 9110, 7.4).
struct RequestGuard {
  let hosts: HostPolicy
  let fieldLimit = 100

  /// - Parameter localAddress: the address the client connected to.
  func problem(of head: RequestHead, localAddress: () -> String?) -> Problem? {
    if head.fields.count > fieldLimit {
      return Problem(
        status: 431, detail: "The request has more than \(fieldLimit) header fields. Send fewer.")
    }
    guard !head.method.isEmpty, head.method.allSatisfy(\.isTokenCharacter) else {
      return HeadScanner.malformed("The method holds a character that no method may hold.")
    }
    var hosts = 0
    var host: RequestHead.Bytes?
    var lengths = 0
    var encodings = 0
    for field in head.fields {
      guard !field.name.isEmpty, field.name.allSatisfy(\.isTokenCharacter) else {
        return HeadScanner.malformed("A header field's name holds a character that no name may hold.")
      }
      guard field.value.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else {
        return HeadScanner.malformed("A header field's value holds a control character.")
      }
      if field.name.equalsIgnoringCase("host") {
        hosts += 1
        host = field.value
      } else if field.name.equalsIgnoringCase("content-length") {
        lengths += 1
        guard (1...18).contains(field.value.count), field.value.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else {
          return HeadScanner.malformed("Content-Length has to be a number of bytes.")
        }
      } else if field.name.equalsIgnoringCase("transfer-encoding") {
        encodings += 1
        guard field.value.equalsIgnoringCase("chunked") else {
          return HeadScanner.malformed("The only supported Transfer-Encoding is 'chunked'.")
        }
      }
    }
    if lengths > 1 { return HeadScanner.malformed("Content-Length appears twice.") }
    if encodings > 1 { return HeadScanner.malformed("Transfer-Encoding appears twice.") }
    if lengths > 0, encodings > 0 {
      return HeadScanner.malformed("Content-Length and Transfer-Encoding exclude each other.")
    }
    if encodings > 0, head.isHTTP10 { return HeadScanner.malformed("HTTP/1.0 has no Transfer-Encoding.") }
    if hosts > 1 { return HeadScanner.malformed("Host appears twice.") }
    if host == nil, !head.isHTTP10 { return HeadScanner.malformed("An HTTP/1.1 request needs a Host field.") }
    return targetProblem(of: head) ?? hostProblem(of: head, host: host, localAddress: localAddress)
  }

  /// The forms of RFC 9112, 3.2. The authority-form of CONNECT is left to the handler, which does not support the method.
  private func targetProblem(of head: RequestHead) -> Problem? {
    let target = head.target
    guard target.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
      return HeadScanner.malformed(
        "The request target holds a space or a control character; write it percent-encoded.")
    }
    let isForm =
      target.first == UInt8(ascii: "/")
      || (target.count == 1 && target.first == UInt8(ascii: "*") && head.method.elementsEqual("OPTIONS".utf8))
      || UnsafeRawBufferPointer(rebasing: target.prefix(7)).equalsIgnoringCase("http://")
      || head.method.elementsEqual("CONNECT".utf8)
    guard isForm else { return HeadScanner.malformed("The request target has to begin with '/'.") }
    var index = 0
    while index + 2 < target.count, target[index] != UInt8(ascii: "?") {
      if target[index] == UInt8(ascii: "%"), target[index + 1] == UInt8(ascii: "0"),
        target[index + 2] == UInt8(ascii: "0")
      {
        return HeadScanner.malformed("The path holds an encoded NUL (%00).")
      }
      index += 1
    }
    return nil
  }

  private func hostProblem(of head: RequestHead, host: RequestHead.Bytes?, localAddress: () -> String?)
    -> Problem?
  {
    if let host {
      guard let name = HostPolicy.name(of: host) else {
        return HeadScanner.malformed("The Host field is not a name or an address with an optional port.")
      }
      if !hosts.allows(name, localAddress: localAddress) { return misdirected(name) }
    }
    if UnsafeRawBufferPointer(rebasing: head.target.prefix(7)).equalsIgnoringCase("http://") {
      let authority = UnsafeRawBufferPointer(
        rebasing: head.target.dropFirst(7).prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") })
      guard let name = HostPolicy.name(of: authority) else {
        return HeadScanner.malformed(
          "The request target's host is not a name or an address with an optional port.")
      }
      if !hosts.allows(name, localAddress: localAddress) { return misdirected(name) }
    }
    return nil
  }

  private func misdirected(_ name: RequestHead.Bytes) -> Problem {
    let text = RequestRecord.escaped(String(decoding: name, as: UTF8.self))
    return Problem(
      status: 421,
      detail:
        "This server does not answer to the name '\(text)'. Use http://localhost or http://127.0.0.1, or allow the name with the setting ALLOWED_HOSTS (ALLOWED_HOSTS=\(text))."
    )
  }
}
