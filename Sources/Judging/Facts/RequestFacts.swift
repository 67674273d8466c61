import FieldValues

/// A request for a stream, as its head had it.
package struct RequestFacts: Hashable, Sendable {
  package struct Field: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package var scenario = ""
  package var method: String
  package var target: String
  package var remoteAddress = "127.0.0.1"
  package var fields: [Field]
  /// What the client asked to go on after, from the field or from the address.
  package var lastEventID: String?
  package var attempt = 1
  /// Whose it is among the clients of the session, from 1; 0 where there were too many to tell them apart.
  package var client = 1
  /// The connection that it came on; the same number for requests that came on the same one.
  package var connection: UInt64 = 0
  /// Bytes of the body, and as many of them as are kept.
  package var bodyLength = 0
  package var body: [UInt8] = []
  /// Address, program and page in one text, made once: it is compared with that of each other stream.
  var identity = ""
  /// Why the browser keeps the answer from the page that asked, and what to do about it.
  package var refusal: String?

  package init(method: String, target: String, fields: [Field] = []) {
    self.method = method
    self.target = target
    self.fields = fields
  }

  package subscript(name: String) -> String? {
    fields.first { $0.name.lowercased() == name }?.value
  }

  var path: Substring { target.prefix { $0 != "?" } }

  /// The field says so, and not the address, which says the same at every attempt.
  var bringsID: Bool { self["last-event-id"] != nil }

  /// Fields that a proxy adds. One that adds none cannot be told from a client.
  var cameThroughProxy: Bool { fields.contains { ProxyField.isOne($0.name.lowercased()) } }

  /// Whose page may be loaded anew at any time, which looks like a client that forgets all.
  var isOfBrowser: Bool {
    self["sec-fetch-mode"] != nil || self["user-agent"]?.hasPrefix("Mozilla/") == true
  }

  /// A program that asks once and keeps nothing: each run is another client.
  var isOfOneShotTool: Bool {
    let agent = (self["user-agent"] ?? "").lowercased()
    return ["curl/", "wget/", "httpie/", "xh/"].contains { agent.hasPrefix($0) }
  }
}
