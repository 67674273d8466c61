/// Texts of short scenarios.
enum ScenarioText {
  static func sending(_ data: String, path: String? = nil) -> String {
    (path.map { "path: \($0)\n" } ?? "") + "steps:\n  - data: \(data)\n"
  }

  static let broken = "steps:\n  - dta: x\n"
}
