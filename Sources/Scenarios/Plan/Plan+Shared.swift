/// What is different where all clients follow one timeline.
extension Plan {
  /// The timeline begins with the first step: heads, and what goes out with them, are each client's own.
  mutating func beginTimeline() {
    phase = .playing
    hasSentRetry = true
    hasSentBytes = true
  }

  /// What goes out with the head, of which there may be nothing.
  mutating func openFollowing() -> TimedAction {
    phase = .following
    writing = .opening
    return TimedAction(time: engineStart, action: .write(ownWrite: false), line: 0)
  }

  /// Whether what `render` appended last for a shared timeline was an event, and the value of its `id` field.
  ///
  /// - Parameter buffer: as `render` left it.
  public func lastEvent(in buffer: [UInt8]) -> (isEvent: Bool, id: [UInt8]?) {
    guard let lastBlock, engine.program.blocks[lastBlock].kind != .comment else { return (false, nil) }
    let block = engine.program.blocks[lastBlock]
    guard block.kind == .event, block.hasID else { return (true, nil) }
    if let constant = block.constantID { return (true, constant) }
    guard let range = engine.idRange, range.upperBound <= buffer.count else { return (true, nil) }
    return (true, Array(buffer[range]))
  }
}
