import Scenarios

/// A text that is being tried without being saved.
struct Draft: Sendable {
  /// `~` and 26 letters and digits: no scenario's name begins so.
  var id: String
  var source: String
  /// Whose it is: an address as limits count them.
  var client: String
  var scenario: Scenario
  var expires: ContinuousClock.Instant

  /// Whether a name is that of a draft, of one that is gone too.
  static func isID(_ name: String) -> Bool { name.hasPrefix("~") }
}
