/// A loop whose steps are being compiled.
struct LoopContext {
  var label: String?
  /// Jumps that leave it, to be filled in when its end is known.
  var exits: [Int] = []
}
