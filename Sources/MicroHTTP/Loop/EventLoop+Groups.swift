/// The streams of one loop that belong to a group.
final class GroupMembers {
  let group: StreamGroup
  fileprivate(set) var connections: [Connection] = []

  init(_ group: StreamGroup) { self.group = group }
}

extension EventLoop {
  /// Makes a stream a member of a group.
  ///
  /// - Returns: whether it was none: then it has to be asked again, because what came before was not told to it.
  func join(_ connection: Connection, _ stream: Stream, _ group: StreamGroup) -> Bool {
    if stream.group?.group === group { return false }
    leave(stream)
    let members = groups[ObjectIdentifier(group)] ?? GroupMembers(group)
    if members.connections.isEmpty {
      groups[ObjectIdentifier(group)] = members
      group.join(loop: index)
    }
    stream.group = members
    stream.groupPlace = members.connections.count
    members.connections.append(connection)
    return true
  }

  /// Takes a stream out of its group.
  func leave(_ stream: Stream) {
    guard let members = stream.group else { return }
    stream.group = nil
    let last = members.connections.removeLast()
    if last.stream !== stream {
      members.connections[stream.groupPlace] = last
      last.stream?.groupPlace = stream.groupPlace
    }
    if members.connections.isEmpty {
      groups[ObjectIdentifier(members.group)] = nil
      members.group.leave(loop: index)
    }
  }

  func wakeAll(_ group: StreamGroup) {
    group.heard(loop: index)
    guard let members = groups[ObjectIdentifier(group)] else { return }
    for connection in members.connections {
      guard let stream = connection.stream else { continue }
      wake(connection, stream)
    }
  }
}
