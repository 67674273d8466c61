import Platform

/// One kind of input from outside and the code that reads it. A crash, a trap or a broken promise ends the process, and libFuzzer reports it.
struct FuzzTarget: Sendable {
  let name: String
  let run: @Sendable ([UInt8]) -> Void

  static let all: [FuzzTarget] = [
    .eventStream, .scenario, .expression, .path, .request, .archive, .lastEventID,
  ]

  /// The target that the environment variable `FUZZ_TARGET` names.
  static let chosen: FuzzTarget = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    if let target = all.first(where: { $0.name == name }) { return target }
    fatalError("FUZZ_TARGET must be one of: \(all.map(\.name).joined(separator: ", "))")
  }()
}

/// Ends the process if a promise does not hold, in release builds, too.
func promise(_ holds: Bool, _ sentence: String) {
  if !holds { fatalError(sentence) }
}

/// The function that libFuzzer calls for each input. <https://llvm.org/docs/LibFuzzer.html#fuzz-target>
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzTarget.chosen.run(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
