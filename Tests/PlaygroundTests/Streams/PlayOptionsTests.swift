import HTTPTypes
import MicroHTTP
import Testing

@testable import Playground

@Suite struct PlayOptionsTests {
  private func options(_ query: String, _ fields: HTTPFields = [:]) throws(Refusal) -> PlayOptions {
    try PlayOptions(Request(target: "/play/x?\(query)", headerFields: fields))
  }

  private func complaint(_ query: String) -> String? {
    do throws(Refusal) {
      _ = try options(query)
      return nil
    } catch {
      return error.detail
    }
  }

  @Test(arguments: [("1", 1.0), ("0.01", 0.01), ("1000", 1000), ("10.", 10), (".5", 0.5), ("2.50", 2.5)])
  func `takes speeds from a hundredth to a thousand`(_ text: String, _ factor: Double) throws {
    #expect(try options("speed=\(text)").speed.factor == factor)
  }

  @Test(arguments: ["0", "0.009", "1000.1", "-1", "1e2", "inf", "nan", "0x10", "", ".", "1.2.3", "ten", "٣"])
  func `refuses other speeds`(_ text: String) {
    #expect(complaint("speed=\(text)")?.hasPrefix("'speed' must be a number from 0.01 to 1000") == true)
  }

  @Test func `takes numbers and any text as seeds, the same each time`() throws {
    #expect(try options("seed=42").seed == Seed(number: 42))
    #expect(try options("seed=18446744073709551615").seed == Seed(number: .max))
    #expect(try options("seed=-1").seed == Seed(number: .max))
    let hello = try options("seed=hello").seed
    #expect(try hello == options("seed=hello").seed)
    #expect(try hello != options("seed=hallo").seed)
    // The number that is shown gives the same again.
    #expect(try options("seed=\(hello?.description ?? "")").seed == hello)
  }

  @Test func `picks a seed when asked to`() throws {
    let seeds = try (0..<8).map { _ in try options("seed=random").seed }
    #expect(Set(seeds).count > 1)
  }

  @Test func `refuses seeds and sessions that are none`() {
    #expect(complaint("seed=")?.contains("'seed' must be") == true)
    #expect(complaint("seed=\(String(repeating: "a", count: 129))")?.contains("'seed' must be") == true)
    #expect(complaint("session=a%20b")?.contains("letters, digits, '-' or '_', got 'a b'") == true)
    #expect(complaint("session=\(String(repeating: "a", count: 65))") != nil)
    #expect(complaint("session=Ab-9_") == nil)
  }

  @Test func `takes the last event ID from the field before the query`() throws {
    #expect(try options("lastEventId=7").lastEventID == "7")
    #expect(try options("lastEventId=7", [.lastEventID: "8"]).lastEventID == "8")
    #expect(try options("").lastEventID == nil)
  }

  @Test func `divides time by the speed without overflow`() throws {
    let slow = try #require(PlaySpeed("0.01"))
    #expect(slow.duration(of: 5) == 500)
    #expect(slow.duration(of: .max) == 9_000_000_000_000_000_000)
    #expect(PlaySpeed.normal.duration(of: 12_345) == 12_345)
  }

  @Test(arguments: ["0.01", "0.3", "0.7", "1", "1.1", "3", "7", "9.99", "333.3", "1000"])
  func `has let plan time pass when a stretch of it is over`(_ text: String) throws {
    let speed = try #require(PlaySpeed(text))
    var times: [UInt64] = [0, 1, 2, 3, 999, 9_000_000_000_000_000_000, .max]
    for power in 0..<60 { times += [1 << power, 1 << power + 1, (1 << power) &* 7 / 3] }
    for time in times {
      #expect(
        speed.planTime(of: speed.duration(of: time)) >= min(time, 9_000_000_000_000_000_000)
          || speed.factor < 1)
      guard time < 1 << 52 else { continue }
      #expect(speed.planTime(of: speed.duration(of: time)) >= time)
      // And not much later.
      let duration = Double(speed.duration(of: time))
      #expect(duration <= Double(time) / speed.factor * 1.000001 + 2)
    }
  }
}
