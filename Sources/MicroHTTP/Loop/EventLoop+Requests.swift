import CMicrohttpd
import HTTPTypes
import Platform

/// The callbacks of libmicrohttpd for requests, and how requests are answered.
extension EventLoop {
  /// A request with a longer body (bytes) is answered in a turn of the run queue, like a stream: its handler may read all of the body, and
  /// libmicrohttpd may have many such requests at the same time.
  static let largeBody = 4_096

  /// The first line of a request has arrived.
  func requestBegan(_ connection: Connection, target: UnsafePointer<CChar>?) {
    connection.targetStart = target.map { UnsafeRawPointer($0) }
    connection.target = Array(UnsafeRawBufferPointer(start: target, count: target.map { strlen($0) } ?? 0))
    guard connection.phase == .idle else { return }
    if connection.scanned >= 0 {
      // The first request: its deadline counts from the accept.
      connection.scanned = -1
    } else {
      connection.startedAt = Monotonic.now
      expect(connection, within: server.limits.headDeadline)
    }
    connection.state.become(.head)
  }

  /// libmicrohttpd's handler: called with the head, with each piece of the body, when the request is complete, and after a
  /// suspended connection is resumed.
  func handle(
    _ connection: Connection, handle: OpaquePointer, method: UnsafePointer<CChar>?,
    version: UnsafePointer<CChar>?,
    upload: UnsafePointer<CChar>?, uploadSize: UnsafeMutablePointer<Int>
  ) -> MHD_Result {
    switch connection.phase {
    case .head: return headArrived(connection, handle: handle, method: method, version: version)
    case .body:
      guard uploadSize.pointee > 0 else { return requestArrived(connection, handle: handle) }
      return bodyArrived(connection, upload: upload, uploadSize: uploadSize)
    case .awaiting: return respond(connection, handle: handle)
    case .gate, .idle, .responding, .streaming, .closing, .lingering: return .NO
    }
  }

  private func headArrived(
    _ connection: Connection, handle: OpaquePointer, method: UnsafePointer<CChar>?,
    version: UnsafePointer<CChar>?
  ) -> MHD_Result {
    guard let method, let version else { return .NO }
    var head = RequestHead(
      method: UnsafeRawBufferPointer(start: method, count: strlen(method)),
      target: UnsafeRawBufferPointer(start: nil, count: 0), isHTTP10: strcmp(version, "HTTP/1.0") == 0,
      fields: [])
    withUnsafeMutablePointer(to: &head) { pointer in
      _ = MHD_get_connection_values_n(
        handle, .HEADER_KIND,
        { context, _, name, nameSize, value, valueSize in
          guard let context else { return .NO }
          context.assumingMemoryBound(to: RequestHead.self).pointee.fields.append(
            (
              UnsafeRawBufferPointer(start: name, count: name == nil ? 0 : nameSize),
              UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : valueSize)
            ))
          return .YES
        }, pointer)
    }
    let isStrict =
      ParsedHeadCheck.isNeeded
      ? ParsedHeadCheck.isStrict(
        head: UnsafeRawBufferPointer(start: method, count: cmicrohttpd_head_size(handle)),
        target: connection.targetStart, targetLength: connection.target.count,
        version: version, fields: head.fields)
      : true
    // The target is not taken from libmicrohttpd's buffer, where it has been decoded in place by now.
    let problem = connection.target.withUnsafeBytes { target -> Problem? in
      guard isStrict else {
        return HeadScanner.malformed(
          "The head has a line that does not end with CRLF, continues in the next, or holds a NUL.")
      }
      head.target = target
      return headReader.problem(of: head, on: connection)
    }
    if let problem {
      refuseInside(connection, problem.result, .request)
      return .NO
    }
    var request = Self.request(
      head, target: String(decoding: connection.target, as: UTF8.self),
      remoteAddress: connection.remoteAddress)
    request.connection = connection.number
    request.startedAt = connection.startedAt
    server.proxies.describe(&request, peer: connection.remoteAddress)
    connection.clientAddress = request.remoteAddress
    connection.isClientLoopback = IPAddress(request.remoteAddress)?.isLoopback ?? false
    server.counters.requests.wrappingAdd(1, ordering: .relaxed)
    connection.request = request
    connection.state.become(.body)
    expect(connection, within: server.limits.bodyDeadline)
    switch server.handler.admit(request) {
    case .refuse(let result):
      if case .file = result.body { return queue(result, connection, handle: handle) }
      refuseInside(connection, result, .handler)
      return .NO
    case .body(let limit):
      connection.bodyLimit = limit
      if let length = request.headerFields[.contentLength].flatMap({ Int($0) }), length > limit {
        refuseInside(
          connection, refusal(Self.bodyTooLarge(limit), of: connection), .bodySize, readingOn: limit)
        return .NO
      }
      return .YES
    }
  }

  private static func request(_ head: RequestHead, target: String, remoteAddress: String) -> Request {
    var fields = HTTPFields()
    fields.reserveCapacity(head.fields.count)
    for field in head.fields {
      guard let name = HTTPField.Name(String(decoding: field.name, as: UTF8.self)) else { continue }
      fields.append(HTTPField(name: name, value: String(decoding: field.value, as: UTF8.self)))
    }
    let method = HTTPRequest.Method(rawValue: String(decoding: head.method, as: UTF8.self)) ?? .get
    return Request(
      method: method, target: target, headerFields: fields, remoteAddress: remoteAddress,
      isHTTP10: head.isHTTP10)
  }

  private static func bodyTooLarge(_ limit: Int) -> Problem {
    Problem(status: 413, detail: "The body is longer than \(limit) bytes. Send less.")
  }

  private func bodyArrived(
    _ connection: Connection, upload: UnsafePointer<CChar>?, uploadSize: UnsafeMutablePointer<Int>
  ) -> MHD_Result {
    let piece = UnsafeRawBufferPointer(start: upload, count: upload == nil ? 0 : uploadSize.pointee)
    uploadSize.pointee = 0
    guard let count = connection.request?.body.count, piece.count <= connection.bodyLimit - count else {
      refuseInside(
        connection, refusal(Self.bodyTooLarge(connection.bodyLimit), of: connection), .bodySize,
        readingOn: connection.bodyLimit)
      return .NO
    }
    connection.request?.body.append(contentsOf: piece)
    return .YES
  }

  private func requestArrived(_ connection: Connection, handle: OpaquePointer) -> MHD_Result {
    guard let request = connection.request else { return .NO }
    if request.body.count > Self.largeBody {
      deadlines.set(connection.slot, to: nil)
      suspend(connection, handle: handle)
      connection.isPostponed = true
      runQueue.append(connection, isLeftOver: true)
      return .YES
    }
    switch server.handler.answer(request) {
    case .result(let result): return queue(result, connection, handle: handle)
    case .later(let compute):
      deadlines.set(connection.slot, to: nil)
      suspend(connection, handle: handle)
      answerLater(connection, compute)
      return .YES
    case .stream(let make):
      if let problem = server.counters.takeStreamPlace(connection, limits: server.limits) {
        return queue(refusal(problem, of: connection), connection, handle: handle)
      }
      return open(connection, make, handle: handle)
    }
  }

  /// Answers the request with a large body, in its connection's turn.
  func answerPostponed(_ connection: Connection) {
    connection.isPostponed = false
    guard connection.phase == .awaiting, connection.resolution == nil, let request = connection.request else {
      return
    }
    switch server.handler.answer(request) {
    case .result(let result): resolve(connection, .result(result))
    case .later(let compute): answerLater(connection, compute)
    case .stream(let make):
      if let problem = server.counters.takeStreamPlace(connection, limits: server.limits) {
        return resolve(connection, .result(refusal(problem, of: connection)))
      }
      let stream = makeStream(connection, make)
      if shutdownDeadline != nil { return drain(connection, stream) }
      if connection.peerClosed { clientClosed(connection, stream) }
      // The producer gets its own turn for what it computes before the head.
      enqueue(connection, stream)
    }
  }

  private func answerLater(
    _ connection: Connection, _ compute: @escaping @Sendable () async -> HTTPResult
  ) {
    if connection.peerClosed { limitPatience(connection) }
    let mailbox = mailbox
    let slot = connection.slot
    let generation = connection.generation
    connection.work = Task(executorPreference: server.workers) {
      let result = await compute()
      mailbox.post(.resolved(slot: slot, generation: generation, result))
    }
  }

  private func suspend(_ connection: Connection, handle: OpaquePointer) {
    connection.state.become(.awaiting)
    connection.state.suspend()
    MHD_suspend_connection(handle)
  }

  /// Resumes an awaiting connection with its answer.
  func resolve(_ connection: Connection, _ resolution: Connection.Resolution) {
    if case .result = resolution { connection.work = nil } else { connection.abandonWork() }
    connection.resolution = resolution
    resume(connection)
  }

  func resume(_ connection: Connection) {
    guard connection.state.isSuspended, let handle = connection.handle else { return }
    connection.state.resume()
    MHD_resume_connection(handle)
    daemons.hasWork = true
  }

  /// Answers with what was decided, or suspends the connection until there is a decision.
  func respond(_ connection: Connection, handle: OpaquePointer) -> MHD_Result {
    switch connection.resolution {
    case .result(let result)?:
      connection.resolution = nil
      return queue(result, connection, handle: handle)
    case .stream(let head)?: return queue(head, connection, handle: handle)
    case .abort?: return .NO
    case nil:
      connection.state.suspend()
      MHD_suspend_connection(handle)
      return .YES
    }
  }

  // MARK: Responses

  private func queue(_ result: HTTPResult, _ connection: Connection, handle: OpaquePointer) -> MHD_Result {
    let isHead = connection.request?.method == .head
    connection.state.become(.responding)
    connection.status = result.status
    connection.bodyBytes = isHead ? 0 : result.bodyLength
    // A client may take a second for each 4 KiB, in addition to the stall deadline.
    let allowance = server.limits.stallDeadline.nanoseconds.later(
      by: result.bodyLength / 4_096 * 1_000_000_000)
    deadlines.set(connection.slot, to: Monotonic.now.later(by: allowance))
    guard let response = LibraryResponse(result.body) else { return .NO }
    add(result.headerFields, isDated: result.isDated, to: response)
    return response.queue(on: handle, status: result.status)
  }

  private func add(
    _ fields: HTTPFields, isDated: Bool, to response: borrowing LibraryResponse, closes: Bool = false
  ) {
    response.add(
      fields, date: isDated && fields[.date] == nil ? dateField.value(at: WallClock.now) : nil,
      closes: closes || shutdownDeadline != nil)
  }

  /// Sends a stream's head; `play` sends the body.
  private func queue(_ head: StreamHead, _ connection: Connection, handle: OpaquePointer) -> MHD_Result {
    guard let stream = connection.stream else { return .NO }
    let hasNoBody =
      head.status < 200 || head.status == 204 || head.status == 304 || head.framing == .length(0)
    if hasNoBody {
      finish(connection, stream, by: .producer(.complete), ending: .complete)
      return queue(
        HTTPResult(status: head.status, headerFields: head.headerFields, isDated: head.isDated), connection,
        handle: handle)
    }
    if connection.request?.method == .head { return queueHeadOnly(head, connection, stream, handle: handle) }
    let isHTTP10 = connection.request?.isHTTP10 ?? false
    let length: UInt64? = if case .length(let length) = head.framing { length } else { nil }
    guard
      let response = LibraryResponse(
        length: length, context: Unmanaged.passUnretained(connection).toOpaque(),
        reader: { context, _, _, _ in
          guard let context else { return LibraryResponse.endWithError }
          let connection = Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue()
          return connection.loop.bodyAsked(connection)
        })
    else { return .NO }
    add(head.headerFields, isDated: head.isDated, to: response, closes: length != nil)
    if head.framing == .closeDelimited { cmicrohttpd_delimit_by_close(response.pointer) }
    stream.response = response.pointer
    stream.isChunked = head.framing == .chunked && !isHTTP10
    stream.become(.opening)
    stream.wasOpened = true
    connection.keepOnlyFirstLine()
    connection.state.become(.streaming)
    connection.status = head.status
    server.counters.streams.wrappingAdd(1, ordering: .relaxed)
    deadlines.set(connection.slot, to: Monotonic.now.later(by: server.limits.stallDeadline.nanoseconds))
    let now = Monotonic.now
    throttle.log(.streamOpened(stream.id, connection.record(now: now)), now: now)
    return response.queue(on: handle, status: head.status)
  }

  /// Answers HEAD: `Content-Length` is what GET would send (RFC 9110, 8.6), or is left out.
  ///
  /// libmicrohttpd would write a last chunk after the head of a chunked answer, and leaves the length out only where the connection closes
  /// after the answer.
  private func queueHeadOnly(
    _ head: StreamHead, _ connection: Connection, _ stream: Stream, handle: OpaquePointer
  ) -> MHD_Result {
    finish(connection, stream, by: .producer(.complete), ending: .complete)
    connection.state.become(.responding)
    connection.status = head.status
    let length: UInt64? = if case .length(let length) = head.framing { length } else { nil }
    guard
      let response = LibraryResponse(
        length: length, context: nil, reader: { _, _, _, _ in LibraryResponse.endOfBody })
    else { return .NO }
    add(head.headerFields, isDated: head.isDated, to: response)
    if length == nil { cmicrohttpd_delimit_by_close(response.pointer) }
    return response.queue(on: handle, status: head.status)
  }

  /// The server's own answer to a request that the handler was not asked about.
  func refusal(_ problem: Problem, of connection: Connection) -> HTTPResult {
    var result = problem.result
    if let request = connection.request {
      result.headerFields.append(contentsOf: server.handler.refusalFields(for: request))
    }
    return result
  }

  /// libmicrohttpd has sent the response or lost the connection.
  func requestEnded(_ connection: Connection) {
    let now = Monotonic.now
    if let stream = connection.stream {
      if stream.state != .over { finish(connection, stream, by: .client, ending: .truncate) }
      // The library closes the connection in its next run (see `cmicrohttpd_visit_always`).
      daemons.hasWork = true
    }
    if connection.stream?.wasOpened != true, connection.status != 0 || connection.request != nil {
      throttle.log(.request(connection.record(now: now)), now: now)
    }
    connection.forgetRequest()
    guard connection.phase != .closing else { return }
    connection.state.become(.idle)
    if shutdownDeadline != nil {
      cut(connection)
    } else {
      expect(connection, within: server.limits.keepAliveDeadline)
    }
  }
}
