/// What Linux says of this process below /proc.
package enum ProcessFiles {
  /// The program's path, with no link in it; nil where the system does not say.
  package static var executable: String? {
    // The kernel gives the file itself, whatever links led to it.
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  /// How many descriptors are open; nil where the system does not say.
  package static var openDescriptors: Int? {
    guard let folder = opendir("/proc/self/fd") else { return nil }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    // '.', '..' and the folder's own descriptor.
    return count - 3
  }

  /// Bytes of memory that are the process's; nil where the system does not say.
  package static var residentBytes: UInt64? {
    guard let file = fopen("/proc/self/statm", "re") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // Its second number counts pages.
    let numbers = text.split(separator: " ")
    guard numbers.count > 1, let pages = UInt64(numbers[1]) else { return nil }
    return pages &* UInt64(clamping: sysconf(Int32(_SC_PAGESIZE)))
  }

  /// Whether the process runs in a container, where 0.0.0.0 is the only address that a published port leads to.
  ///
  /// Docker and Podman leave a file; Podman and systemd-nspawn set `container`. An empty `container` says that it is none.
  package static var isInContainer: Bool {
    if let said = getenv("container") { return said.pointee != 0 }
    return access("/.dockerenv", F_OK) == 0 || access("/run/.containerenv", F_OK) == 0
  }
}
