/// What in a scenario's own `cors` keeps a page of another origin from reading its answer.
package enum CORSRefusal: Sendable, Hashable {
  /// `cors: off`.
  case off
  /// `origins` names others: these.
  case unlisted([String])
  /// `preflight: refuse`.
  case preflight
  /// `stream: missing`.
  case stream

  /// The words of the scenario that say so.
  package var key: String {
    switch self {
    case .off: "cors: off"
    case .unlisted: "cors: origins"
    case .preflight: "cors: preflight"
    case .stream: "cors: stream"
    }
  }
}
