import Scenarios
import Testing

@testable import Playground

@Suite struct AddressTableTests {
  private func item(_ path: String) throws -> CatalogItem {
    let scenario = try Scenario.load(
      text: ScenarioText.sending("x", path: path), name: "a", reserved: .playground)
    return CatalogItem(
      CatalogEntry(
        name: path, origin: .saved, source: "", scenario: scenario, isPlayable: true, address: scenario.path,
        updated: 0))
  }

  private func table(_ paths: String...) throws -> AddressTable {
    var table = AddressTable()
    for path in paths { table.insert(try item(path)) }
    return table
  }

  @Test func `the address that is literal further to the left goes first`() throws {
    let table = try table("/a/{x}/{y}", "/a/{x}/c", "/a/b/{y}", "/a/b/c")
    for (path, address) in [
      ("/a/b/c", "/a/b/c"), ("/a/b/d", "/a/b/{y}"), ("/a/d/c", "/a/{x}/c"), ("/a/d/d", "/a/{x}/{y}"),
    ] {
      #expect(table.match(path)?.item.entry.name == address)
    }
    #expect(table.match("/a/d/e")?.parameters == ["x": "d", "y": "e"])
  }

  @Test(arguments: ["/", "/a", "/a/b/", "a/b", "/b/b", "/a//", "/a/%", "/a/%zz", "/a/b/c/d", ""])
  func `other paths lead nowhere`(path: String) throws {
    #expect(try table("/a/{x}", "/a/{x}/c").match(path) == nil)
  }

  @Test func `segments are compared decoded, and are no templates themselves`() throws {
    let table = try table("/a/{x}", "/a/b", "/a/{x}/{y}")
    #expect(table.match("/%61/%62")?.item.entry.name == "/a/b")
    #expect(table.match("/a/%7B%7D")?.parameters == ["x": "{}"])
    #expect(table.match("/a/b%2Fc")?.parameters == ["x": "b/c"])
    #expect(table.match("/a%2Fb") == nil)
    #expect(table.match("/a/%00")?.parameters == ["x": "\0"])
  }

  @Test func `a parameter may have text around it, and what says more goes first`() throws {
    let table = try table(
      "/models/{model}", "/models/{model}:{action}", "/models/{model}:stream", "/models/list:all",
      "/r/{year}-{month}.csv", "/a/{x}:b/c")
    for (path, address, parameters) in [
      ("/models/m:stream", "/models/{model}:stream", ["model": "m"]),
      ("/models/m%3Astream", "/models/{model}:stream", ["model": "m"]),
      ("/models/a:b:stream", "/models/{model}:stream", ["model": "a:b"]),
      ("/models/m:count", "/models/{model}:{action}", ["model": "m", "action": "count"]),
      ("/models/list:all", "/models/list:all", [:]), ("/models/m", "/models/{model}", ["model": "m"]),
      ("/models/:stream", "/models/{model}", ["model": ":stream"]),
      ("/r/2026-11.csv", "/r/{year}-{month}.csv", ["year": "2026", "month": "11"]),
      ("/a/1:b/c", "/a/{x}:b/c", ["x": "1"]),
    ] as [(String, String, [String: String])] {
      let match = table.match(path)
      #expect(match?.item.entry.name == address, "\(path)")
      #expect(match?.parameters == parameters, "\(path)")
    }
    for path in ["/r/2026.csv", "/r/-11.csv", "/r/2026-11.csvx", "/a/:b/c", "/models/"] {
      #expect(table.match(path) == nil, "\(path)")
    }
  }

  @Test func `a segment has what RFC 3986 allows, and what is encoded stands for itself`() throws {
    let table = try table("/a/-._~!$&'()*+,;=:@", "/a/b%20c", "/a/b%2Fc", "/a/b/c", "/a/%7Bx%7D", "/a/{x}")
    #expect(table.match("/a/-._~!$&'()*+,;=:@")?.item.entry.name == "/a/-._~!$&'()*+,;=:@")
    #expect(table.match("/a/b%20c")?.item.entry.name == "/a/b%20c")
    #expect(table.match("/a/b%2fc")?.item.entry.name == "/a/b%2Fc")
    #expect(table.match("/a/b/c")?.item.entry.name == "/a/b/c")
    #expect(table.match("/a/%7Bx%7D")?.item.entry.name == "/a/%7Bx%7D")
    #expect(table.match("/a/y")?.parameters == ["x": "y"])
  }

  @Test func `an address that was removed is free`() throws {
    var table = AddressTable()
    let (first, second) = (try item("/a/{x}"), try item("/a/{y}"))
    table.insert(first)
    #expect(table.item(shape: "/a/{}") === first)
    table.remove(second)
    #expect(table.match("/a/1")?.item === first)
    table.remove(first)
    #expect(table.match("/a/1") == nil)
    table.insert(second)
    #expect(table.match("/a/1")?.parameters == ["y": "1"])
  }
}
