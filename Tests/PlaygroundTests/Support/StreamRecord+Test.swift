import MicroHTTP

@testable import Playground

extension StreamRecord {
  static func test(
    _ number: UInt64 = 1, session: SessionKey, request: Request = .test(.get, "/play/x"), started: UInt64 = 0
  ) -> StreamRecord {
    StreamRecord(
      id: StreamID(number: number), session: session, scenario: "x", request: request, started: started,
      wallStarted: 0)
  }
}
