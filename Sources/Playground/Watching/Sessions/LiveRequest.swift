import TextForms

/// A request that hands a verb to a running server, for programs that send it.
///
///     POST /api/streams/inject?session=room    {"event":"chat","data":"Hello"}
package struct LiveRequest: Sendable {
  /// Below the server's address.
  package var path: String
  /// JSON; empty for none.
  package var body: [UInt8]

  /// - Parameters:
  ///   - target: a query parameter that says whose streams are meant, and its value.
  ///   - gate: the name of the gate, for `gate`.
  ///   - body: JSON.
  package init(
    _ verb: LiveVerb, target: (name: String, value: String), gate: String? = nil, body: [UInt8] = []
  ) {
    var path = "/api/streams/\(verb.rawValue)?\(target.name)=\(Self.encoded(target.value))"
    if let gate { path += "&gate=\(Self.encoded(gate))" }
    self.path = path
    self.body = body
  }

  /// What `inject` takes: the members that are there, in order.
  package static func object(_ members: [(name: String, value: String?)], times: Int? = nil) -> [UInt8] {
    var list = members.compactMap { member in
      member.value.map { JSONValue.Member(name: member.name, value: .string($0)) }
    }
    if let times { list.append(JSONValue.Member(name: "times", value: .int(times))) }
    return JSONValue.object(list).bytes
  }

  /// Everything but unreserved characters as `%HH`. <https://www.rfc-editor.org/rfc/rfc3986#section-2.3>
  private static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }
}
