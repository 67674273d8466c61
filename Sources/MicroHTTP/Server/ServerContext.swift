import Logging
import Platform

/// What all loops of one server share.
struct ServerContext: Sendable {
  let limits: ServerLimits
  let hosts: HostPolicy
  let proxies: Proxies
  let handler: any RequestHandler
  let counters: ServerCounters
  /// The loops as others reach them, each at its own index.
  let peers: [LoopPeer]
  /// The threads on which `Answer.later` is computed.
  let workers: WorkerThreads
  let requestLog: any RequestLog
  let logger: Logger
}
