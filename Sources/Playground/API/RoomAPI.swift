import HTTPTypes
import Logging
import MicroHTTP
import Scenarios
import TextForms

/// `/api/room`: lists, signs out and removes participants, and hands out a scenario. For the presenter; participants read the hand-out.
struct RoomAPI: RouteGroup {
  private static let longestTitle = 200

  let room: Room?
  let saved: SavedScenarios
  let sessions: SessionRegistry
  let drafts: Drafts
  let bodyLimit: Int
  let log: Logger

  var routes: [Route] {
    [
      // Off the event loop: this searches all scenarios and streams, of which there may be thousands.
      .later(.get, "/api/room", log: log) { _ in .json(json(try opened())) },
      .later(.delete, "/api/room", log: log) { _ in
        let room = try opened()
        room.handOut(nil)
        for participant in try await room.forget() { forgetStreams(of: participant) }
        await saved.refresh()
        log.notice("the room was emptied: names, work and journals are forgotten")
        return .json(json(room))
      },
      .later(.post, "/api/room/sign-out", bodyLimit: 1_024, log: log) { _ in
        let room = try opened()
        try await room.signEverybodyOut()
        log.notice("everybody in the room was signed out")
        return .json(json(room))
      },
      .later(.delete, "/api/room/participants/{participant}", log: log) { call in
        let name = call["participant"]
        guard let participant = try await opened().remove(name) else {
          throw Refusal(.notFound, "Nobody in the room is called '\(name.forSentence)'.")
        }
        forgetStreams(of: participant)
        await saved.refresh()
        log.notice("\(name) was removed from the room", metadata: ["participant": "\(name)"])
        return HTTPResult(status: 204)
      },
      .later(.post, "/api/room/hand-out", bodyLimit: bodyLimit, contentTypes: Route.json, log: log) { call in
        let room = try opened()
        let handOut = try wanted(call)
        room.handOut(handOut)
        return .json(handOut.json, status: 201)
      },
      .now(.get, "/api/room/hand-out") { _ in
        // Not 404: pages request this often, and browsers report each 404 on the console.
        try opened().handOut.map { .json($0.json) } ?? HTTPResult(status: 204)
      },
      .now(.delete, "/api/room/hand-out") { _ in
        try opened().handOut(nil)
        return HTTPResult(status: 204)
      },
    ]
  }

  private func opened() throws(Refusal) -> Room {
    guard let room else { throw .noRoom }
    return room
  }

  private func json(_ room: Room) -> JSONValue {
    let counts = saved.catalog.snapshot.entries.reduce(into: [String: Int]()) { counts, entry in
      if entry.origin == .saved, let owner = ScenarioName.owner(of: entry.name) {
        counts[owner, default: 0] += 1
      }
    }
    let members = room.members
    let playing = sessionsWithStreams(of: members.map(\.member.participant.session))
    return [
      "name": .string(room.name), "join": JSONValue(room.joinLink),
      "addresses": .array(room.origins.map(JSONValue.string)),
      "participants": .array(
        members.map { member, isIn in
          member.participant.json.adding([
            "joined": .string(Timestamp.text(nanoseconds: member.joined)), "in": .bool(isIn),
            "here": .bool(isIn && (member.pages > 0 || playing.contains(member.participant.session))),
            "scenarios": .int(counts[member.participant.name] ?? 0),
          ])
        }),
      "handout": room.handOut?.json ?? .null,
    ]
  }

  /// Returns those of `keys` that have open streams, in the session itself or in one of its runs (`KEY-…`).
  private func sessionsWithStreams(of keys: [SessionKey]) -> Set<SessionKey> {
    let owners = Dictionary(keys.map { ($0.description[...], $0) }, uniquingKeysWith: { first, _ in first })
    var found: Set<SessionKey> = []
    for key in Set(sessions.streams(of: .everybody).map(\.session)) {
      var text = key.description[...]
      while owners[text] == nil, let hyphen = text.lastIndex(of: "-") { text = text[..<hyphen] }
      if let owner = owners[text] { found.insert(owner) }
    }
    return found
  }

  /// Ends the participant's open streams, and deletes their journals and drafts.
  private func forgetStreams(of participant: Participant) {
    sessions.end(sessions.streams(ofSessions: participant.owns), .complete)
    sessions.forget(where: participant.owns)
    drafts.remove(of: participant.name)
  }

  // MARK: Handing out

  /// Returns the hand-out that the body names or contains. A scenario that not everybody sees is handed out as text.
  private func wanted(_ call: Route.Call) throws(Refusal) -> HandOut {
    let members = try JSONObject(call.request.body)
    try members.allow(["scenario", "title", "source"])
    let title = try members.optionalText("title")
    if let title, !(1...Self.longestTitle).contains(title.utf8.count) {
      throw Refusal(.unprocessableContent, "'title' has 1 to \(Self.longestTitle) bytes.")
    }
    if let name = try members.optionalText("scenario") {
      guard try members.optionalText("source") == nil else {
        throw Refusal(.unprocessableContent, "The body needs either 'scenario' or 'source', not both.")
      }
      guard let entry = saved.catalog.snapshot[name] else {
        throw Refusal(.unprocessableContent, "No scenario is named '\(name.forSentence)'.")
      }
      let isOwned = entry.origin == .saved && ScenarioName.owner(of: name) != nil
      return HandOut(title: title ?? entry.title, isOwned ? .source(entry.source) : .scenario(name))
    }
    guard let source = try members.optionalText("source") else {
      throw Refusal(
        .unprocessableContent, "The body needs a member 'scenario' with a name, or 'source' with a text.")
    }
    let scenario = try Scenario.checked(
      source, name: "hand-out", limit: saved.store.limits.source,
      resolve: saved.catalog.sources(for: "hand-out"))
    return HandOut(title: title ?? scenario.title, .source(source))
  }
}
