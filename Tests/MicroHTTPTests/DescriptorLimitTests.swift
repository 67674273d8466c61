import Foundation
import Platform
import Testing

@testable import MicroHTTP

@Suite struct DescriptorLimits {
  @Test(arguments: [64, 96, 128, 200, 256, 512, 1_024, 2_048, 4_479])
  func `streams leave room for others, however few descriptors there are`(_ descriptors: Int) {
    for loops in [1, 2, 4, 64] {
      var configuration = ServerConfiguration()
      configuration.loops = loops
      DescriptorShares.fit(&configuration, to: descriptors)
      let limits = configuration.limits
      #expect(limits.streams >= 1)
      #expect(limits.connections - limits.streams >= min(16, limits.connections * 3 / 4))
      #expect(limits.connections <= max(descriptors - 32, 16))
      #expect(configuration.loops >= 1)
      if descriptors >= 128 {
        let own = 32 + 12 * configuration.loops + limits.lingeringConnections * configuration.loops
        #expect(own + limits.connections <= descriptors)
      }
    }
  }

  /// While connections come, the table of descriptors never has to grow: each time the loop would stand still for 8 to 20 ms.
  @Test func `a server has room for the descriptors of all its connections from the start`() async throws {
    try await withServer(TestHandler(), { $0.limits.connections = 3_000 }) { _ in
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("FDSize:") }
      let size = line?.split(separator: "\t").last.flatMap { Int($0) } ?? 0
      #expect(size >= min(3_000, Int(clamping: DescriptorLimit.current ?? 0)))
    }
  }

  @Test func `small limits that were asked for stay`() {
    var configuration = ServerConfiguration()
    configuration.limits.streams = 2
    configuration.limits.connections = 10
    DescriptorShares.fit(&configuration, to: 128)
    #expect(configuration.limits.streams == 2)
    #expect(configuration.limits.connections == 10)
  }
}
