/// Facts about this process from files of Linux, mostly in /proc.
package enum ProcessFiles {
  /// The program's path with all links resolved; nil if it cannot be read.
  package static var executable: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  /// The number of open descriptors; nil if it cannot be read.
  package static var openDescriptors: Int? {
    guard let folder = opendir("/proc/self/fd") else { return nil }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    // Without '.', '..' and the folder's own descriptor.
    return count - 3
  }

  /// The process's resident memory in bytes; nil if it cannot be read.
  package static var residentBytes: UInt64? {
    // The second number is the resident pages.
    guard let numbers = lines(of: "/proc/self/statm").first, numbers.count > 1, let pages = UInt64(numbers[1])
    else { return nil }
    return pages &* UInt64(clamping: sysconf(Int32(_SC_PAGESIZE)))
  }

  /// The words of each line of a file in /proc, up to 4,096 lines; empty if it cannot be read.
  static func lines(of path: String) -> [[Substring]] {
    guard let file = fopen(path, "re") else { return [] }
    defer { fclose(file) }
    var lines: [[Substring]] = []
    var line = [CChar](repeating: 0, count: 512)
    while lines.count < 4_096, fgets(&line, Int32(line.count), file) != nil {
      lines.append(String(terminated: line).split { $0 == " " || $0 == "\t" || $0 == "\n" })
    }
    return lines
  }

  /// Whether the process runs in a container, where a published port leads only to a server that listens on 0.0.0.0.
  ///
  /// Docker and Podman create a file; Podman and systemd-nspawn set the variable `container`. Set but empty, it means no container.
  package static var isInContainer: Bool {
    if let said = getenv("container") { return said.pointee != 0 }
    return access("/.dockerenv", F_OK) == 0 || access("/run/.containerenv", F_OK) == 0
  }
}
