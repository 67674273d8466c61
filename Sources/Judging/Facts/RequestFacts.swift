import FieldValues

/// A request for a stream, as it was received.
package struct RequestFacts: Hashable, Sendable {
  package struct Field: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package var method: String
  package var target: String
  package var remoteAddress = "127.0.0.1"
  package var fields: [Field]
  /// The ID of the event to resume after, from the header field or from the address.
  package var lastEventID: String?
  /// The number of its client in the session, from 1; 0 if there were too many clients to tell apart.
  package var client = 1
  /// The length of the body in bytes, and the part of it that is kept.
  package var bodyLength = 0
  package var body: [UInt8] = []
  /// Address, program and page as one text, made once because it is compared with that of each other stream.
  var identity = ""
  /// Why the browser withholds the response from the page, and what to do about it; nil if it does not.
  package var refusal: String?

  package init(method: String, target: String, fields: [Field] = []) {
    self.method = method
    self.target = target
    self.fields = fields
  }

  /// The value of the first field with this name, which must be in lowercase.
  package subscript(name: String) -> String? {
    fields.first { $0.name.lowercased() == name }?.value
  }

  var path: Substring { target.prefix { $0 != "?" } }

  /// Whether the ID is in the header field. An ID in the address is the same at every attempt.
  var bringsID: Bool { self["last-event-id"] != nil }

  /// Whether it has fields that proxies add. A proxy that adds none looks like a client.
  var cameThroughProxy: Bool { fields.contains { ProxyField.isOne($0.name.lowercased()) } }

  /// Whether it comes from a browser. Its page may be reloaded at any time, which looks like a client that forgets everything.
  var isOfBrowser: Bool {
    self["sec-fetch-mode"] != nil || self["user-agent"]?.hasPrefix("Mozilla/") == true
  }

  /// Whether it comes from a program that makes one request and remembers nothing, so that each run is a new client.
  var isOfOneShotTool: Bool {
    let agent = (self["user-agent"] ?? "").lowercased()
    return ["curl/", "wget/", "httpie/", "xh/"].contains { agent.hasPrefix($0) }
  }
}
