import ArgumentParser
import Playground

struct RoomCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "room",
    abstract: "Forgets a room that is not open.",
    discussion: """
      'sse-playground serve --room' opens one, and keeps in DATA who was there.
      """,
    subcommands: [RoomForgetCommand.self])
}

struct RoomForgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Removes everybody's name and work, the link and the presenter's token. Asks nothing.",
    discussion: """
      Examples:

        sse-playground room forget
        sse-playground room forget --data /var/lib/class

      Scenarios that are nobody's own stay. What is removed cannot be brought back.
      """)

  @Option(help: .setting("DATA", "folder")) var data: String?

  func run() async throws {
    let settings = try Settings.read(["DATA": data], keys: ["DATA"]).playground
    let removed = try await RoomRemains.forget(settings, notice: { Output.warn($0) })
    guard !removed.isNothing else {
      return Output.print("nothing to remove: there is no room in \(settings.data)")
    }
    let people = removed.participants == 1 ? "1 participant" : "\(removed.participants) participants"
    let work = removed.scenarios == 1 ? "1 scenario" : "\(removed.scenarios) scenarios"
    Output.print(
      "removed \(people) with \(work)\(removed.hadRoom ? ", the room's link and the presenter's token" : "")"
    )
  }
}
