/// The media type of a file, by the extension of its name.
enum FileMediaType {
  private static let types: [String: String] = [
    "html": "text/html; charset=utf-8", "htm": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "json": "application/json",
    "map": "application/json", "webmanifest": "application/manifest+json", "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif",
    "ico": "image/x-icon", "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf",
    "wasm": "application/wasm",
    "txt": "text/plain; charset=utf-8", "py": "text/plain; charset=utf-8", "ts": "text/plain; charset=utf-8",
    "jsx": "text/plain; charset=utf-8", "tsx": "text/plain; charset=utf-8", "sh": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8", "csv": "text/csv; charset=utf-8", "xml": "application/xml",
    "yaml": "application/yaml; charset=utf-8", "yml": "application/yaml; charset=utf-8",
    "pdf": "application/pdf",
    "zip": "application/zip", "mp4": "video/mp4", "webm": "video/webm",
  ]

  static func of(_ path: String) -> String {
    guard let dot = path.lastIndex(of: ".") else { return "application/octet-stream" }
    return types[path[path.index(after: dot)...].lowercased()] ?? "application/octet-stream"
  }
}
