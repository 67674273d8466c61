/// The role of the client that sent a request, as far as this server can tell.
enum Role: String, Sendable, Comparable, CaseIterable {
  /// Anybody who can reach the server.
  case visitor
  /// Somebody who has joined the room.
  case participant
  /// The person who runs the server: their client sent the token or, if no room is open, is on the server's machine.
  case presenter

  private var rank: Int {
    switch self {
    case .visitor: 0
    case .participant: 1
    case .presenter: 2
    }
  }

  static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }
}

/// The effect of an operation, which determines the roles that may request it.
enum Effect: String, Sendable, CaseIterable {
  /// Changes nothing, and shows only public things.
  case reads
  /// Computes something from the body and stores nothing.
  case computes
  /// Plays a text without saving it.
  case tries
  /// Changes scenarios or streams: a participant's own, or, for the presenter, anybody's.
  case keepsOwn
  /// Shows the activity of clients (a participant's own, or, for the presenter, anybody's), or information for people in the room.
  case observesOwn
  /// Shows what only the presenter may see.
  case observes
  /// Changes what others see.
  case writes

  /// The lowest role that may request it.
  var role: Role {
    switch self {
    case .reads, .computes: .visitor
    case .tries, .keepsOwn, .observesOwn: .participant
    case .observes, .writes: .presenter
    }
  }

  /// Whether pages of other sites may not request it.
  var isForOwnPages: Bool { self != .reads }

  /// Whether the content type of a body is checked.
  var takesBody: Bool {
    switch self {
    case .computes, .tries, .keepsOwn, .writes: true
    case .reads, .observesOwn, .observes: false
    }
  }
}

/// Every operation of the API with its effect: the one place that decides on permissions. An operation that is missing here is
/// refused to everyone. Pages and scenarios are not operations of the API: every visitor may read them.
///
/// docs/security.md has the same table for people; tests compare it, the OpenAPI document and a running server with this one.
struct AccessTable: Sendable {
  private let effects: [String: Effect]

  init(_ rows: KeyValuePairs<Effect, [String]>) {
    var effects: [String: Effect] = [:]
    for (effect, operations) in rows {
      for operation in operations { effects[operation] = effect }
    }
    self.effects = effects
  }

  /// All operations, such as `GET /api/scenarios/{name}`, in order.
  var operations: [(operation: String, effect: Effect)] {
    effects.map { ($0.key, $0.value) }.sorted { $0.operation < $1.operation }
  }

  /// Returns the effect of an operation; nil for one that is refused to everyone.
  ///
  /// - Parameter operation: method and pattern, such as `GET /api/scenarios/{name}`.
  func effect(of operation: String) -> Effect? { effects[operation] }

  static let playground = AccessTable([
    .reads: [
      "GET /healthz", "GET /metrics", "GET /openapi.json", "GET /scenario.schema.json",
      "GET /api/access", "GET /api/changes",
      "GET /api/scenarios", "GET /api/scenarios/{name}", "GET /api/scenarios/{name}/export",
      "GET /api/export", "GET /api/scenarios/{name}/outline",
      "GET /api/scenarios/{name}/versions", "GET /api/scenarios/{name}/versions/{number}",
      "GET /api/scenarios/{name}/diff", "GET /api/drafts/{id}",
    ],
    .computes: [
      "POST /api/validate", "POST /api/sign-in", "POST /api/sign-out", "POST /api/join", "POST /api/leave",
    ],
    .tries: ["POST /api/drafts", "DELETE /api/drafts/{id}"],
    .keepsOwn: [
      "PUT /api/scenarios/{name}", "DELETE /api/scenarios/{name}", "POST /api/scenarios/{name}/undelete",
      "POST /api/scenarios/{name}/rename", "POST /api/scenarios/{name}/duplicate",
      "POST /api/scenarios/{name}/versions/{number}/restore", "POST /api/import",
      "POST /api/sessions/{key}/gates/{gate}", "POST /api/sessions/{key}/step",
      "POST /api/sessions/{key}/dispatched",
      "DELETE /api/sessions/{key}/streams/{stream}", "DELETE /api/sessions/{key}",
      "POST /api/streams/inject", "POST /api/streams/pause", "POST /api/streams/freeze",
      "POST /api/streams/resume", "POST /api/streams/gate", "POST /api/streams/end", "POST /api/streams/cut",
      "POST /api/streams/reset",
    ],
    .observesOwn: [
      "GET /api/sessions", "GET /api/sessions/{key}", "GET /api/sessions/{key}/journal",
      "GET /api/sessions/{key}/verdict", "GET /api/room/hand-out",
    ],
    .observes: ["GET /api/origins", "GET /api/room", "GET /api/room/qr.svg"],
    .writes: [
      "DELETE /api/room", "POST /api/room/hand-out", "DELETE /api/room/hand-out", "POST /api/room/sign-out",
      "DELETE /api/room/participants/{participant}", "POST /api/origins",
    ],
  ])
}
