/// What this program is.
enum Build {
  static let version = "0.1.0"

  #if DEBUG
    static let configuration = "debug"
  #else
    static let configuration = "release"
  #endif
}
