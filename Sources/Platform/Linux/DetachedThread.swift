/// A system thread that is never joined.
package enum DetachedThread {
  private final class Start {
    let niceness: Int32
    let body: () -> Void

    init(niceness: Int32, body: @escaping () -> Void) {
      self.niceness = niceness
      self.body = body
    }
  }

  /// Runs `body` on a new thread, which also releases it. The thread blocks all signals, so that they reach the threads that wait for them.
  ///
  /// - Parameter niceness: 0 to 19; with a higher value the thread gets less time when processors are scarce.
  /// - Throws: `SystemError` of pthread_create(3).
  package static func run(niceness: Int32 = 0, _ body: sending @escaping () -> Void) throws(SystemError) {
    let start = Unmanaged.passRetained(Start(niceness: niceness, body: body))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        // On Linux, 0 means the calling thread, not its process.
        if start.niceness > 0 { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, start.niceness) }
        start.body()
        return nil
      }, start.toOpaque())
    guard code == 0 else {
      start.release()
      throw SystemError(call: "pthread_create", errno: code)
    }
    pthread_detach(thread)
  }
}
