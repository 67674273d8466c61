import HTTPTypes
import Logging
import MicroHTTP
import ScenarioStore

extension Route {
  /// An operation that runs on the event loop. An error that it throws becomes the response.
  static func now(
    _ method: HTTPRequest.Method, _ pattern: String, bodyLimit: Int = 0,
    contentTypes: [String] = Route.scenarioTypes, body: @escaping @Sendable (Call) throws -> HTTPResult
  ) -> Route {
    Route(method, pattern, bodyLimit: bodyLimit, contentTypes: contentTypes) { call in
      do { return .result(try body(call)) } catch { return .result(Refusal(error).result) }
    }
  }

  /// An operation that runs off the event loop, for example on the database. An error that it throws becomes the response.
  static func later(
    _ method: HTTPRequest.Method, _ pattern: String, bodyLimit: Int = 0,
    contentTypes: [String] = Route.scenarioTypes, log: Logger,
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
    guard let number = Int(text), range.contains(number) else {
      throw Refusal(
        .badRequest,
        "The query parameter '\(name)' must be a whole number from \(range.lowerBound) to \(range.upperBound), got '\(text.forSentence)'."
      )
    }
    return number
  }
}

extension Refusal {
  init(_ error: any Error) {
    switch error {
    case let refusal as Refusal: self = refusal
    case let error as StoreError: self.init(error)
    default:
      self.init(.internalServerError, "Something failed that should not have; the server's log says what.")
    }
  }
}
