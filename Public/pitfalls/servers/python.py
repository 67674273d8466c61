"""Event streams without the pitfalls, for Python without packages: for handlers of http.server. Each part below needs this first part."""

import json
import random
import re
import time
import urllib.parse


def encode(data=None, event=None, id=None, retry=None):
    """Encodes an event: a `data` field for each line, a space after each colon, whole milliseconds, and a blank line."""
    lines = []
    if event is not None:
        lines.append(f"event: {event}")
    if id is not None:
        lines.append(f"id: {id}")
    if retry is not None:
        lines.append(f"retry: {round(retry)}")
    if data is not None:
        lines += [f"data: {line}" for line in re.split("\r\n|\r|\n", data)]
    return ("\n".join(lines) + "\n\n").encode()


def begin(handler, **fields):
    """Sends the head: the content type, no caching, no compression on the way, and no buffering in nginx."""
    handler.send_response(200)
    head = {"Content-Type": "text/event-stream", "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
    for name, value in {**head, **fields}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def refuse(handler, status, text=""):
    handler.send_response(status)
    handler.send_header("Content-Type", "text/plain")
    handler.end_headers()
    if status != 204:
        handler.wfile.write(text.encode())


def last_id(handler):
    """The last id that the client received; 0 for none. Here ids count up."""
    given = handler.headers.get("Last-Event-ID", "")
    return int(given) if re.fullmatch("[0-9]{1,15}", given) else 0


def query(handler, name):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(handler.path).query).get(name, [""])[0]


# # missing-blank-line newline-loss leading-space bom content-type buffering-proxy
def lines(handler):
    begin(handler)
    handler.wfile.write(encode("Roses are red,\nviolets are blue"))
    handler.wfile.write(encode("  indented, and whole"))


# # bogus-retry zero-retry thundering-herd
def spread(handler):
    begin(handler)
    # From one to five seconds, different for each client, so that they do not all come back together.
    handler.wfile.write(encode("The server is about to restart.", retry=random.uniform(1000, 5000)))


# # clean-end missing-terminator
def end(handler):
    if last_id(handler) == 2:
        return refuse(handler, 204)  # it has everything: 204 stops EventSource
    begin(handler)
    handler.wfile.write(encode("The answer is forty-two.", id=1))
    handler.wfile.write(encode("[DONE]", event="done", id=2))  # here the client closes


# # resume gap duplicate
KEPT = [(id, f"Event {id}") for id in range(1, 6)]  # the events of the last minutes, and each new one


def resume(handler):
    begin(handler)
    for id, data in KEPT:
        if id > last_id(handler):
            handler.wfile.write(encode(data, id=id))
    # A real one stays open for new events.


# # too-old
RECENT = [(id, f"Event {id}") for id in (41, 42)]


def resume_or_reset(handler):
    begin(handler)
    if last_id(handler) < RECENT[0][0] - 1:
        state = json.dumps({"state": "all that counts now"})
        handler.wfile.write(encode(state, event="reset", id=RECENT[-1][0]))
        return
    for id, data in RECENT:
        if id > last_id(handler):
            handler.wfile.write(encode(data, id=id))


# # non-200
BUSY = [True]


def busy(handler):
    begin(handler)
    if BUSY.pop() if BUSY else False:
        handler.wfile.write(encode(retry=1000))  # 200 and an end: EventSource comes back. After a 503 it would not.
    else:
        handler.wfile.write(encode("Here we are."))


# # gzip
import zlib


def compressed(handler):
    accepted = handler.headers.get("Accept-Encoding", "")
    if not re.search(r"\bgzip\b", accepted) or re.search(r"\bgzip *; *q=0(\.0*)?( *,|$)", accepted):
        return lines(handler)
    begin(handler, Content_Encoding="gzip", Vary="Accept-Encoding")
    gzip = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    for data in ("one", "two"):
        # Sends each event immediately.
        handler.wfile.write(gzip.compress(encode(data)) + gzip.flush(zlib.Z_SYNC_FLUSH))
    handler.wfile.write(gzip.flush())


# # idle-timeout
def heartbeat(handler, every=15, times=None):
    begin(handler)
    handler.wfile.write(encode("one"))
    while times is None or (times := times - 1) >= 0:
        time.sleep(every)
        handler.wfile.write(b": still here\n")  # a comment, which clients ignore


# # error-page
def report(handler, make=lambda: 1 / 0):
    if last_id(handler) == 9:
        return refuse(handler, 204)
    begin(handler)
    try:
        handler.wfile.write(encode(make()))
    except ArithmeticError:
        message = json.dumps({"message": "The report could not be made."})
        handler.wfile.write(encode(message, event="server-error", id=9))


# # login-page token-expiry
def authorized(handler, is_valid=lambda token: token == "good"):
    if not is_valid(query(handler, "token")):
        return refuse(handler, 401, "Sign in again.\n")  # never a page
    begin(handler)
    handler.wfile.write(encode("one", id=1))
    # Before the token expires, send the next one, with which the client connects again.
    handler.wfile.write(encode(json.dumps({"token": "next"}), event="token", id=2))


# # cors-credentials
ORIGINS = {"https://shop.example"}


def cross_origin(handler):
    origin = handler.headers.get("Origin")
    allowed = {"Access_Control_Allow_Origin": origin, "Access_Control_Allow_Credentials": "true"}
    begin(handler, Vary="Origin", **(allowed if origin in ORIGINS else {}))
    handler.wfile.write(encode("one"))


# # strict-mode
JOBS = {}  # by the name that the client gives: work belongs to that, not to a connection


def job(handler):
    name = query(handler, "job")
    JOBS.setdefault(name, {"started": len(JOBS) + 1})
    begin(handler)
    handler.wfile.write(encode(json.dumps(JOBS[name]), event="job"))
