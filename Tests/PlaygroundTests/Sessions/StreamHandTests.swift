import Scenarios
import Testing

@testable import Playground

@Suite struct StreamHandTests {
  private let record: StreamRecord
  private var standstill: StreamHand.Standstill? { record.hand.withLock { $0.standstill } }

  init() throws { record = StreamRecord.test(session: try #require(SessionKey("k"))) }

  @Test func `a stream that is not asked takes so many commands, and what is refused changes nothing`() throws
  {
    for _ in 0..<StreamHand.countLimit {
      #expect(record.post(.pause))
      #expect(record.post(.resume))
    }
    #expect(!record.post(.freeze))
    #expect(standstill == nil)
    #expect(!record.post(.inject(try Injection(json: Array(#"{"data":"a"}"#.utf8)))))

    #expect(record.takeCommands().count == 2 * StreamHand.countLimit)
    let isAsked = record.hasCommands.load(ordering: .relaxed)
    #expect(!isAsked)
    #expect(record.post(.freeze))
    #expect(standstill == .frozen)
  }

  @Test func `what was taken and not sent yet counts`() throws {
    let injection = try Injection(json: Array(#"{"data":"a"}"#.utf8))
    for _ in 0..<StreamHand.countLimit { #expect(record.post(.inject(injection))) }
    #expect(!record.post(.inject(injection)))
    _ = record.takeCommands()
    #expect(!record.post(.inject(injection)))
    record.hand.withLock { $0.settle(count: 0, bytes: 0) }
    #expect(record.post(.inject(injection)))
  }
}
