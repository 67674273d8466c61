import FieldValues
import HTTPTypes
import MicroHTTP
import Synchronization

/// Lets pages of the origins on a list read streams, and what is answered in their place (CORS).
///
/// <https://fetch.spec.whatwg.org/#http-cors-protocol>
struct CrossOrigin: Sendable {
  /// Exact origins, `http://localhost:3000`; `*` among them allows all.
  var allowedOrigins: [String]
  /// Those that were allowed since the server started.
  var granted = GrantedOrigins()

  /// What a response needs for the request's origin, beside the list of the fields that may be read.
  func fields(for request: Request) -> HTTPFields {
    var fields: HTTPFields = [.vary: "Origin"]
    if let origin = allowed(request) { fields[.accessControlAllowOrigin] = origin }
    return fields
  }

  /// The answer to OPTIONS, a preflight or not.
  func preflight(_ request: Request, methods: [HTTPRequest.Method]) -> HTTPResult {
    let list = methods.map(\.rawValue).joined(separator: ", ")
    var fields: HTTPFields = [.allow: list, .vary: "Origin"]
    if let origin = allowed(request) {
      fields[.accessControlAllowOrigin] = origin
      fields[.accessControlAllowMethods] = list
      if let names = request.headerFields[.accessControlRequestHeaders] {
        fields[.accessControlAllowHeaders] = names
        fields[.vary] = "Origin, Access-Control-Request-Headers"
      }
      fields[.accessControlMaxAge] = "600"
    }
    return HTTPResult(status: 204, headerFields: fields)
  }

  /// The answer to the preflight of a request that will be refused, so that the page gets to read why; nil if it is none, or may not.
  func preflightOfRefusal(_ request: Request) -> HTTPResult? {
    guard request.method == .options, request.headerFields[.accessControlRequestMethod] != nil,
      allowed(request) != nil
    else { return nil }
    return preflight(request, methods: [.get, .head, .post, .put, .patch, .delete, .options])
  }

  /// The origin of a page that may not read what is answered; nil if it may, or if no page of another origin asks.
  func refused(_ request: Request) -> String? {
    allowed(request) == nil ? request.foreignOrigin : nil
  }

  private func allowed(_ request: Request) -> String? {
    guard let origin = request.headerFields[.origin] else { return nil }
    return allowedOrigins.contains(origin) || allowedOrigins.contains("*") || granted.contains(origin)
      ? origin : nil
  }
}

extension Request {
  /// The origin of the page of another origin that asks; nil where none does.
  var foreignOrigin: String? {
    guard let origin = headerFields[.origin], !arrival.isOwn(origin: origin) else { return nil }
    return origin
  }
}

extension HTTPFields {
  /// Adds CORS fields to those of a response: `Vary` is added to, what is there already stays, and the page may read every field.
  mutating func allowReading(_ crossOriginFields: HTTPFields) {
    for field in crossOriginFields {
      if field.name == .vary {
        for member in FieldList.members(of: field.value) { addMember(member, to: .vary) }
      } else if self[field.name] == nil {
        append(field)
      }
    }
    exposeAll()
  }

  /// Names all fields that a page could not read otherwise, once an origin may read the response.
  /// <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>
  mutating func exposeAll() {
    guard self[.accessControlAllowOrigin] != nil, self[.accessControlExposeHeaders] == nil else { return }
    var names = Self.ownNames
    for field in self where !Self.needNoExposing.contains(field.name.canonicalName) {
      let name = field.name.rawName
      let isKnown =
        field.name.canonicalName.hasPrefix("access-control-")
        || names.contains { $0.lowercased() == field.name.canonicalName }
      if !isKnown { names.append(name) }
    }
    self[.accessControlExposeHeaders] = names.joined(separator: ", ")
  }

  /// What a stream says of itself, and when to come back.
  private static let ownNames = [
    HTTPField.Name.seed, .streamID, .resume, .retryAfter, .formerSeed, .formerStreamID,
  ].map(\.rawName)

  /// Adds a member to a field that is a list, unless it is there.
  mutating func addMember(_ member: String, to name: HTTPField.Name) {
    let members = self[name].map { FieldList.members(of: $0) } ?? []
    guard !members.contains("*"), !members.contains(where: { $0.lowercased() == member.lowercased() }) else {
      return
    }
    self[name] = (members + [member]).joined(separator: ", ")
  }

  /// Those that every page may read, that no page may, and that say nothing to one.
  private static let needNoExposing: Set<String> = [
    "cache-control", "connection", "content-language", "content-length", "content-type", "expires",
    "last-modified",
    "pragma",
    "set-cookie", "set-cookie2", "vary", "x-content-type-options", "x-accel-buffering",
    "content-security-policy", "referrer-policy",
  ]
}

extension HTTPResult {
  /// As a page of another origin may read it.
  func readable(by crossOriginFields: HTTPFields) -> HTTPResult {
    var result = self
    result.headerFields.allowReading(crossOriginFields)
    return result
  }
}

/// Origins whose pages may read streams until the server stops, beside those of the configuration: somebody on the server's machine
/// said so.
final class GrantedOrigins: Sendable {
  static let limit = 20

  private let origins = Mutex<[String]>([])

  var all: [String] { origins.withLock(\.self) }

  func contains(_ origin: String) -> Bool { origins.withLock { $0.contains(origin) } }

  /// - Returns: false if there are too many.
  func add(_ origin: String) -> Bool {
    origins.withLock { origins in
      if origins.contains(origin) { return true }
      guard origins.count < Self.limit else { return false }
      origins.append(origin)
      return true
    }
  }
}
