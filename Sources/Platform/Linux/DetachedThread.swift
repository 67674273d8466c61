/// A thread of the system that nobody waits for.
package enum DetachedThread {
  private final class Start {
    let niceness: Int32
    let body: () -> Void

    init(niceness: Int32, body: @escaping () -> Void) {
      self.niceness = niceness
      self.body = body
    }
  }

  /// Runs `body`, and what it holds, on a new thread, on which no signal is delivered: signals are for the threads that wait for them.
  ///
  /// - Parameter niceness: how far it stands behind other threads of the process where processors are scarce, 0 to 19.
  /// - Throws: if the system gives no thread.
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
        // To Linux the number 0 is this thread, not its process.
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
