import Archives
import Foundation
import Testing

@Suite struct TarArchiveTests {
  private static let entries = [
    TarEntry(
      name: "scenarios/counter.yaml", contents: Array("title: Counter\n".utf8), modified: 1_790_000_000),
    TarEntry(name: "scenarios/empty.yaml", contents: []),
    TarEntry(name: "scenarios/block.yaml", contents: [UInt8](repeating: 0x61, count: 1_024)),
  ]

  @Test func `what was packed is unpacked again, compressed or not`() throws {
    let archive = try TarArchive.write(Self.entries)
    #expect(archive.count % 512 == 0)
    #expect(try TarArchive.read(archive, limit: 1 << 20, entryLimit: 10) == Self.entries)
    let compressed = try GzipData.compress(archive)
    #expect(compressed.count < archive.count / 5)
    #expect(try TarArchive.read(compressed, limit: 1 << 20, entryLimit: 10) == Self.entries)
  }

  @Test func `an archive that unpacks to more than is taken is refused`() throws {
    let bomb = try GzipData.compress([UInt8](repeating: 0, count: 10 << 20))
    #expect(bomb.count < 20_000)
    #expect(throws: ArchiveError.tooLarge(limit: 1 << 20)) {
      try TarArchive.read(bomb, limit: 1 << 20, entryLimit: 10)
    }
  }

  @Test func `an archive of too many entries is refused`() throws {
    let archive = try TarArchive.write(Self.entries)
    #expect(throws: ArchiveError.tooManyEntries(limit: 2)) {
      try TarArchive.read(archive, limit: 1 << 20, entryLimit: 2)
    }
  }

  @Test(arguments: [
    "../counter.yaml", "/etc/passwd", "a/../../b", "a//b", "a\\..\\b", "..", "../\u{301}a", "a\\\u{301}b",
    "a/\u{301}/..",
  ])
  func `a name that leads out of the archive refuses it`(name: String) throws {
    let archive = try TarArchive.write([TarEntry(name: name, contents: [])])
    #expect(throws: ArchiveError.hostileEntry(name: name, why: "its name leads out of the archive")) {
      try TarArchive.read(archive, limit: 1 << 20, entryLimit: 10)
    }
  }

  @Test(arguments: [("1", "it is a link"), ("2", "it is a link"), ("3", "it is not a plain file")])
  func `a link or a device refuses the archive`(type: String, why: String) throws {
    var archive = try TarArchive.write([TarEntry(name: "a", contents: [])])
    let byte = try #require(type.utf8.first)
    // The checksum is one octal number of six digits; the type was "0".
    archive[156] = byte
    let sum = archive[0..<512].enumerated().reduce(0) {
      $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element))
    }
    let digits = String(sum, radix: 8)
    archive.replaceSubrange(
      148..<154, with: Array((String(repeating: "0", count: 6 - digits.count) + digits).utf8))
    #expect(throws: ArchiveError.hostileEntry(name: "a", why: why)) {
      try TarArchive.read(archive, limit: 1 << 20, entryLimit: 10)
    }
  }

  @Test func `whatever is cut off or altered is refused or read, and never more`() throws {
    let archive = try GzipData.compress(TarArchive.write(Self.entries))
    let plain = try TarArchive.write(Self.entries)
    for length in 0..<archive.count {
      #expect(throws: ArchiveError.self) {
        try TarArchive.read(Array(archive[..<length]), limit: 1 << 20, entryLimit: 10)
      }
    }
    // Byte 155 is the space behind the checksum's digits.
    for offset in 0..<512 where offset != 155 {
      var altered = plain
      altered[offset] ^= 0x15
      let read = try? TarArchive.read(altered, limit: 1 << 20, entryLimit: 10)
      #expect(read == nil, "byte \(offset)")
    }
  }

  @Test func `folders of a long name are kept apart from it, as ustar does`() throws {
    let name = "scenarios/@\(String(repeating: "o", count: 32))/\(String(repeating: "n", count: 64)).yaml"
    let entries = [TarEntry(name: name, contents: Array("text".utf8))]
    let archive = try TarArchive.write(entries)
    #expect(try TarArchive.read(archive, limit: 1 << 20, entryLimit: 10) == entries)
    let last = "a/" + String(repeating: "n", count: 101)
    #expect(throws: ArchiveError.self) { try TarArchive.write([TarEntry(name: last, contents: [])]) }
  }

  @Test func `files that begin with a dot are passed over`() throws {
    let hidden = ["scenarios/._a.yaml", "scenarios/.\u{301}a.yaml"].map { TarEntry(name: $0, contents: []) }
    let archive = try TarArchive.write(hidden + [Self.entries[1]])
    #expect(try TarArchive.read(archive, limit: 1 << 20, entryLimit: 10) == [Self.entries[1]])
  }

  @Test func `the system's tar reads what is written here, and the other way round`() throws {
    let tar = try #require(
      ["/bin/tar", "/usr/bin/tar"].first { FileManager.default.isExecutableFile(atPath: $0) })
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tar-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func run(_ arguments: String...) throws -> Int32 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: tar)
      process.arguments = ["-C", folder.path] + arguments
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
    let file = folder.appendingPathComponent("ours.tar.gz")
    try Data(try GzipData.compress(TarArchive.write(Self.entries))).write(to: file)
    #expect(try run("-xzf", file.path) == 0)
    let counter = folder.appendingPathComponent("scenarios/counter.yaml")
    #expect(try String(contentsOf: counter, encoding: .utf8) == "title: Counter\n")

    #expect(try run("-czf", folder.path + "/theirs.tar.gz", "scenarios") == 0)
    let theirs = try Data(contentsOf: folder.appendingPathComponent("theirs.tar.gz"))
    let read = try TarArchive.read(Array(theirs), limit: 1 << 20, entryLimit: 10)
    #expect(Set(read.map(\.name)) == Set(Self.entries.map(\.name)))
    #expect(read.first { $0.name == "scenarios/counter.yaml" }?.contents == Self.entries[0].contents)
  }
}
