import HTTPTypes
import Logging
import MicroHTTP
import ScenarioStore
import TextForms

extension Route {
  /// An operation that runs on the event loop. An error that it throws becomes the response.
  static func now(
    _ method: HTTPRequest.Method, _ pattern: String, bodyLimit: Int = 0,
    contentTypes: [String] = AccessPolicy.scenarioTypes, body: @escaping @Sendable (Call) throws -> HTTPResult
  ) -> Route {
    answering(method, pattern, bodyLimit: bodyLimit, contentTypes: contentTypes) { call in
      .result(try body(call))
    }
  }

  /// An operation whose response may be delayed, or be a stream. An error that it throws becomes the response.
  static func answering(
    _ method: HTTPRequest.Method, _ pattern: String, bodyLimit: Int = 0,
    contentTypes: [String] = AccessPolicy.scenarioTypes, body: @escaping @Sendable (Call) throws -> Answer
  ) -> Route {
    Route(method, pattern, bodyLimit: bodyLimit, contentTypes: contentTypes) { call in
      do { return try body(call) } catch { return .result(Refusal(error).result) }
    }
  }

  /// An operation that runs off the event loop, for example on the database. An error that it throws becomes the response.
  static func later(
    _ method: HTTPRequest.Method, _ pattern: String, bodyLimit: Int = 0,
    contentTypes: [String] = AccessPolicy.scenarioTypes, log: Logger,
    refusal: @escaping @Sendable (Request) -> Refusal? = { _ in nil },
    body: @escaping @Sendable (Call) async throws -> HTTPResult
  ) -> Route {
    Route(method, pattern, bodyLimit: bodyLimit, contentTypes: contentTypes, refusal: refusal) { call in
      .later {
        do {
          return try await body(call)
        } catch {
          let result = Refusal(error).result
          if result.status >= 500 {
            log.error(
              "\(method) \(call.request.path.forSentence) failed: \(String(describing: error).forSentence)")
          }
          return result
        }
      }
    }
  }
}

extension Route.Call {
  /// Returns a query parameter that is a whole number; nil if it is absent. Throws 400 if it is not in `range`.
  func number(_ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
    guard let text = query(name) else { return nil }
    return try Self.number(text, of: name, in: range)
  }

  /// Reads the value of a query parameter that is a whole number. Throws 400 if it is not in `range`.
  static func number(_ text: String, of name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw .parameter(
        name, mustBe: "a whole number from \(range.lowerBound) to \(range.upperBound)", got: text)
    }
    return number
  }

  /// Reads the value of a query parameter that is true or false. Throws 400 if it is neither.
  static func bool(_ text: String, of name: String) throws(Refusal) -> Bool {
    guard let bool = Bool(text) else { throw .parameter(name, mustBe: "true or false", got: text) }
    return bool
  }
}

extension Refusal {
  /// 400 for a query parameter with an invalid value.
  static func parameter(_ name: String, mustBe wanted: String, got value: String) -> Refusal {
    Refusal(.badRequest, "The query parameter '\(name)' must be \(wanted), got '\(value.forSentence)'.")
  }

  init(_ error: any Error) {
    switch error {
    case let refusal as Refusal: self = refusal
    case let error as StoreError: self.init(error)
    default:
      self.init(.internalServerError, "Something failed that should not have; the server's log says what.")
    }
  }
}
