#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the system says of this process.
struct ProcessStatistics: Sendable {
  /// Seconds of computing, of all threads.
  var cpuSeconds: Double
  /// nil where the system has no /proc.
  var residentBytes: UInt64?
  var openDescriptors: Int?
  var maximumDescriptors: UInt64?

  init() {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    cpuSeconds = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    residentBytes = Self.residentPages().map { $0 &* UInt64(clamping: sysconf(Int32(_SC_PAGESIZE))) }
    openDescriptors = Self.countOfEntries("/proc/self/fd")
    var limit = rlimit()
    #if canImport(Glibc)
      let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
    #else
      let isKnown = getrlimit(RLIMIT_NOFILE, &limit) == 0
    #endif
    maximumDescriptors = isKnown ? UInt64(limit.rlim_cur) : nil
  }

  /// The second number of `/proc/self/statm`.
  private static func residentPages() -> UInt64? {
    guard case .text(let text, _) = ScenarioFolder.read("/proc/self/statm", limit: 1_024) else { return nil }
    let numbers = text.split(separator: " ")
    return numbers.count > 1 ? UInt64(numbers[1]) : nil
  }

  private static func countOfEntries(_ path: String) -> Int? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    // '.', '..' and the folder's own descriptor.
    return count - 3
  }
}
