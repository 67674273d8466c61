import Testing

@testable import Scenarios

struct WrittenNumberTests {
  static let numbers = [
    "18446744073709551615", "-18446744073709551616", "1.10", "1.0", "1e2", "1E400", "-0", "0.1",
    "9223372036854775807", "1e-7",
    "123456789.123456789123",
  ]

  @Test(arguments: numbers)
  func `a number that is only passed on keeps its digits`(number: String) throws {
    let body = "{\"id\":\(number),\"list\":[\(number)]}"
    let value = try Value(json: Array(body.utf8))
    #expect(value.text == body)
    let scenario = try load("steps:\n  - data: { id: \"${body.id}\" }\n  - data: ${body}\n")
    let plan = PlanRequest(method: "POST", body: Array(body.utf8))
    #expect(Playing.text(scenario, plan) == "data: {\"id\":\(number)}\n\ndata: \(body)\n\n")
  }

  @Test func `to calculate with it is to calculate with its value`() throws {
    let body =
      "{\"a\": 1.0, \"b\": 1e2, \"c\": 18446744073709551615, \"d\": 18446744073709551614, \"z\": -0.0}"
    let request = PlanRequest(method: "POST", body: Array(body.utf8))
    let data =
      "${body.a + 1} ${body.a == 1} ${body.b > 99} ${body.c == body.d} ${body.c == body.c} ${body.z ? 1 : 2} ${round(body.b)}"
    #expect(
      Playing.text(try load("steps:\n  - data: \"\(data)\"\n"), request)
        == "data: 2 true true false true 2 100\n\n")
  }

  @Test(arguments: ["YYYY-MM-DD", "yyyy-MM-ddTHH:mm", "hh:mm a", "yyyy 'T"])
  func `a time format with other letters is a mistake that names the right ones`(format: String) {
    #expect(mistakes(in: "steps:\n  - data: ${time(\"\(format)\")}\n").contains("yyyy-MM-dd HH:mm:ss"))
  }

  @Test(arguments: [
    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", "EEE d. MMMM", "iso", "unixMs", "''yy", "HH:mm 'o''clock'",
  ])
  func `a right time format is none`(format: String) {
    #expect(
      mistakes(
        in:
          "steps:\n  - data: '${time(\"\(format.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))\")}'\n"
      ) == "")
  }

  @Test(arguments: ["\"5 \"", "\" 5\"", "\"\\t5\"", "\"a\\u0001b\"", "\"${'5'} \"", "\"${query.q} \""])
  func `an id that a header field would change is a mistake at load`(id: String) {
    #expect(mistakes(in: "steps:\n  - { id: \(id), data: x }\n").hasPrefix("test.yaml:2:11: error: 'id' "))
  }

  @Test func `an id that a header field would change is told in the stream where it shows only there`() throws
  {
    let text = Playing.text(
      try load("vars: { v: a }\nsteps:\n  - set: { v: \"5 \" }\n  - { id: \"${v}\", data: x }\n"))
    #expect(text.contains("the id begins or ends with white space"))
  }
}
