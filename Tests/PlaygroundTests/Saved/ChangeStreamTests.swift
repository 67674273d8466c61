import MicroHTTP
import Synchronization
import Testing

@testable import Playground

@Suite struct ChangeStreamTests {
  private static let change = FeedChange.scenario(
    CatalogChange(kind: .updated, origin: .saved, name: "a", isValid: true, time: 0))

  /// What is sent until the stream waits, its head left out.
  private func read(_ stream: inout ChangeStream, now: UInt64 = 0) -> String {
    var text = ""
    while true {
      var buffer: [UInt8] = []
      let production = stream.next(now: now, into: &buffer)
      text += String(decoding: buffer, as: UTF8.self)
      if case .wait = production { return text }
    }
  }

  private func stream(_ feed: ChangeFeed, lastEventID: String? = nil) -> ChangeStream {
    ChangeStream(feed: feed, stream: StreamID(number: 7), lastEventID: lastEventID)
  }

  @Test func `it begins with where it stands, then tells what happens`() {
    let feed = ChangeFeed(start: 0xA)
    var stream = stream(feed)
    #expect(read(&stream) == "retry: 2000\nevent: ready\nid: a-0\ndata: {}\n\n")
    feed.append([Self.change])
    #expect(
      read(&stream) == """
        event: change
        id: a-1
        data: {"change":"updated","origin":"saved","name":"a","valid":true,"time":"1970-01-01T00:00:00.000Z"}


        """)
    #expect(read(&stream).isEmpty)
  }

  @Test func `who comes back hears what was missed`() {
    let feed = ChangeFeed(start: 0xA)
    feed.append(
      ["a", "b", "c"].map { .scenario(CatalogChange(kind: .created, origin: .file, name: $0, time: 0)) })
    var stream = stream(feed, lastEventID: "a-1")
    let text = read(&stream)
    #expect(text.contains("id: a-2\n") && text.contains("id: a-3\n") && !text.contains("a-1"))
  }

  @Test(arguments: ["b-1", "a-9", "a-x", "-", "a--1", "7"])
  func `an id that means nothing (any more) is answered with reset`(id: String) {
    let feed = ChangeFeed(start: 0xA)
    feed.append([Self.change])
    var stream = stream(feed, lastEventID: id)
    #expect(read(&stream).contains("event: reset\nid: a-1\n"))
  }

  @Test func `who missed more than is kept is told so`() {
    let feed = ChangeFeed(start: 0xA)
    feed.append(Array(repeating: Self.change, count: ChangeFeed.capacity + 1))
    var late = stream(feed, lastEventID: "a-0")
    #expect(read(&late).contains("event: reset\n"))
    var inTime = stream(feed, lastEventID: "a-1")
    #expect(read(&inTime).hasPrefix("event: change\nid: a-2\n"))
  }

  @Test func `those who listen are woken until they leave`() {
    let feed = ChangeFeed()
    let woken = Mutex<[StreamID]>([])
    feed.connect { id in woken.withLock { $0.append(id) } }
    var stream = stream(feed)
    feed.append([Self.change])
    #expect(woken.withLock { $0 }.isEmpty)
    _ = read(&stream)
    feed.append([Self.change])
    stream.ended(StreamSummary(endedBy: .client, bytes: 0, duration: 0))
    feed.append([Self.change])
    #expect(woken.withLock { $0 } == [StreamID(number: 7)])
  }

  @Test(arguments: [nil, "a-1", "b-9"] as [String?])
  func `who does not follow is told what there is, and no more`(id: String?) {
    let feed = ChangeFeed(start: 0xA)
    feed.append([Self.change, Self.change])
    var stream = ChangeStream(
      feed: feed, stream: StreamID(number: 7), lastEventID: id, isFollowing: false)
    var buffer: [UInt8] = []
    guard case .head = stream.next(now: 0, into: &buffer),
      case .end(.complete) = stream.next(now: 0, into: &buffer)
    else {
      Issue.record("it goes on")
      return
    }
    #expect(String(decoding: buffer, as: UTF8.self).contains("id: a-2\n"))
  }

  /// Each change as it is told to a listener: its event, and the names in it.
  private func told(_ changes: [FeedChange], to listener: Listener) -> [String] {
    let feed = ChangeFeed(start: 0xA)
    var stream = ChangeStream(
      feed: feed, stream: StreamID(number: 7), lastEventID: nil, listener: { listener })
    _ = read(&stream)
    feed.append(changes)
    return read(&stream).split(separator: "\n").filter { $0.hasPrefix("data: ") }.map {
      String($0.dropFirst(6))
    }
  }

  @Test func `each is told what is theirs to know`() {
    let listeners = [
      Listener.visitor, Listener(participant: "ann"), Listener(participant: "bob"),
      Listener(isPresenter: true),
    ]
    func counts(_ change: FeedChange) -> [Int] { listeners.map { told([change], to: $0).count } }
    func scenario(_ name: String, _ origin: CatalogEntry.Origin = .saved) -> FeedChange {
      .scenario(CatalogChange(kind: .created, origin: origin, name: name, time: 0))
    }
    #expect(counts(scenario("counter")) == [1, 1, 1, 1])
    #expect(counts(scenario("ann/x")) == [0, 1, 0, 1])
    #expect(counts(scenario("faults/Bad name", .file)) == [1, 1, 1, 1])
    #expect(counts(.room(participants: 2)) == [0, 0, 0, 1])
    #expect(counts(.handOut(id: "5f", title: "Counter")) == [0, 1, 1, 1])
    #expect(
      told([.handOut(id: "5f", title: "Counter"), .handOutEnded, .room(participants: 2)], to: listeners[3])
        == [
          #"{"id":"5f","title":"Counter"}"#, #"{"id":null}"#, #"{"participants":2}"#,
        ])
  }

  @Test func `a scenario that changes hands comes to one and goes from the other`() {
    func change(_ former: String, _ name: String) -> FeedChange {
      .scenario(
        CatalogChange(kind: .renamed, origin: .saved, name: name, formerName: former, isValid: true, time: 0))
    }
    func starts(_ listener: Listener) -> [String] {
      told([change("ann/x", "bob/x"), change("bob/x", "x"), change("x", "ann/x")], to: listener)
        .map { String($0.prefix { $0 != "," }) }
    }
    #expect(starts(Listener(isPresenter: true)) == Array(repeating: #"{"change":"renamed""#, count: 3))
    #expect(
      starts(Listener(participant: "ann")) == [
        #"{"change":"deleted""#, #"{"change":"created""#, #"{"change":"renamed""#,
      ])
    #expect(
      starts(Listener(participant: "bob")) == [
        #"{"change":"created""#, #"{"change":"renamed""#, #"{"change":"deleted""#,
      ])
    #expect(starts(.visitor) == [#"{"change":"created""#, #"{"change":"deleted""#])
  }

  @Test
  func
    `who is signed out while they listen is told to read everything again, and no more of what was theirs`()
  {
    let feed = ChangeFeed(start: 0xA)
    let listener = Mutex(Listener(participant: "ann"))
    let pages = Mutex(0)
    var stream = ChangeStream(
      feed: feed, stream: StreamID(number: 7), lastEventID: nil, listener: { listener.withLock(\.self) },
      presence: { change in pages.withLock { $0 += change } })
    _ = read(&stream)
    #expect(pages.withLock(\.self) == 1)
    listener.withLock { $0 = .visitor }
    feed.append([.room(participants: 0)])
    #expect(read(&stream) == "retry: 2000\nevent: reset\nid: a-1\ndata: {}\n\n")
    feed.append([.handOut(id: "5f", title: "Counter")])
    #expect(read(&stream).isEmpty)
    stream.ended(StreamSummary(endedBy: .client, bytes: 0, duration: 0))
    #expect(pages.withLock(\.self) == 0)
  }

  @Test func `silence is filled with a comment`() {
    var stream = stream(ChangeFeed())
    _ = read(&stream, now: 0)
    #expect(read(&stream, now: 14_999_999_999).isEmpty)
    #expect(read(&stream, now: 15_000_000_000) == ": keep-alive\n")
    #expect(read(&stream, now: 15_000_000_001).isEmpty)
  }

  @Test func `files and saved scenarios are both told of`() async throws {
    let fixture = try await SavedFixture(files: ["file": SavedFixture.text("File")])
    let start = fixture.feed.lastID
    try fixture.write(SavedFixture.text("File 2"), to: "file")
    _ = await fixture.send(.put, "/api/scenarios/a", SavedFixture.text("A"))
    _ = await fixture.send(.put, "/api/scenarios/a", SavedFixture.text("A"))
    _ = await fixture.send(.post, "/api/scenarios/a/rename", #"{"name": "b"}"#, type: "application/json")
    _ = await fixture.send(.delete, "/api/scenarios/b")
    guard case .elements(let changes) = fixture.feed.changes(after: start) else {
      Issue.record("the changes are unknown")
      return
    }
    let told = changes.compactMap { if case .scenario(let change) = $0.element { change } else { nil } }
    #expect(told.map(\.kind) == [.updated, .created, .updated, .renamed, .deleted])
    #expect(told.map(\.origin) == [.file, .saved, .saved, .saved, .saved])
    #expect(told.map(\.formerName) == [nil, nil, nil, "a", nil])
    #expect(told.map(\.isValid) == [true, true, true, true, nil])
  }
}
