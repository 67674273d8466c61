/// What this program is.
package enum Build {
  /// By Semantic Versioning. It stands here only; scripts/version reads this line.
  package static let version = "0.1.0"

  #if DEBUG
    static let configuration = "debug"
  #else
    static let configuration = "release"
  #endif
}
