/// The streams of one loop, and the groups that they belong to.
struct StreamTable {
  private let loop: Int
  /// Connections by the number of their stream.
  private var connections: [UInt64: Connection] = [:]
  private var groups: [ObjectIdentifier: GroupMembers] = [:]

  /// - Parameter loop: its index.
  init(loop: Int) { self.loop = loop }

  var count: Int { connections.count }

  subscript(id: StreamID) -> (connection: Connection, stream: Stream)? {
    guard let connection = connections[id.number], let stream = connection.stream else { return nil }
    return (connection, stream)
  }

  mutating func insert(_ stream: Stream, on connection: Connection) {
    connections[stream.id.number] = connection
  }

  mutating func remove(_ stream: Stream) {
    connections[stream.id.number] = nil
    leaveGroup(stream)
  }

  /// Makes a stream a member of a group.
  ///
  /// - Returns: whether it was not a member before; then its producer must be asked again, because it was not woken for earlier changes.
  mutating func join(_ group: StreamGroup, _ stream: Stream, on connection: Connection) -> Bool {
    if stream.group?.group === group { return false }
    leaveGroup(stream)
    let members = groups[ObjectIdentifier(group)] ?? GroupMembers(group)
    if members.connections.isEmpty {
      groups[ObjectIdentifier(group)] = members
      group.join(loop: loop)
    }
    stream.group = members
    stream.groupPlace = members.connections.count
    members.connections.append(connection)
    return true
  }

  private mutating func leaveGroup(_ stream: Stream) {
    guard let members = stream.group else { return }
    stream.group = nil
    let last = members.connections.removeLast()
    if last.stream !== stream {
      members.connections[stream.groupPlace] = last
      last.stream?.groupPlace = stream.groupPlace
    }
    if members.connections.isEmpty {
      groups[ObjectIdentifier(members.group)] = nil
      members.group.leave(loop: loop)
    }
  }

  func members(of group: StreamGroup) -> [Connection] { groups[ObjectIdentifier(group)]?.connections ?? [] }
}

/// The streams of one loop that belong to one group.
final class GroupMembers {
  let group: StreamGroup
  fileprivate(set) var connections: [Connection] = []

  init(_ group: StreamGroup) { self.group = group }
}
