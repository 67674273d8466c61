import Platform

/// A thread of the operating system that runs one event loop to its end.
enum LoopThread {
  private final class Start {
    let loop: EventLoop
    let ended: @Sendable () -> Void

    init(loop: EventLoop, ended: @escaping @Sendable () -> Void) {
      self.loop = loop
      self.ended = ended
    }
  }

  /// The loop belongs to the new thread from here on.
  static func run(_ loop: consuming EventLoop, ended: @escaping @Sendable () -> Void) throws(ServerError) {
    let start = Unmanaged.passRetained(Start(loop: loop, ended: ended))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
        // Signals are for the threads that wait for them.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        start.loop.run()
        start.ended()
        return nil
      }, start.toOpaque())
    guard code == 0 else {
      start.release()
      throw ServerError(SystemError(call: "pthread_create", errno: code))
    }
    pthread_detach(thread)
  }
}
