/// How many descriptors this process may have (RLIMIT_NOFILE).
package enum DescriptorLimit {
  /// nil where the system does not say.
  package static var current: UInt64? { limits().map { UInt64($0.rlim_cur) } }

  /// Raises the limit if it is lower, as far as the system allows.
  ///
  /// - Returns: what it is then; nil where the system does not say.
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

  /// Makes the table of descriptors large enough for so many, as far as the limit and a bound of 65,536 allow.
  ///
  /// Linux doubles the table when a descriptor does not fit, and in a process with threads waits meanwhile until every processor has passed by
  /// (`expand_fdtable` in fs/file.c): 8 to 20 ms in which an event loop that accepts a connection stands still. The table never shrinks.
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
