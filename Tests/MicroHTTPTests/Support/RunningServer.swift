import Foundation
import Logging
import Testing

@testable import MicroHTTP

/// Runs a server on a free port while `body` runs.
func withServer(
  _ handler: TestHandler = TestHandler(), _ configure: (inout ServerConfiguration) -> Void = { _ in },
  requestLog: (any RequestLog)? = nil, _ body: (HTTPServer) async throws -> Void
) async throws {
  var configuration = ServerConfiguration()
  configuration.port = 0
  configuration.hosts = ["127.0.0.1"]
  // Two loops, so that messages between loops are tested on every machine.
  configuration.loops = 2
  configure(&configuration)
  let server = try HTTPServer(
    configuration: configuration, handler: handler, requestLog: requestLog ?? SilentLog(), logger: .silent)
  try server.start()
  do {
    try await body(server)
  } catch {
    await server.shutdown(grace: .zero)
    throw error
  }
  await server.shutdown(grace: .zero)
}

/// Runs a server that answers every request with one script.
func withStream(
  _ script: Script, _ configure: (inout ServerConfiguration) -> Void = { _ in },
  _ body: (HTTPServer) async throws -> Void
) async throws {
  try await withServer(TestHandler { _ in script.answer }, configure, body)
}

/// Waits until a condition holds, at most ten seconds.
func eventually(
  _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ condition: @Sendable () -> Bool
) async {
  let deadline = ContinuousClock.now + .seconds(10)
  while !condition() {
    guard ContinuousClock.now < deadline else {
      Issue.record("not within ten seconds: \(what)", sourceLocation: sourceLocation)
      return
    }
    await Task.yield()
    await onThread { _ = usleep(1_000) }
  }
}

struct SilentLog: RequestLog {
  func log(_ entry: RequestLogEntry) {}
}

extension Logger {
  static var silent: Logger {
    Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  }
}
