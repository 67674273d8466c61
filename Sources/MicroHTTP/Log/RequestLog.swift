/// Is told of requests and streams. Called on loops' threads: it must not block.
public protocol RequestLog: Sendable {
  func log(_ entry: RequestLogEntry)
}
