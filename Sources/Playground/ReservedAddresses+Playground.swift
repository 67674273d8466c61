import Scenarios

extension ReservedAddresses {
  /// The addresses that scenarios cannot have: `/play`, those in `kept`, and those of the operations in the access table, cut after the
  /// first segment or, under `/api`, after the second.
  package static let playground = ReservedAddresses(
    ["/play"] + kept.map { "/api/" + $0 }
      + AccessTable.playground.operations.compactMap { operation, _ in
        guard let path = operation.split(separator: " ").last?.split(separator: "/") else { return nil }
        return path.prefix(path.first == "api" ? 2 : 1).joined(separator: "/")
      })

  /// Addresses that the playground may use under `/api` one day. Reserving them now keeps scenario files valid in later versions.
  private static let kept = [
    "check", "expectations", "exercises", "findings", "inspect", "journals", "lab", "participants",
    "playground",
    "protocols", "recordings", "reports", "rooms", "rules", "timelines", "verdicts", "version", "workshop",
  ]
}
