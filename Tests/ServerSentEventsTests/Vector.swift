import Foundation
import Testing

/// A test case from Tests/Vectors.
struct Vector: Decodable, CustomTestStringConvertible {
  struct Event: Decodable {
    var type: String
    var data: String
    var lastEventId: String
  }

  var name: String
  var text: String?
  var hex: String?
  var events: [Event]
  var lastEventId: String
  var reconnectionTime: UInt64?
  var nothing: [String]

  var testDescription: String { name }

  var bytes: [UInt8] {
    if let text { return Array(text.utf8) }
    let digits = Array((hex ?? "").utf8).map { UInt8(Character(Unicode.Scalar($0)).hexDigitValue ?? 0) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  static func load(_ file: String) throws -> [Vector] {
    struct File: Decodable { var cases: [Vector] }
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appending(path: "Vectors/\(file).json"))
    return try JSONDecoder().decode(File.self, from: data).cases
  }
}
