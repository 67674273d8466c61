import Glibc

/// How many descriptors this process may have (RLIMIT_NOFILE).
enum DescriptorLimit {
  /// Kept back for files, databases and the connections that are only told that there is no room.
  static let reserve = 128

  /// Raises the soft limit if need be, and lowers the limits to what it allows.
  ///
  /// - Returns: a line for the log if they had to be lowered.
  static func fit(_ limits: inout ServerLimits) -> String? {
    var current = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &current) == 0 else { return nil }
    let wanted = rlim_t(clamping: limits.connections) + rlim_t(reserve)
    if current.rlim_cur < wanted {
      var raised = current
      raised.rlim_cur = min(wanted, current.rlim_max)
      if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { current = raised }
    }
    guard current.rlim_cur < wanted else { return nil }
    let room = max(Int(clamping: current.rlim_cur) - reserve, 16)
    limits.connections = room
    limits.streams = min(limits.streams, max(room - room / 16, 1))
    return
      "Only \(current.rlim_cur) descriptors are allowed (ulimit -n): the limits are \(limits.connections) connections and \(limits.streams) streams."
  }
}
