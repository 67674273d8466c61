// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [.unsafeFlags(["-warnings-as-errors"])]

let package = Package(
  name: "sse-playground",
  products: [
    .executable(name: "sse-playground", targets: ["PlaygroundCommand"]),
    .executable(name: "plan-steps", targets: ["PlanSteps"]),
  ],
  // Exact versions, so that every build uses what was tested; a test compares them with Package.resolved.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    // Dependencies of the packages above, pinned too; no target here uses them.
    .package(url: "https://github.com/apple/swift-async-algorithms", exact: "1.1.4"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CMicrohttpd", pkgConfig: "libmicrohttpd",
      providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(name: "CPlatform"),
    .target(name: "Platform", dependencies: ["CPlatform"], swiftSettings: strict),
    .target(name: "ServerSentEvents", swiftSettings: strict),
    .target(name: "TextForms", swiftSettings: strict),
    .target(name: "FieldValues", swiftSettings: strict),
    .target(
      name: "Scenarios",
      dependencies: [
        "FieldValues", "ServerSentEvents", "TextForms", .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .target(
      name: "Judging", dependencies: ["FieldValues", "Scenarios", "ServerSentEvents", "TextForms"],
      swiftSettings: strict),
    .target(
      name: "MicroHTTP",
      dependencies: [
        "CMicrohttpd", "FieldValues", "Platform", "TextForms",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(
      name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .target(name: "Archives", dependencies: ["CZlib"], swiftSettings: strict),
    .target(name: "QRCodes", dependencies: ["CQRencode"], swiftSettings: strict),
    .target(
      name: "ScenarioStore",
      dependencies: ["Platform", "TextForms", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(
      name: "OpenAPIDocument", resources: [.embedInCode("openapi.json")], swiftSettings: strict),
    .target(
      name: "Playground",
      dependencies: [
        "Archives", "CNettle", "FieldValues", "Judging", "MicroHTTP", "OpenAPIDocument", "Platform",
        "QRCodes", "ScenarioStore", "Scenarios", "ServerSentEvents", "TextForms",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "PlaygroundCommand",
      dependencies: [
        "Platform", "Playground", "QRCodes", "Scenarios", "TextForms",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "PlanSteps", dependencies: ["Scenarios"], path: "Benchmarks/PlanSteps", swiftSettings: strict),
    .testTarget(name: "FieldValuesTests", dependencies: ["FieldValues"], swiftSettings: strict),
    .testTarget(
      name: "ServerSentEventsTests", dependencies: ["ServerSentEvents"], swiftSettings: strict),
    .testTarget(
      name: "ScenariosTests", dependencies: ["Scenarios", "ServerSentEvents", "TextForms"],
      exclude: ["Golden", "Mistakes"], swiftSettings: strict),
    .testTarget(
      name: "JudgingTests", dependencies: ["Judging", "Scenarios"], exclude: ["Golden"], swiftSettings: strict
    ),
    .testTarget(
      name: "MicroHTTPTests",
      dependencies: [
        "MicroHTTP", "Platform", "TextForms", .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: strict),
    .testTarget(name: "ArchivesTests", dependencies: ["Archives"], swiftSettings: strict),
    .testTarget(name: "QRCodesTests", dependencies: ["QRCodes"], swiftSettings: strict),
    .testTarget(
      name: "ScenarioStoreTests", dependencies: ["ScenarioStore", "TextForms"], exclude: ["Schemas"],
      swiftSettings: strict),
    .testTarget(
      name: "PlaygroundTests",
      dependencies: ["Playground", "Judging", "MicroHTTP", "Platform", "Scenarios", "TextForms"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// Only for `scripts/fuzz`: the target has no `main`, so it links only with libFuzzer.
if Context.environment["BUILD_FUZZ"] != nil {
  package.products.append(.executable(name: "fuzz", targets: ["Fuzz"]))
  package.targets.append(
    .executableTarget(
      name: "Fuzz", dependencies: ["Archives", "MicroHTTP", "Platform", "Scenarios", "ServerSentEvents"],
      path: "Tests/Fuzz", exclude: ["Corpora"],
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}
