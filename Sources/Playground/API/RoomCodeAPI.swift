import HTTPTypes
import Logging
import MicroHTTP
import QRCodes
import TextForms

/// `/api/room/qr.svg`: the room's join link as a QR code, to project on a wall.
struct RoomCodeAPI: RouteGroup {
  let room: Room?
  let log: Logger

  var routes: [Route] { [.later(.get, "/api/room/qr.svg", log: log) { call in try code(call) }] }

  /// - Throws: 404 without a room, 422 if `origin` is not one of the room's addresses.
  private func code(_ call: Route.Call) throws(Refusal) -> HTTPResult {
    guard let room, let first = room.origins.first, var link = room.joinLink else {
      throw Refusal(.notFound, "No room is open. Start the server with --room.")
    }
    if let origin = call.query("origin") {
      let origins = room.origins
      guard origins.contains(origin) else {
        throw Refusal(
          .unprocessableContent,
          "'origin' must be an address of the room (\(origins.joined(separator: ", "))), got '\(origin.forSentence)'."
        )
      }
      link = origin + link.dropFirst(first.count)
    }
    guard let code = QRCode(link) else {
      throw Refusal(.internalServerError, "The link is too long for a QR code.")
    }
    return HTTPResult(
      status: 200,
      // The code admits people to the room, so it must not be cached.
      headerFields: [.contentType: "image/svg+xml", .cacheControl: "no-store"],
      body: .bytes(Array(code.svg.utf8)))
  }
}
