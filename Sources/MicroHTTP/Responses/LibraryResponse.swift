import CMicrohttpd
import HTTPTypes

/// A response that libmicrohttpd sends. The library counts references, so a response that was queued outlives this value.
struct LibraryResponse: ~Copyable {
  /// MHD_CONTENT_READER_END_OF_STREAM and MHD_CONTENT_READER_END_WITH_ERROR: what a body's reader returns at the end.
  static let endOfBody = -1
  static let endWithError = -2

  let pointer: OpaquePointer

  /// A whole response; nil if the library has no memory for it.
  init?(_ body: HTTPResult.Body) {
    let response: OpaquePointer? =
      switch body {
      case .file(let descriptor, let offset, let length) where length > 0:
        MHD_create_response_from_fd_at_offset64(length, descriptor.number, offset)
      case .none, .file: MHD_create_response_from_buffer(0, nil, .RESPMEM_PERSISTENT)
      case .bytes(var bytes):
        bytes.withUnsafeMutableBytes {
          MHD_create_response_from_buffer($0.count, $0.baseAddress, .RESPMEM_MUST_COPY)
        }
      }
    guard let response else { return nil }
    // The library closes the file it was given.
    if case .file(let descriptor, _, let length) = body, length > 0 { _ = descriptor.take() }
    pointer = response
  }

  /// A response whose body is read piece by piece; nil if the library has no memory for it.
  ///
  /// - Parameter length: bytes of the body; nil: chunked.
  init?(length: UInt64?, context: UnsafeMutableRawPointer?, reader: MHD_ContentReaderCallback) {
    guard let response = MHD_create_response_from_callback(length ?? .max, 64, reader, context, nil) else {
      return nil
    }
    pointer = response
  }

  deinit { MHD_destroy_response(pointer) }

  func add(_ fields: HTTPFields, date: String?, closes: Bool) {
    if let date { MHD_add_response_header(pointer, "Date", date) }
    for field in fields where !WholeResponse.ownFields.contains(field.name) {
      // libmicrohttpd refuses an empty value; white space around a value is not part of it (RFC 9110, 5.5).
      MHD_add_response_header(pointer, field.name.rawName, field.value.isEmpty ? " " : field.value)
    }
    if closes || fields[.connection]?.lowercased() == "close" {
      MHD_add_response_header(pointer, "Connection", "close")
    }
  }

  func queue(on handle: OpaquePointer, status: Int) -> MHD_Result {
    MHD_queue_response(handle, UInt32(clamping: status), pointer)
  }
}
