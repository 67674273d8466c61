/// The version and build configuration of this program.
package enum Build {
  /// A Semantic Versioning number. This is the only place that holds it; scripts/version reads this line.
  package static let version = "0.1.0"

  #if DEBUG
    static let configuration = "debug"
  #else
    static let configuration = "release"
  #endif
}
