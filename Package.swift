// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [.unsafeFlags(["-warnings-as-errors"])]

let package = Package(
  name: "sse-playground",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "sse-playground", targets: ["PlaygroundCommand"]),
    .executable(name: "plan-steps", targets: ["PlanSteps"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.0.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.3"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CMicrohttpd", pkgConfig: "libmicrohttpd",
      providers: [.apt(["libmicrohttpd-dev"]), .brew(["libmicrohttpd"])]),
    .target(name: "ServerSentEvents", swiftSettings: strict),
    .target(
      name: "Scenarios",
      dependencies: ["ServerSentEvents", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .target(
      name: "MicroHTTP",
      dependencies: [
        "CMicrohttpd",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "Archives", dependencies: ["CZlib"], swiftSettings: strict),
    .target(
      name: "ScenarioStore",
      dependencies: [.product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(
      name: "OpenAPIDocument", resources: [.embedInCode("openapi.json")], swiftSettings: strict),
    .target(
      name: "Playground",
      dependencies: [
        "Archives", "MicroHTTP", "OpenAPIDocument", "ScenarioStore", "Scenarios", "ServerSentEvents",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "PlaygroundCommand",
      dependencies: [
        "Playground", "Scenarios",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "PlanSteps", dependencies: ["Scenarios"], path: "Benchmarks/PlanSteps", swiftSettings: strict),
    .testTarget(
      name: "ServerSentEventsTests", dependencies: ["ServerSentEvents"], swiftSettings: strict),
    .testTarget(
      name: "ScenariosTests", dependencies: ["Scenarios", "ServerSentEvents"],
      exclude: ["Golden", "Mistakes"], swiftSettings: strict),
    .testTarget(
      name: "MicroHTTPTests",
      dependencies: [
        "MicroHTTP", .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: strict),
    .testTarget(name: "ArchivesTests", dependencies: ["Archives"], swiftSettings: strict),
    .testTarget(
      name: "ScenarioStoreTests", dependencies: ["ScenarioStore"], exclude: ["Schemas"],
      swiftSettings: strict),
    .testTarget(
      name: "PlaygroundTests", dependencies: ["Playground", "MicroHTTP", "Scenarios"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
