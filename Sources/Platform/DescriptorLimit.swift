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

  private static func limits() -> rlimit? {
    var limits = rlimit()
    return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 ? limits : nil
  }
}
