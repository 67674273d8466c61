/// Asks a server's `/healthz`.
struct HealthCheck {
  /// An IP address; one that stands for all is asked at loopback.
  let host: String
  let port: UInt16
  let limit: Duration

  func run() throws(PlainHTTP.Failure) {
    let answer = try PlainHTTP(host: host, port: port, limit: limit, path: "/healthz").get()
    guard answer.status == 200 else {
      throw PlainHTTP.Failure(
        description:
          "http://\(host):\(port)/healthz: it answers '\(String((answer.head.first ?? "").prefix(12)).escapedForLog)'")
    }
  }
}
