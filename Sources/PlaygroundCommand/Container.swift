#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whether the process runs in a container, where 0.0.0.0 is the only address that a published port leads to.
enum Container {
  /// Docker and Podman leave a file; Podman and systemd-nspawn set `container`.
  static var isAround: Bool {
    getenv("container") != nil || access("/.dockerenv", F_OK) == 0 || access("/run/.containerenv", F_OK) == 0
  }
}
