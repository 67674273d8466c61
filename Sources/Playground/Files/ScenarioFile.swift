import Scenarios
import TextForms

/// What is known of one scenario file.
struct ScenarioFile: Sendable {
  /// Relative to the scenario folder: `basics/counter.yaml`.
  let path: String
  /// nil when the file could not be read: it is tried again at each look.
  private(set) var stamp: FileStamp?
  private(set) var source = ""
  /// The last version that was right.
  private(set) var scenario: Scenario?
  private(set) var mistakes: [MistakeReport.Entry] = []
  private(set) var updated: Int64 = 0
  /// Rises with each time that the text is compiled.
  private(set) var revision = 0
  private var isCompiled = false
  /// It is a link that leads out of the folder: it is named, and has no text and no scenario.
  private(set) var isLeftOut = false

  init(path: String) { self.path = path }

  /// The file's name without its extension.
  var name: String {
    let file = path.split(separator: "/").last ?? ""
    return String(file[..<(file.lastIndex(of: ".") ?? file.endIndex)])
  }

  var group: String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "" }

  /// Whether the text is to be compiled: it is new, or includes scenarios that may be.
  func needsCompiling(othersChanged: Bool) -> Bool {
    stamp != nil && (!isCompiled || (othersChanged && source.contains("include")))
  }

  /// Takes what the file holds now, to be compiled when all files are read.
  mutating func take(_ contents: ScenarioFolder.Contents) {
    isLeftOut = false
    switch contents {
    case .gone: break
    case .outside:
      isLeftOut = true
      stamp = nil
      source = ""
      scenario = nil
      isCompiled = false
      mistakes = [
        MistakeReport.Entry(
          "the file is left out: it is a link that leads out of the folder; put the file itself there",
          at: .start, of: "")
      ]
    case .unreadable(let why):
      stamp = nil
      mistakes = [MistakeReport.Entry("the file cannot be read: \(why)", at: .start, of: "")]
    case .text(let text, let stamp):
      let isKnown = self.stamp != nil && text == source
      self.stamp = stamp
      updated = stamp.modified
      if isKnown { return }
      source = text
      isCompiled = false
    }
  }

  /// Compiles the text. A broken one leaves the last good version in place.
  ///
  /// - Parameter resolve: gives the text of another scenario, to be included.
  mutating func compile(displayPath: String, resolve: (String) -> String?) {
    isCompiled = true
    revision &+= 1
    do throws(ScenarioMistakes) {
      let loaded = try Scenario.load(
        text: source, name: ScenarioName.isValid(name) ? name : "scenario", file: displayPath,
        reserved: .playground, resolve: resolve)
      scenario = loaded
      mistakes = loaded.warnings.mistakes
    } catch {
      mistakes = error.report.mistakes
    }
  }
}
