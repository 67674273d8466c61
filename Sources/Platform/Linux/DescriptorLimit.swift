/// The number of descriptors that this process may have open (RLIMIT_NOFILE).
package enum DescriptorLimit {
  /// The current limit; nil if it cannot be read.
  package static var current: UInt64? { limits().map { UInt64($0.rlim_cur) } }

  /// Raises the limit to `wanted`, or as near as the hard limit allows. Never lowers it.
  ///
  /// - Returns: the resulting limit; nil if it cannot be read.
  package static func raise(to wanted: Int) -> UInt64? {
    guard var limits = limits() else { return nil }
    let wanted = rlim_t(clamping: wanted)
    if limits.rlim_cur < wanted {
      var raised = limits
      raised.rlim_cur = min(wanted, limits.rlim_max)
      if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limits = raised }
    }
    return UInt64(limits.rlim_cur)
  }

  /// Enlarges the process's descriptor table for `count` descriptors, up to the limit and to 65,536.
  ///
  /// Linux doubles the table when a descriptor does not fit. In a process with threads it then waits for an RCU grace period
  /// (`expand_fdtable` in fs/file.c), which would block an accepting event loop for 8 to 20 ms. The table never shrinks.
  package static func makeRoom(for count: Int) {
    let count = min(UInt64(clamping: count), current ?? 0, 65_536)
    guard count > 0 else { return }
    let highest = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, Int32(count - 1))
    if highest >= 0 { close(highest) }
  }

  private static func limits() -> rlimit? {
    var limits = rlimit()
    return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 ? limits : nil
  }
}
