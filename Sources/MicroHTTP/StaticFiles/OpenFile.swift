import Platform

/// An open file of the served folder, and its metadata from when it was opened.
struct OpenFile {
  private let descriptor: OwnedDescriptor
  let size: UInt64
  /// Nanoseconds since 1970.
  let modified: Int
  let inode: UInt64
  let isRegular: Bool
  let isFolder: Bool

  /// nil if there is no such file, or the path leads out of the folder.
  init?(_ folder: ServedFolder, path: String) {
    guard let folder = folder.current else { return nil }
    let opened = ContainedFile.open(path, beneath: folder.descriptor)
    guard opened >= 0 else { return nil }
    var status = stat()
    descriptor = OwnedDescriptor(opened)
    guard fstat(opened, &status) == 0 else { return nil }
    size = UInt64(clamping: status.st_size)
    modified = status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
    inode = UInt64(status.st_ino)
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isFolder = status.st_mode & S_IFMT == S_IFDIR
  }

  /// A part of the file as a body. A small part is read here, so that it is sent together with the head.
  func body(_ range: Range<UInt64>) -> HTTPResult.Body {
    let length = range.upperBound - range.lowerBound
    guard length <= 32_768 else {
      return .file(descriptor, offset: range.lowerBound, length: length)
    }
    return .bytes(bytes(range))
  }

  func bytes(_ range: Range<UInt64>) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Int(clamping: range.upperBound - range.lowerBound)) {
      buffer, count in
      while count < buffer.count {
        let got = pread(
          descriptor.number, buffer.baseAddress.map { $0 + count }, buffer.count - count,
          off_t(clamping: range.lowerBound) + off_t(count))
        guard got > 0 else { break }
        count += got
      }
    }
  }
}
