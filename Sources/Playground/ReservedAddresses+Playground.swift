import Scenarios

extension ReservedAddresses {
  /// The addresses of the playground itself: `/play`, and those of all operations in the access table, up to their first segment or,
  /// under `/api`, their second.
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
