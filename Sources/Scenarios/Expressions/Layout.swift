/// What the expressions of one scenario need in an `Evaluation`; known once all of them are compiled.
struct Layout: Hashable, Sendable {
  var slots = 0
  /// Places for what a series such as `walk` remembers, one a call.
  var states = 0
  /// Places for members of the request, looked up at their first use.
  var lookups = 0
  /// What of the request is read anywhere; the rest need not be kept.
  var reads: Reads = []
  /// What the steps and their variables read, as against what answers the request.
  var stepReads: Reads = []
}
