@testable import Scenarios

/// Writes a plan as text, to read and to compare.
///
///          0 ms  head 200 chunked
///       1000 ms  write
///                data: x\n
///                \n
enum PlanText {
  static func text(_ steps: [Playing.Step]) -> String {
    steps.map { step in
      let milliseconds = Double(step.time) / 1_000_000
      let time = milliseconds == milliseconds.rounded() ? "\(Int(milliseconds))" : "\(milliseconds)"
      let head = String(repeating: " ", count: max(0, 9 - time.count)) + time + " ms  " + name(step.action)
      let lines = lines(step.bytes).map { String(repeating: " ", count: 14) + $0 }
      return ([head] + lines).joined(separator: "\n") + "\n"
    }.joined()
  }

  private static func name(_ action: Playing.Action) -> String {
    switch action {
    case .head(let head):
      "head \(head.status) \(framing(head.framing))" + headers(head.headers) + omitted(head.omitted)
    case .respond(let response):
      "respond \(response.status)"
        + (response.framing.map { " " + framing($0) } ?? "")
        + (response.ending == .complete ? "" : " " + response.ending.rawValue) + headers(response.headers)
        + lines(response.body).map { "\n" + String(repeating: " ", count: 14) + $0 }.joined()
    case .write(let ownWrite): ownWrite ? "own write" : "write"
    case .gate(let name): "gate \(name)"
    case .signal(let signal):
      "signal \(signal.session) \(signal.gate) \(String(decoding: signal.value ?? [], as: UTF8.self))"
    case .hold: "hold"
    case .follow: "follow"
    case .end(let ending): "end \(ending.rawValue)"
    }
  }

  private static func framing(_ framing: ResponseHead.Framing) -> String {
    switch framing {
    case .chunked: "chunked"
    case .length(let length): "length \(length)"
    case .closeDelimited: "until closed"
    }
  }

  private static func omitted(_ names: Set<String>) -> String {
    names.sorted().map { "\n" + String(repeating: " ", count: 14) + "without \($0)" }.joined()
  }

  private static func headers(_ headers: [(name: String, value: String)]) -> String {
    headers.map { "\n" + String(repeating: " ", count: 14) + "\($0.name): \($0.value)" }.joined()
  }

  /// One line of text per line of bytes; bytes that are not printable ASCII or UTF-8 are escaped.
  private static func lines(_ bytes: [UInt8]) -> [String] {
    if bytes.isEmpty { return [] }
    var lines: [String] = []
    var line: [UInt8] = []
    func finish() {
      lines.append(
        String(validating: line, as: UTF8.self)
          ?? line.map { $0 < 0x80 ? String(UnicodeScalar($0)) : hex($0) }.joined())
      line = []
    }
    for byte in bytes {
      switch byte {
      case 0x0A:
        line += Array("\\n".utf8)
        finish()
      case 0x0D: line += Array("\\r".utf8)
      case UInt8(ascii: "\\"): line += Array("\\\\".utf8)
      case 0..<0x20, 0x7F: line += Array(hex(byte).utf8)
      default: line.append(byte)
      }
    }
    if !line.isEmpty { finish() }
    return lines
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "\\x" + (digits.count == 1 ? "0" : "") + digits
  }
}
