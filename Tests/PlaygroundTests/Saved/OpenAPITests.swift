import Foundation
import HTTPTypes
import Logging
import MicroHTTP
import OpenAPIDocument
import Testing

@testable import Playground

@Suite struct OpenAPITests {
  private func document() throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.json)) as? [String: Any])
  }

  private func operations() throws -> [(path: String, method: String, operation: [String: Any])] {
    let paths = try #require(try document()["paths"] as? [String: [String: Any]])
    return paths.flatMap { path, item in
      item.compactMap { method, value in
        method == "parameters" ? nil : (path, method.uppercased(), value as? [String: Any] ?? [:])
      }
    }
  }

  /// The routes of the whole program, which is not started.
  private func routes() throws -> [Route] {
    var configuration = Configuration()
    configuration.server.hosts = ["127.0.0.1"]
    configuration.server.port = 0
    configuration.data = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    let log = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    return try Application(configuration, log: log).table.routes
  }

  @Test func `every route is described, and every description has its route`() throws {
    let routes = try routes().map { "\($0.method) \($0.pattern)" }
    // Scenarios answer for these themselves.
    let played = ["GET /play/{name}", "POST /play/{name}"]
    let described = try operations().map { "\($0.method) \($0.path)" }
    #expect(Set(described) == Set(routes + played))
    #expect(Set(routes).count == routes.count)
  }

  @Test func `every route that takes a body says so, with the types that it takes`() throws {
    let operations = Dictionary(
      try operations().map { ("\($0.method) \($0.path)", $0.operation) }, uniquingKeysWith: { $1 })
    for route in try routes() {
      let operation = try #require(operations["\(route.method) \(route.pattern)"])
      let body = operation["requestBody"] as? [String: Any]
      let types = (body?["content"] as? [String: Any]).map { Set($0.keys) } ?? []
      #expect(types.isSubset(of: route.contentTypes), "\(route.method) \(route.pattern)")
      if route.bodyLimit > 1_024 { #expect(!types.isEmpty, "\(route.method) \(route.pattern)") }
      let statuses = Set((operation["responses"] as? [String: Any] ?? [:]).keys)
      if route.effect != .reads { #expect(statuses.contains("403"), "\(route.method) \(route.pattern)") }
      if [.writes, .observes].contains(route.effect) {
        #expect(statuses.contains("401"), "\(route.method) \(route.pattern)")
      }
    }
  }

  @Test func `every reference leads to something, and everything is referred to`() throws {
    let text = String(decoding: OpenAPIDocument.json, as: UTF8.self)
    let components = try #require(try document()["components"] as? [String: [String: Any]])
    let there = components.filter { $0.key != "securitySchemes" }
      .flatMap { kind, members in members.keys.map { "#/components/\(kind)/\($0)" } }
    let referred = text.matches(of: /"\$ref": "(.*?)"/).map { String($0.1) }
    #expect(Set(referred) == Set(there))
  }

  @Test func `operations have names of their own`() throws {
    let names = try operations().compactMap { $0.operation["operationId"] as? String }
    #expect(names.count == (try operations().count))
    #expect(Set(names).count == names.count)
  }
}
