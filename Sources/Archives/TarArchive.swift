/// Tar archives in the ustar format: blocks of 512 bytes, with a header and then the contents of each file.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06>
package enum TarArchive {
  static let block = 512

  /// Returns an uncompressed archive.
  ///
  /// - Throws: ``ArchiveError/failed(_:)`` if the last part of a name has more than 100 bytes, or the folders before it more than 155.
  package static func write(_ entries: [TarEntry]) throws(ArchiveError) -> [UInt8] {
    var archive: [UInt8] = []
    for entry in entries {
      archive += try header(entry)
      archive += entry.contents
      pad(&archive)
    }
    archive += [UInt8](repeating: 0, count: 2 * block)
    return archive
  }

  /// Reads the regular files of an archive, gzip-compressed or not. Skips folders, extra headers of pax, and files whose names begin
  /// with a dot (macOS adds both).
  ///
  /// - Parameters:
  ///   - limit: the most bytes that the archive may unpack to.
  ///   - entryLimit: the most entries, of any kind.
  /// - Throws: ``ArchiveError``: `malformed`, `tooLarge`, `tooManyEntries`, or `hostileEntry`. The whole archive is then refused.
  package static func read(
    _ input: [UInt8], limit: Int, entryLimit: Int
  ) throws(ArchiveError) -> [TarEntry] {
    let archive = input.starts(with: [0x1F, 0x8B]) ? try GzipData.decompress(input, limit: limit) : input
    guard archive.count <= limit else { throw .tooLarge(limit: limit) }
    var entries: [TarEntry] = []
    var position = 0
    var count = 0
    while position + block <= archive.count {
      let header = archive[position..<(position + block)]
      if header.allSatisfy({ $0 == 0 }) { return entries }
      count += 1
      guard count <= entryLimit else { throw .tooManyEntries(limit: entryLimit) }
      guard number(header, 148, 8) == checksum(header) else {
        throw .malformed("the checksum of the header at byte \(position) is wrong")
      }
      guard let size = number(header, 124, 12), size <= archive.count - position - block else {
        throw .malformed("the entry at byte \(position) ends behind the end")
      }
      let start = position + block
      if let name = try fileName(header) {
        let modified = UInt64(number(header, 136, 12) ?? 0)
        entries.append(
          TarEntry(name: name, contents: Array(archive[start..<(start + size)]), modified: modified))
      }
      position = start + (size + block - 1) / block * block
    }
    guard count > 0 else { throw .malformed("it has no header") }
    return entries
  }

  /// The name of a regular file; nil for an entry to skip.
  private static func fileName(_ header: ArraySlice<UInt8>) throws(ArchiveError) -> String? {
    var name = text(header, 0, 100)
    let prefix = text(header, 345, 155)
    if text(header, 257, 5) == "ustar", !prefix.isEmpty { name = prefix + "/" + name }
    switch field(header, 156, 1).first {
    case UInt8(ascii: "0"), 0: break
    case UInt8(ascii: "5"), UInt8(ascii: "x"), UInt8(ascii: "g"): return nil
    case UInt8(ascii: "1"), UInt8(ascii: "2"):
      throw .hostileEntry(name: name, why: "it is a link")
    case UInt8(ascii: "L"), UInt8(ascii: "K"):
      throw .hostileEntry(name: name, why: "it has a name of more than 100 bytes")
    default:
      throw .hostileEntry(name: name, why: "it is not a plain file")
    }
    while name.hasPrefix("./") { name.removeFirst(2) }
    // Split by bytes, as systems do: to Swift, a slash or dot with a combining mark would be another character.
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(
      Array.init)
    guard !parts.contains(Array("..".utf8)), !parts.contains([]), !name.utf8.contains(UInt8(ascii: "\\"))
    else {
      throw .hostileEntry(name: name, why: "its name leads out of the archive")
    }
    return parts.last?.first == UInt8(ascii: ".") ? nil : name
  }

  private static func header(_ entry: TarEntry) throws(ArchiveError) -> [UInt8] {
    let (folders, name) = try split(Array(entry.name.utf8))
    var header = [UInt8](repeating: 0, count: block)
    func put(_ bytes: some Collection<UInt8>, _ offset: Int) {
      for (index, byte) in bytes.enumerated() { header[offset + index] = byte }
    }
    put(name, 0)
    put("0000644\0".utf8, 100)
    put("0000000\0".utf8, 108)
    put("0000000\0".utf8, 116)
    put(octal(UInt64(entry.contents.count), digits: 11), 124)
    put(octal(entry.modified, digits: 11), 136)
    put("0".utf8, 156)
    put("ustar\0".utf8, 257)
    put("00".utf8, 263)
    put(folders, 345)
    put(octal(UInt64(checksum(header[...])), digits: 6) + [0, UInt8(ascii: " ")], 148)
    return header
  }

  /// Splits a name into the fields `prefix` and `name`, which readers join with '/'.
  private static func split(_ name: [UInt8]) throws(ArchiveError) -> (prefix: [UInt8], name: [UInt8]) {
    if (1...100).contains(name.count) { return ([], name) }
    guard let slash = name.lastIndex(of: UInt8(ascii: "/")), (1...155).contains(slash),
      (1...100).contains(name.count - slash - 1)
    else { throw .failed("a tar entry's name has 1 to 100 bytes, and the folders before it 155") }
    return (Array(name[..<slash]), Array(name[(slash + 1)...]))
  }

  private static func octal(_ number: UInt64, digits: Int) -> [UInt8] {
    let text = Array(String(number, radix: 8).utf8)
    guard text.count <= digits else { return [UInt8](repeating: UInt8(ascii: "7"), count: digits) }
    return [UInt8](repeating: UInt8(ascii: "0"), count: digits - text.count) + text
  }

  /// The sum of the header's bytes, with the checksum field counted as spaces.
  private static func checksum(_ header: ArraySlice<UInt8>) -> Int {
    let sum = header.reduce(0) { $0 + Int($1) }
    return sum - field(header, 148, 8).reduce(0) { $0 + Int($1) } + 8 * 0x20
  }

  private static func field(_ header: ArraySlice<UInt8>, _ offset: Int, _ length: Int) -> ArraySlice<UInt8> {
    header.dropFirst(offset).prefix(length)
  }

  private static func text(_ header: ArraySlice<UInt8>, _ offset: Int, _ length: Int) -> String {
    String(decoding: field(header, offset, length).prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Reads octal digits between spaces or NUL; nil for anything else, such as GNU's binary numbers.
  private static func number(_ header: ArraySlice<UInt8>, _ offset: Int, _ length: Int) -> Int? {
    let digits = field(header, offset, length).drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0 }
    return Int(String(decoding: digits, as: UTF8.self), radix: 8).flatMap { $0 >= 0 ? $0 : nil }
  }

  private static func pad(_ archive: inout [UInt8]) {
    let rest = archive.count % block
    if rest > 0 { archive += [UInt8](repeating: 0, count: block - rest) }
  }
}

package struct TarEntry: Hashable, Sendable {
  /// A relative path, with `/` between its parts.
  package var name: String
  package var contents: [UInt8]
  /// Seconds since 1970.
  package var modified: UInt64

  package init(name: String, contents: [UInt8], modified: UInt64 = 0) {
    self.name = name
    self.contents = contents
    self.modified = modified
  }
}

/// Why an archive is refused.
package enum ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Not a tar or gzip file, or a damaged one; the text describes where.
  case malformed(String)
  /// It would unpack to more bytes than the limit.
  case tooLarge(limit: Int)
  case tooManyEntries(limit: Int)
  /// An entry whose name leads out of the archive or is too long, or that is not a regular file (for example, a link or a device).
  case hostileEntry(name: String, why: String)
  case failed(String)

  package var description: String {
    switch self {
    case .malformed(let what): "it is not a .tar.gz or .tar archive, or it is damaged: \(what)"
    case .tooLarge(let limit): "it unpacks to more than \(limit) bytes"
    case .tooManyEntries(let limit): "it has more than \(limit) entries"
    case .hostileEntry(let name, let why):
      "its entry '\(name.prefix(50))\(name.count > 50 ? "…" : "")' is refused: \(why)"
    case .failed(let what): what
    }
  }
}
