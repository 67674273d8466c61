import Glibc

/// How many descriptors this process may have (RLIMIT_NOFILE).
enum DescriptorLimit {
  /// Kept back for files, databases and refused connections, where there are enough.
  private static let reserve = 128
  /// The same where there are few: what the process has open beside its loops, and some files at once.
  private static let leastReserve = 32
  /// What one loop has open: epoll sets, timers, mailbox, listening sockets.
  private static let perLoop = 12

  /// Raises the soft limit if need be, and lowers the limits to what it allows.
  ///
  /// - Returns: a line for the log if they had to be lowered.
  static func fit(_ configuration: inout ServerConfiguration) -> String? {
    var current = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &current) == 0 else { return nil }
    let wanted = rlim_t(clamping: configuration.limits.connections) + rlim_t(reserve)
    if current.rlim_cur < wanted {
      var raised = current
      raised.rlim_cur = min(wanted, current.rlim_max)
      if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { current = raised }
    }
    guard current.rlim_cur < wanted else { return nil }
    fit(&configuration, to: Int(clamping: current.rlim_cur))
    return
      "Only \(current.rlim_cur) descriptors are allowed (ulimit -n): the limits are \(configuration.limits.connections) connections and \(configuration.limits.streams) streams."
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
