import MicroHTTP
import Synchronization
import Testing

@testable import Playground

@Suite struct ChangeStreamTests {
  private static let change = CatalogChange(kind: .updated, origin: .saved, name: "a", isValid: true, time: 0)

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
    feed.append(["a", "b", "c"].map { CatalogChange(kind: .created, origin: .file, name: $0, time: 0) })
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
    #expect(changes.map(\.element.kind) == [.updated, .created, .updated, .renamed, .deleted])
    #expect(changes.map(\.element.origin) == [.file, .saved, .saved, .saved, .saved])
    #expect(changes.map(\.element.formerName) == [nil, nil, nil, "a", nil])
    #expect(changes.map(\.element.isValid) == [true, true, true, true, nil])
  }
}
