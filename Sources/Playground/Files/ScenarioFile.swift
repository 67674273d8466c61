import Scenarios
import TextForms

/// The state of one scenario file: its text, and the result of compiling it.
struct ScenarioFile: Sendable {
  /// Relative to the scenario folder: `basics/counter.yaml`.
  let path: String
  /// nil if the file could not be read, so that it is read again each time the folder is listed.
  private(set) var stamp: FileStamp?
  private(set) var source = ""
  /// The last valid version.
  private(set) var scenario: Scenario?
  private(set) var mistakes: [MistakeReport.Entry] = []
  private(set) var updated: Int64 = 0
  /// Increases each time the text is compiled.
  private(set) var revision = 0
  private var isCompiled = false
  /// Whether it is a link that leads out of the folder: such a file is listed, without a text or a scenario.
  private(set) var isLeftOut = false

  init(path: String) { self.path = path }

  /// The file's name without its extension.
  var name: String {
    let file = path.split(separator: "/").last ?? ""
    return String(file[..<(file.lastIndex(of: ".") ?? file.endIndex)])
  }

  var group: String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "" }

  /// Whether the text must be compiled: it is new, or it includes scenarios that may have changed.
  func needsCompiling(othersChanged: Bool) -> Bool {
    stamp != nil && (!isCompiled || (othersChanged && source.contains("include")))
  }

  /// Takes the file's current contents, to be compiled once all files are read.
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

  /// Compiles the text. If it has mistakes, the last valid version stays.
  ///
  /// - Parameter resolve: returns the text of a scenario to include, by its name.
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
