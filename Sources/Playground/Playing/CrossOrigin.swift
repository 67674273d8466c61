import FieldValues
import HTTPTypes
import MicroHTTP
import Synchronization

/// Lets pages of the allowed origins read streams, and the responses that are sent in place of streams (CORS).
///
/// <https://fetch.spec.whatwg.org/#http-cors-protocol>
struct CrossOrigin: Sendable {
  /// Exact origins such as `http://localhost:3000`; `*` allows all.
  var allowedOrigins: [String]
  /// Origins that were allowed after the server started.
  var granted = GrantedOrigins()

  /// Returns the fields that a response needs for the request's origin, except `Access-Control-Expose-Headers`.
  func fields(for request: Request) -> HTTPFields {
    var fields: HTTPFields = [.vary: "Origin"]
    if let origin = allowed(request) { fields[.accessControlAllowOrigin] = origin }
    return fields
  }

  /// Returns the response to OPTIONS, whether it is a preflight or not.
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

  /// Returns the response to the preflight of a request that will be refused, so that the page can read the reason; nil if the request is
  /// not a preflight or its origin is not allowed.
  func preflightOfRefusal(_ request: Request) -> HTTPResult? {
    guard request.method == .options, request.headerFields[.accessControlRequestMethod] != nil,
      allowed(request) != nil
    else { return nil }
    return preflight(request, methods: [.get, .head, .post, .put, .patch, .delete, .options])
  }

  /// Returns the origin of a page that may not read the response; nil if it may, or if no page of another origin sent the request.
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
  /// The origin of the page that sent the request; nil if it is the server's own or there is none.
  var foreignOrigin: String? {
    guard let origin = headerFields[.origin], !arrival.isOwn(origin: origin) else { return nil }
    return origin
  }
}

extension HTTPFields {
  /// Adds CORS fields to a response: merges `Vary`, keeps fields that are set already, and exposes every field to the page.
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

  /// Lists the fields that a page could not read otherwise in `Access-Control-Expose-Headers`, if an origin may read the response.
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

  /// Always exposed: the fields by which a stream describes itself, and `Retry-After`.
  private static let ownNames = [
    HTTPField.Name.seed, .streamID, .resume, .retryAfter, .formerSeed, .formerStreamID,
  ].map(\.rawName)

  /// Adds a member to a list field unless the list has it already, or has `*`.
  mutating func addMember(_ member: String, to name: HTTPField.Name) {
    let members = self[name].map { FieldList.members(of: $0) } ?? []
    guard !members.contains("*"), !members.contains(where: { $0.lowercased() == member.lowercased() }) else {
      return
    }
    self[name] = (members + [member]).joined(separator: ", ")
  }

  /// Fields that are not listed: those that every page may read, that no page may read, or that a page cannot use.
  private static let needNoExposing: Set<String> = [
    "cache-control", "connection", "content-language", "content-length", "content-type", "expires",
    "last-modified",
    "pragma",
    "set-cookie", "set-cookie2", "vary", "x-content-type-options", "x-accel-buffering",
    "content-security-policy", "referrer-policy",
  ]
}

extension HTTPResult {
  /// Returns the response with CORS fields added.
  func readable(by crossOriginFields: HTTPFields) -> HTTPResult {
    var result = self
    result.headerFields.allowReading(crossOriginFields)
    return result
  }
}

/// Origins that were allowed by a request from the server's machine: like configured origins, but only until the server stops.
final class GrantedOrigins: Sendable {
  static let limit = 20

  private let origins = Mutex<[String]>([])

  var all: [String] { origins.withLock(\.self) }

  func contains(_ origin: String) -> Bool { origins.withLock { $0.contains(origin) } }

  /// - Returns: false if `limit` origins are allowed already.
  func add(_ origin: String) -> Bool {
    origins.withLock { origins in
      if origins.contains(origin) { return true }
      guard origins.count < Self.limit else { return false }
      origins.append(origin)
      return true
    }
  }
}
