import Platform

/// What the system says of this process; nil where it does not.
struct ProcessStatistics: Sendable {
  /// Seconds of computing, of all threads.
  let cpuSeconds = Double(ComputingTime.ofProcess) / 1e9
  let residentBytes = ProcessFiles.residentBytes
  let openDescriptors = ProcessFiles.openDescriptors
  let maximumDescriptors = DescriptorLimit.current
}
