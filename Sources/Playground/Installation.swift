import Platform

/// What was installed with the program: `share/sse-playground/` beside the `bin/` that it lies in.
///
///     /usr/bin/sse-playground
///     /usr/share/sse-playground/Public/
///     /usr/share/sse-playground/scenarios/
///
/// A program that was only built has none, and takes the pages and scenarios of the folder that it is started in.
package struct Installation: Sendable, Equatable {
  /// Of this process; nil if nothing was installed with it.
  package static let own = ProcessFiles.executable.flatMap(Installation.init(executable:))

  package let scenarios: String
  let pages: String

  /// - Parameter executable: the program's path, with no link in it.
  init?(executable: String) {
    let folders = executable.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    guard folders.last == "bin" else { return nil }
    let share = folders.dropLast().joined(separator: "/") + "/share/sse-playground"
    scenarios = share + "/scenarios"
    pages = share + "/Public"
    guard ScenarioFolder.isFolder(scenarios), ScenarioFolder.isFolder(pages) else { return nil }
  }
}
