import HTTPTypes
import Testing
import TextForms

@testable import MicroHTTP

@Suite struct Dates {
  private static let second: Int64 = 1_000_000_000

  @Test func `a date is written anew with each second, as RFC 9110 has it in its example`() {
    var field = DateField()
    let wall = 784_111_777 * Self.second
    #expect(field.value(at: wall) == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(field.value(at: wall + Self.second - 1) == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(field.value(at: wall + Self.second) == "Sun, 06 Nov 1994 08:49:38 GMT")
    // A clock that was set back.
    #expect(field.value(at: wall) == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(field.value(at: -1) == "Wed, 31 Dec 1969 23:59:59 GMT")
  }

  @Test(arguments: [true, false])
  func `a whole answer and a stream have one date, their own or none`(isStream: Bool) async throws {
    let handler = TestHandler { request in
      var fields: HTTPFields = [:]
      if request.path == "/own" { fields[.date] = "Mon, 01 Jan 2024 00:00:00 GMT" }
      let isDated = request.path != "/none"
      guard isStream else { return .result(HTTPResult(status: 200, headerFields: fields, isDated: isDated)) }
      return Script([.head(StreamHead(headerFields: fields, isDated: isDated)), .end(.complete)]).answer
    }
    try await withServer(handler) { server in
      func dates(_ request: String) async throws -> [String] {
        let client = try await RawClient(port: server.port)
        await client.send("\(request) HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return try await client.head().head.split(separator: "\r\n").filter {
          $0.lowercased().hasPrefix("date:")
        }
        .map { String($0.dropFirst(6)) }
      }
      for method in ["GET", "HEAD"] {
        let made = try await dates("\(method) /")
        #expect(made.count == 1 && made.allSatisfy { HTTPDate.seconds($0) != nil })
        #expect(try await dates("\(method) /own") == ["Mon, 01 Jan 2024 00:00:00 GMT"])
        #expect(try await dates("\(method) /none") == [])
      }
    }
  }
}
