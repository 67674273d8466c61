import MicroHTTP
import Scenarios
import TextForms

extension Route.Call {
  /// Reads a session's key in the path or the query. Throws 400 if it is not one.
  func sessionKey(_ text: String) throws(Refusal) -> SessionKey {
    guard let key = SessionKey(text) else {
      throw Refusal(
        .badRequest, "A session's key is 1 to \(SessionKey.longest) letters, digits, '-' or '_'.")
    }
    return key
  }

  /// Reads a stream's ID in the query parameter `stream`. Throws 400 if it is not one.
  func streamID(_ text: String) throws(Refusal) -> StreamID {
    guard let id = StreamID(text) else {
      throw Refusal(
        .badRequest, "'stream' must be the Playground-Stream of a stream, got '\(text.forSentence)'.")
    }
    return id
  }

  /// Reads the name of a gate in the path or the query. Throws 400 if it is not one.
  func gateName(_ text: String) throws(Refusal) -> String {
    guard ScenarioName.isValid(text) else {
      throw Refusal(.badRequest, "A gate's name is letters a-z, digits and '-', got '\(text.forSentence)'.")
    }
    return text
  }

  /// Returns the body as compact JSON, the form of a gate's value; nil if it is empty. Throws 400 if it is not JSON.
  func gateValue() throws(Refusal) -> [UInt8]? {
    if request.body.isEmpty { return nil }
    do throws(JSONMistake) { return try Signal.compact(json: request.body) } catch {
      throw .notJSON(error, request.body)
    }
  }
}

extension Refusal {
  static func unknownSession(_ key: SessionKey) -> Refusal {
    Refusal(
      .notFound,
      "There is no session '\(key)'; one is there from its first connection until ten minutes after its last."
    )
  }

  /// Why a gate was not opened.
  static func gate(_ refusal: GateRefusal, of key: SessionKey) -> Refusal {
    Refusal(refusal == .openings ? .tooManyRequests : .conflict, refusal.sentence(for: key))
  }
}

extension StreamID {
  /// Reads an ID as it is written in `Playground-Stream`, in hexadecimal.
  init?(_ text: String) {
    guard let number = UInt64(text, radix: 16), StreamID(number: number).description == text else {
      return nil
    }
    self.init(number: number)
  }
}
