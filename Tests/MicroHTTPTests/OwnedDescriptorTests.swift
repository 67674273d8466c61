import Foundation
import Platform
import Testing

@testable import MicroHTTP

@Suite struct OwnedDescriptors {
  /// Both ends of a pipe; reading gives the end once nobody can write.
  static func pipe() throws -> (read: OwnedDescriptor, write: OwnedDescriptor) {
    var numbers: [Int32] = [-1, -1]
    try #require(Glibc.pipe(&numbers) == 0)
    return (OwnedDescriptor(numbers[0]), OwnedDescriptor(numbers[1]))
  }

  static func isAtEnd(_ descriptor: OwnedDescriptor) -> Bool {
    var poll = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
    return Glibc.poll(&poll, 1, 0) == 1 && poll.revents & Int16(POLLHUP) != 0
  }

  @Test func `a result that is thrown away closes its file`() throws {
    let (read, result) = try {
      let (read, write) = try Self.pipe()
      return (read, HTTPResult(status: 200, body: .file(write, offset: 0, length: 1)))
    }()
    var copies = [result, result]
    #expect(!Self.isAtEnd(read))
    copies.removeLast()
    #expect(!Self.isAtEnd(read))
    copies.removeLast()
    let last = consume result
    #expect(last.bodyLength == 1 && !Self.isAtEnd(read))
    _ = consume last
    #expect(Self.isAtEnd(read))
  }

  @Test func `a taken descriptor is its taker's to close`() throws {
    let (read, write) = try Self.pipe()
    let number = write.take()
    #expect(write.number == -1 && write.take() == -1)
    #expect(!Self.isAtEnd(read))
    close(number)
    #expect(Self.isAtEnd(read))
  }

  /// Every way out of a file's response: sent, not wanted, cut by the client, refused, computed for nobody.
  @Test func `no request for a file keeps a descriptor`() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(count: 100_000).write(to: folder.appendingPathComponent("large"))
    let files = StaticFiles(root: folder.path)
    let gone = Script([.rest])
    let handler = TestHandler(
      admitting: { request in
        request.path == "/refused" ? .refuse(files.result(for: request, path: "/large")!) : .body(limit: 10)
      },
      { request in
        switch request.path {
        case "/later": .later { files.result(for: request, path: "/large")! }
        case "/stream": gone.answer
        default:
          // An answer that was looked up, and another one sent.
          files.result(for: request, path: "/large") == nil || request.method != .get
            ? .result(.text("other")) : .result(files.result(for: request, path: "/large")!)
        }
      })
    let path = folder.path
    let open: @Sendable () throws -> Int = {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { number in
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)"))?
          .hasPrefix(path + "/") ?? false
      }
    }
    try await withServer(handler) { server in
      for target in ["/large", "/later", "/refused"] {
        for method in ["GET", "HEAD", "POST", "OPTIONS"] {
          let client = try await RawClient(port: server.port)
          await client.send("\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
          _ = await client.readToEnd()
          // One that leaves at once.
          let other = try await RawClient(port: server.port)
          await other.send("\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n")
        }
      }
      await eventually("all are closed") { (try? open()) == 0 }
    }
    #expect(try open() == 0)
  }
}
