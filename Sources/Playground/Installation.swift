#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What was installed with the program: `share/sse-playground/` beside the `bin/` that it lies in.
///
///     /usr/bin/sse-playground
///     /usr/share/sse-playground/Public/
///     /usr/share/sse-playground/scenarios/
///
/// A program that was only built has none, and takes the pages and scenarios of the folder that it is started in.
public struct Installation: Sendable, Equatable {
  /// Of this process; nil if nothing was installed with it.
  public static let own = executable.flatMap(Installation.init(executable:))

  public let scenarios: String
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

  private static var executable: String? {
    // The kernel gives the file itself, whatever links led to it.
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}
