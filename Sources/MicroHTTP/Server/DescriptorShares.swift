import Platform

/// What the descriptors that this process may have are for.
enum DescriptorShares {
  /// Kept back for files, databases and refused connections, where there are enough.
  private static let reserve = 128
  /// The same where there are few: what the process has open beside its loops, and some files at once.
  private static let leastReserve = 32
  /// What one loop has open: pollers, timers, mailbox, listening sockets.
  private static let perLoop = 12

  /// Raises the soft limit if need be, lowers the limits to what it allows, and makes room for the descriptors that there may be.
  ///
  /// - Returns: a line for the log if they had to be lowered.
  static func fit(_ configuration: inout ServerConfiguration) -> String? {
    defer { DescriptorLimit.makeRoom(for: min(configuration.limits.connections, 1 << 40) + reserve) }
    let wanted = min(configuration.limits.connections, 1 << 40) + reserve
    guard let allowed = DescriptorLimit.raise(to: wanted), allowed < wanted else { return nil }
    fit(&configuration, to: Int(clamping: allowed))
    return
      "Only \(allowed) descriptors are allowed (ulimit -n): the limits are \(configuration.limits.connections) connections and \(configuration.limits.streams) streams."
  }

  /// Streams never get all connections: pages, health and the API keep an eighth, and at least 16.
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
