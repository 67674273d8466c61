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
    guard let file = fopen("/proc/self/statm", "re") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // The second number is the resident pages.
    let numbers = text.split(separator: " ")
    guard numbers.count > 1, let pages = UInt64(numbers[1]) else { return nil }
    return pages &* UInt64(clamping: sysconf(Int32(_SC_PAGESIZE)))
  }

  /// Whether the process runs in a container, where a published port leads only to a server that listens on 0.0.0.0.
  ///
  /// Docker and Podman create a file; Podman and systemd-nspawn set the variable `container`. If that is empty, there is no container.
  package static var isInContainer: Bool {
    if let said = getenv("container") { return said.pointee != 0 }
    return access("/.dockerenv", F_OK) == 0 || access("/run/.containerenv", F_OK) == 0
  }
}
