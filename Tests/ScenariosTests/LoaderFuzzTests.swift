import Testing

@testable import Scenarios

struct LoaderFuzzTests {
  /// Bytes that mean something in YAML or in expressions.
  static let fragments: [String] = [
    "${", "}", "'", "\"", "[", "]", "{", ": ", "- ", "\n", "\t", "&a ", "*a", "!!str ", "|", ">", "#", "\\",
    "\u{0}", "é", "..", "1e999",
    "forever", "steps:", "repeat: ", "? ", "%", "\r\n", "---\n", "99999999999999999999", "index", "??", "?:",
  ]

  @Test(arguments: ShippedScenarios.names)
  func `whatever is in a file, loading it gives a scenario or mistakes`(name: String) throws {
    let original = Array(try ShippedScenarios.text(name).utf8)
    var random = SeededRandom(seed: UInt64(original.count))
    for _ in 0..<60 {
      var bytes = original
      for _ in 0...random.below(3) {
        let position = Int(random.below(UInt64(bytes.count)))
        switch random.below(4) {
        case 0: bytes.remove(at: position)
        case 1: bytes[position] = UInt8(truncatingIfNeeded: random.next())
        case 2:
          let end = min(bytes.count, position + Int(random.below(40)))
          bytes.removeSubrange(position..<end)
        default:
          let fragment = Self.fragments[Int(random.below(UInt64(Self.fragments.count)))]
          bytes.insert(contentsOf: fragment.utf8, at: position)
        }
        if bytes.isEmpty { bytes = [UInt8(ascii: "x")] }
      }
      do throws(ScenarioMistakes) {
        let scenario = try Scenario.load(bytes: bytes, name: name, reserved: .none)
        _ = Playing.steps(scenario, limit: 20)
      } catch {
        #expect(!error.mistakes.isEmpty)
        #expect(
          error.mistakes.allSatisfy {
            $0.location.line >= 1 && $0.location.column >= 1 && !$0.message.isEmpty
          })
        #expect(!error.description.isEmpty)
      }
    }
  }

  @Test func `deep nesting is refused, in flow and in block style`() {
    #expect(
      mistakes(in: "steps: " + String(repeating: "[", count: 100_000)).contains("nested at most 32 deep"))
    #expect(
      mistakes(in: "steps: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40))
        .contains("nested at most 32 deep"))
    #expect(mistakes(in: String(repeating: "- ", count: 100_000) + "x").contains("nested at most 32 deep"))
    #expect(mistakes(in: String(repeating: "? ", count: 40) + "x").contains("nested at most 32 deep"))
    #expect(mistakes(in: String(repeating: "? ", count: 100_000) + "x").contains("a key must be text"))
    let expression = String(repeating: "(", count: 2_000) + "1" + String(repeating: ")", count: 2_000)
    #expect(!mistakes(in: "steps: [{data: '${\(expression)}'}]").isEmpty)
  }

  @Test func `aliases that would describe a huge document are refused before they are followed`() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(mistakes(in: text + "? *a40\n: x\n").contains("anchors and aliases"))
  }

  @Test func `a file of 256 KiB is read, a larger one refused`() {
    let line = "  - data: x\n"
    let comment = "#" + String(repeating: "x", count: 99) + "\n"
    let small = "steps:\n" + line + String(repeating: comment, count: 2_590)
    #expect(mistakes(in: small) == "")
    #expect(mistakes(in: small + String(repeating: comment, count: 100)).contains("at most 256 KiB"))
  }
}
