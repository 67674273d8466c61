import Platform

/// Divides the descriptors that this process may open among their uses.
enum DescriptorShares {
  /// Descriptors kept for files, databases and refused connections, if there are enough.
  private static let reserve = 128
  /// Descriptors kept if there are few: for what the process has open besides its loops, and for a few files at a time.
  private static let leastReserve = 32
  /// Descriptors open in each loop: pollers, timers, mailbox, listening sockets.
  private static let perLoop = 12

  /// Raises the soft limit if necessary, lowers the configured limits to what it allows, and makes room for that many descriptors.
  ///
  /// - Returns: a line for the log if limits had to be lowered.
  static func fit(_ configuration: inout ServerConfiguration) -> String? {
    defer { DescriptorLimit.makeRoom(for: min(configuration.limits.connections, 1 << 40) + reserve) }
    let wanted = min(configuration.limits.connections, 1 << 40) + reserve
    guard let allowed = DescriptorLimit.raise(to: wanted), allowed < wanted else { return nil }
    fit(&configuration, to: Int(clamping: allowed))
    return
      "Only \(allowed) descriptors are allowed (ulimit -n): the limits are \(configuration.limits.connections) connections and \(configuration.limits.streams) streams."
  }

  /// Lowers the limits. Streams never get all connections: an eighth, usually at least 16, is left for pages, health and the API.
  static func fit(_ configuration: inout ServerConfiguration, to descriptors: Int) {
    let loops = min(configuration.loops, max(descriptors / 64, 1))
    let lingering = min(configuration.limits.lingeringConnections, max(descriptors / 32 / loops, 2))
    let own = leastReserve + (perLoop + lingering) * loops
    let room = max(descriptors - max(own, min(reserve, descriptors / 4)), 16)
    configuration.loops = loops
    configuration.limits.lingeringConnections = lingering
    configuration.limits.connections = min(configuration.limits.connections, room)
    configuration.limits.streams = min(
      configuration.limits.streams, max(room - max(room / 8, 16), room / 4, 1))
  }
}
