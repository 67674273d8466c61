import Archives
import ServerSentEvents

@testable import MicroHTTP

extension FuzzTarget {
  /// An event stream gives the same parts wherever it is cut into pieces.
  static let eventStream = FuzzTarget(name: "event-stream") { bytes in
    func parts(_ chunks: [ArraySlice<UInt8>]) -> [ParsedPart] {
      var parser = EventStreamParser()
      var parts: [ParsedPart] = []
      for chunk in chunks { parser.parse(chunk) { parts.append($0) } }
      parser.finish { parts.append($0) }
      return parts
    }
    let whole = parts([bytes[...]])
    let single = parts(bytes.indices.map { bytes[$0...$0] })
    promise(whole == single, "an event stream fed byte by byte gives other parts")
    for part in whole {
      promise(part.range.upperBound <= UInt64(bytes.count), "a part ends behind the stream")
    }
  }

  /// A request's path leads to a file below the folder, or nowhere.
  static let path = FuzzTarget(name: "path") { bytes in
    let target = String(decoding: bytes, as: UTF8.self)
    let parsed = RequestTarget(target)
    for path in [target, parsed.path] {
      guard let file = FilePath(path) else { continue }
      let names = file.relative.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      let last = file.isFolder ? names.dropLast() : names[...]
      for name in last {
        promise(!name.isEmpty && name.first != UInt8(ascii: "."), "a path leads out of its folder: \(path)")
        promise(!name.contains(0), "a path holds U+0000")
      }
    }
  }

  /// The guard judges a head the same whether it comes whole or byte by byte.
  static let request = FuzzTarget(name: "request") { bytes in
    let scanner = HeadScanner(headLimit: 2_048, targetLimit: 512)
    let requestGuard = RequestGuard(hosts: HostPolicy(allowed: ["example.test"], bound: ["127.0.0.1"]))
    func verdict(step: Int) -> Int {
      var scanned = 0
      var end = 0
      while end < bytes.count {
        end = min(bytes.count, end + step)
        let status = bytes.withUnsafeBytes { all -> Int? in
          switch scanner.scan(UnsafeRawBufferPointer(rebasing: all[..<end]), scanned: scanned) {
          case .incomplete(let count):
            scanned = count
            return nil
          case .complete(let head): return requestGuard.problem(of: head) { nil }?.status ?? 200
          case .refused(let problem): return problem.status
          }
        }
        if let status { return status }
      }
      return 0
    }
    let whole = verdict(step: max(bytes.count, 1))
    let single = verdict(step: 1)
    // A head that is too long, or of another protocol, may be refused at different lengths, but is never accepted.
    promise((whole == 200) == (single == 200), "a head in pieces is judged otherwise: \(whole), \(single)")
  }

  /// An archive is read within its limits, and its entries can be written and read again.
  static let archive = FuzzTarget(name: "archive") { bytes in
    guard let entries = try? TarArchive.read(bytes, limit: 1 << 20, entryLimit: 100) else { return }
    promise(entries.count <= 100, "an archive gives more entries than it may")
    guard let written = try? TarArchive.write(entries) else { return }
    guard !entries.isEmpty else { return }
    let again = try? TarArchive.read(written, limit: 4 << 20, entryLimit: 100)
    promise(again?.map(\.contents) == entries.map(\.contents), "an archive that was written reads otherwise")
  }
}
