import Platform

/// The files installed with the program: `share/sse-playground/`, next to the `bin/` that holds the program.
///
///     /usr/bin/sse-playground
///     /usr/share/sse-playground/Public/
///     /usr/share/sse-playground/scenarios/
///
/// A program that was built but not installed has none, and uses the pages and scenarios in its working folder.
package struct Installation: Sendable {
  /// The installation of this process; nil if nothing was installed with it.
  package static let own = ProcessFiles.executable.flatMap(Installation.init(executable:))

  package let scenarios: String
  let pages: String

  /// - Parameter executable: the program's path, without symbolic links.
  init?(executable: String) {
    let folders = executable.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    guard folders.last == "bin" else { return nil }
    let share = folders.dropLast().joined(separator: "/") + "/share/sse-playground"
    scenarios = share + "/scenarios"
    pages = share + "/Public"
    guard ScenarioFolder.isFolder(scenarios), ScenarioFolder.isFolder(pages) else { return nil }
  }
}
