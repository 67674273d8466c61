import Scenarios

extension ReservedAddresses {
  /// What belongs to the playground itself: where scenarios are played, and every operation of the table, by its first segment or,
  /// under `/api`, by the second.
  package static let playground = ReservedAddresses(
    ["/play"] + kept.map { "/api/" + $0 }
      + AccessTable.playground.operations.compactMap { operation, _ in
        guard let path = operation.split(separator: " ").last?.split(separator: "/") else { return nil }
        return path.prefix(path.first == "api" ? 2 : 1).joined(separator: "/")
      })

  /// What the playground may have under `/api` one day: a file that loads today loads under the next version as well.
  private static let kept = [
    "check", "expectations", "exercises", "findings", "inspect", "journals", "lab", "participants",
    "playground",
    "protocols", "recordings", "reports", "rooms", "rules", "timelines", "verdicts", "version", "workshop",
  ]
}
