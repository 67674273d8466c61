import MicroHTTP

/// Tells the clients of a session apart.
///
/// Streams that are open at the same time belong to different clients, because the bytes of two are not one event stream. A stream that
/// comes after another has ended is the next one of the same client if address, program and page are the same. If several match, the first
/// of these that differs decides: same connection, same path, last ID equal to the new Last-Event-ID, not ended by the client, ended last.
struct SessionClients {
  /// The most clients that are told apart at a time.
  static let limit = 64

  private struct Client {
    var number: Int
    var identity: UInt64
    var path: Substring
    var last: StreamRecord
  }

  private var clients: [Client] = []
  private var count = 0

  /// Returns the number of a stream's client, from 1; 0 if there are too many.
  mutating func number(for record: StreamRecord) -> Int {
    let identity = Self.identity(of: record)
    let path = record.target.prefix { $0 != "?" }
    let id = record.lastEventID.map { SentID.number(of: $0.utf8) }
    // How likely it is that the stream continues one that has ended.
    var best: (index: Int, rank: (Int, Int, Int, Int, UInt64))?
    for (index, client) in clients.enumerated() where client.identity == identity {
      let last = client.last
      guard let end = last.end else { continue }
      let rank = (
        last.connection != 0 && last.connection == record.connection ? 1 : 0, client.path == path ? 1 : 0,
        id != nil && last.lastID.load(ordering: .relaxed) == id ? 1 : 0, end.by == .client ? 0 : 1, end.time
      )
      if let best, best.rank >= rank { continue }
      best = (index, rank)
    }
    if let index = best?.index {
      clients[index].path = path
      clients[index].last = record
      return clients[index].number
    }
    if clients.count >= Self.limit {
      let ended = clients.indices.filter { clients[$0].last.end != nil }
      guard
        let oldest = ended.min(by: { (clients[$0].last.end?.time ?? 0) < (clients[$1].last.end?.time ?? 0) })
      else { return 0 }
      clients.remove(at: oldest)
    }
    count += 1
    clients.append(Client(number: count, identity: identity, path: path, last: record))
    return count
  }

  private static func identity(of record: StreamRecord) -> UInt64 {
    let parts = [record.remoteAddress, record.userAgent ?? "", record.page ?? ""]
    return StableHash.of(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8)
  }
}
