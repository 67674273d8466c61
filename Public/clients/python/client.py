"""Follows an event stream with requests, and prints its events, or a stream of records such as JSON lines.

    pip install requests
    python client.py http://127.0.0.1:8000/events

It reconnects with Last-Event-ID when the connection is lost, and ends after an event named `complete` or
`all_complete`, at the end of records, on 204 No Content, on a refusal, or on Ctrl+C.
"""

import codecs
import contextlib
import json
import re
import sys
import time
from dataclasses import dataclass

import requests

END_TYPES = {"complete", "all_complete"}
CONNECT_TIMEOUT = 5  # seconds
# Longer than the server's heartbeat (15 s): after a longer silence, the connection is dead, not quiet.
READ_TIMEOUT = 45
FORMATS = {
    "text/event-stream": "sse",
    "application/x-ndjson": "ndjson",
    "application/ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "application/json-seq": "json-seq",
}
LONGEST_WAIT = 2**31 / 1000  # seconds; a server may ask for more than a clock can hold


@dataclass
class Event:
    type: str
    data: str
    id: str


class Refused(Exception):
    """The server answered, but not with a readable stream: trying again is useless."""


class EventStream:
    """Iterates over the events of a stream, across reconnections."""

    def __init__(self, url, **request):
        self.url = url
        self.request = request  # further arguments of requests.get, such as headers or auth
        self.last_event_id = ""
        self.reconnection_time = 3.0  # seconds, until the server says otherwise

    def __iter__(self):
        while True:
            try:
                with self._connect() as response:
                    if response.status_code == 204:
                        return
                    if (kind := format_of(response)) != "sse":
                        # Records have no ids to resume after: their end is final.
                        yield from records(response, kind)
                        return
                    yield from self._events(response)
            except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
                print(f"connection lost: {error}", file=sys.stderr)
            print(f"reconnecting in {self.reconnection_time:g} s", file=sys.stderr)
            time.sleep(self.reconnection_time)

    def _connect(self):
        request = dict(self.request)
        headers = {"Accept": ", ".join(FORMATS), "Cache-Control": "no-store", **request.pop("headers", {})}
        # As UTF-8, without leading and trailing white space, which a field value cannot have.
        if last_event_id := self.last_event_id.encode("utf-8").strip(b" \t"):
            headers["Last-Event-ID"] = last_event_id
        response = requests.get(
            self.url, headers=headers, stream=True, timeout=(CONNECT_TIMEOUT, READ_TIMEOUT), **request
        )
        if response.status_code == 204:
            return response
        if response.status_code != 200:
            raise Refused(f"HTTP {response.status_code} {response.reason}: {beginning(response)}")
        if format_of(response) is None:
            response.close()
            raise Refused(f"the content type is {response.headers.get('Content-Type', 'none')}")
        return response

    def _events(self, response):
        event_type, data, event_id = "", [], self.last_event_id
        for line in lines(response.iter_content(chunk_size=None)):
            if line == "":  # a blank line dispatches
                self.last_event_id = event_id
                if data:
                    yield Event(event_type or "message", "\n".join(data), event_id)
                event_type, data = "", []
                continue
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "event":
                event_type = value
            elif name == "data":
                data.append(value)
            elif name == "id" and "\0" not in value:
                event_id = value
            elif name == "retry" and re.fullmatch("[0-9]+", value):
                digits = value.lstrip("0")
                self.reconnection_time = min(int(digits or 0) / 1000, LONGEST_WAIT) if len(digits) < 16 else LONGEST_WAIT
            # Anything else is ignored. A line that begins with a colon has an empty name: it is a comment.


def format_of(response):
    """The framing of a response, from a playground's own field or from the content type; None where it is not a readable stream."""
    said = response.headers.get("Playground-Format")
    if said in ("ndjson", "json-seq", "text"):
        return said
    return FORMATS.get(response.headers.get("Content-Type", "").split(";")[0].strip().lower())


def records(response, kind):
    """Yields an event for each record: JSON on a line (ndjson) or between RS and LF (json-seq), or a piece of text."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    rest = ""
    for chunk in response.iter_content(chunk_size=None):
        rest += decoder.decode(chunk)
        if kind == "text":
            yield Event("text", rest, "")
            rest = ""
            continue
        *lines, rest = rest.split("\n")
        for line in lines:
            if is_json(record := line.lstrip("\x1e").strip()):
                yield Event("record", record, "")
    # The last line of ndjson may lack its line end; a JSON text sequence without one was cut.
    if kind == "ndjson" and is_json(rest):
        yield Event("record", rest.strip(), "")


def is_json(text):
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def beginning(response, limit=500, seconds=2):
    """Returns the beginning of a body that may never end."""
    body, until = b"", time.monotonic() + seconds
    with response, contextlib.suppress(requests.RequestException):
        for byte in response.iter_content(chunk_size=1):
            body += byte
            if len(body) >= limit or time.monotonic() > until:
                break
    return body.decode("utf-8", errors="replace")


def lines(chunks):
    """Yields the complete lines of these chunks of bytes.

    A chunk may end anywhere: inside a line, inside a character, between CR and LF. str.splitlines is not usable: it also
    splits at characters that do not end a line here, such as U+2028.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
    rest, after_cr = [], False  # the pieces of the unfinished line: a long one may arrive in many
    for chunk in chunks:
        text = decoder.decode(chunk)
        if after_cr and text:
            text = text.removeprefix("\n")
            after_cr = False
        if text.endswith("\r"):
            after_cr = True
        first, *others = re.split("\r\n|\n|\r", text)
        rest.append(first)
        for line in others:
            yield "".join(rest)
            rest = [line]


def main():
    url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/events"
    try:
        for event in EventStream(url):
            print(f"{event.type:<14} {event.id:>4}  {event.data}", flush=True)
            if event.type in END_TYPES:
                break
    except Refused as refusal:
        sys.exit(f"refused: {refusal}")
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
