/// Facts about one client: its streams in order, and each time that it came back.
package struct ClientFacts: Sendable {
  /// The number of streams whose IDs are examined to find other clients that may have come back; any beyond it count as possible.
  private static let claimantLimit = 64

  package let number: Int
  package let streams: [StreamFacts]
  package let session: SessionFacts
  /// In the order in which they happened.
  package let returns: [Return]

  init(_ number: Int, _ streams: [StreamFacts], in session: SessionFacts) {
    self.number = number
    let own = streams.filter { $0.request.method != "HEAD" && $0.request.method != "OPTIONS" }
    self.streams = own
    self.session = session
    var returns: [Return] = []
    var asked: UInt64?
    for (previous, next) in zip(own, own.dropFirst()) {
      guard let end = previous.end, let left = previous.leftAt, left <= next.requested.moment else {
        continue
      }
      let bringsSentID =
        next.request.bringsID
        && next.request.lastEventID.map { session.wasSent($0, before: next) } == true
      asked = Self.asked(after: previous, carried: asked, end)
      var back = Return(
        previous: previous, next: next,
        wait: end.isOurs ? next.requested.moment.since(left) : nil, asked: asked,
        isUnambiguous: Self.isUnambiguous(next, of: number, in: session), others: [],
        bringsSentID: bringsSentID)
      // Searched only where a mistake is possible, because the search examines each stream of the session.
      if bringsSentID, back.isEarly || !previous.isEventStream {
        back.others = Self.claimants(of: next, after: previous, in: session)
      }
      returns.append(back)
      // If this may be another client, the reconnection time so far may not apply to it.
      if !bringsSentID { asked = nil }
    }
    self.returns = returns
  }

  var cameThroughProxy: Bool { streams.contains { $0.request.cameThroughProxy } }
  var isOfBrowser: Bool { streams.contains { $0.request.isOfBrowser } }
  var isOfOneShotTool: Bool { streams.contains { $0.request.isOfOneShotTool } }

  /// The returns in which the client asked for the same path again.
  var reconnections: [Return] { returns.filter { $0.previous.request.path == $0.next.request.path } }

  /// Whether returns without an ID come at the same interval as early ones with an ID, and so from the same timer. Reloaded pages
  /// and restarted programs come at any time, and a shell loop may restart a program just when a client would reconnect.
  func sharesTimer(_ returns: [Return]) -> Bool {
    let early = reconnections.filter { $0.bringsSentID && $0.isSurelyEarly }
    let waits = returns.filter(\.isUnambiguous).compactMap(\.wait)
    // Only a mistake explains an early return with an ID that this session sent; the others must come at the same interval.
    guard early.count >= 2, let usual = early.compactMap(\.wait).median else { return false }
    let slack = max(usual / 2, 100_000_000)
    return waits.count { $0.distance(from: usual) <= slack } >= 2
  }

  // MARK: Building

  /// Returns the reconnection time in force after a stream, the lowest possible if its last bytes may be unread; nil: the client's default.
  private static func asked(after stream: StreamFacts, carried: UInt64?, _ end: StreamFacts.End) -> UInt64? {
    let own = stream.retries.map(\.nanoseconds)
    guard let last = own.last else { return carried }
    if end.isClean { return last }
    // Before the first one was read, the client's default was in force, which may be shorter.
    guard let first = stream.retries.first, first.end <= end.reached else { return nil }
    return min(own.min() ?? last, carried ?? .max)
  }

  /// Returns other streams that the client of `next` may have had before: they ended, they sent its ID, and no client came back
  /// with their last ID. A following stream without an ID proves nothing: it may be from a new client that was mistaken for theirs.
  private static func claimants(of next: StreamFacts, after previous: StreamFacts, in session: SessionFacts)
    -> [StreamFacts]
  {
    guard let id = next.request.lastEventID else { return [] }
    let moment = next.requested.moment
    var followers: [Int: StreamFacts] = [:]
    var found: [StreamFacts] = []
    var looked = 0
    for stream in session.streams.reversed() where stream.requested.moment < moment {
      let follower = followers.updateValue(stream, forKey: stream.request.client)
      guard stream.stream != previous.stream, stream.request.isAlike(next.request),
        let left = stream.leftAt, left <= moment
      else { continue }
      let last = stream.ids.isEmpty ? stream.request.lastEventID : stream.lastID
      if let follower, stream.request.client != 0, follower.request.bringsID, last != nil,
        follower.request.lastEventID == last
      {
        continue
      }
      looked += 1
      let isKnown = (stream.knowsIDs || !stream.isEventStream) && looked <= Self.claimantLimit
      if !isKnown || stream.request.lastEventID == id || stream.ids.contains(where: { $0.id == id }) {
        found.append(stream)
      }
    }
    return found
  }

  private static func isUnambiguous(_ next: StreamFacts, of number: Int, in session: SessionFacts) -> Bool {
    let moment = next.requested.moment
    var latest: [Int: StreamFacts] = [:]
    for stream in session.streams
    where stream.request.client != number && stream.requested.moment < moment
      && stream.request.isAlike(next.request)
    {
      if stream.request.client == 0 { return false }
      latest[stream.request.client] = stream
    }
    // A client whose latest stream has ended may be the one that comes now, unless it was never sent the request's ID.
    return latest.values.allSatisfy { other in
      guard let end = other.end, end.place.moment <= moment else { return true }
      guard let id = next.request.lastEventID, !id.isEmpty, other.knowsIDs else { return false }
      return !other.ids.contains { $0.id == id } && other.request.lastEventID != id
    }
  }
}

extension RequestFacts {
  /// Whether it comes from the same address, program and page.
  func isAlike(_ other: RequestFacts) -> Bool { identity == other.identity }

  mutating func identify() {
    let page = self["referer"] ?? self["origin"] ?? ""
    identity = [remoteAddress, self["user-agent"] ?? "", page].joined(separator: "\n")
  }
}

extension [UInt64] {
  var median: UInt64? { isEmpty ? nil : sorted()[count / 2] }
}

extension UInt64 {
  func distance(from other: UInt64) -> UInt64 { self > other ? self - other : other - self }
}
