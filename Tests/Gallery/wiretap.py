"""A client that shows everything: the head, each chunk as it was framed, how the body ended; and the standard's parser."""

import dataclasses
import secrets
import socket
import struct

TIMEOUT = 20  # seconds without a byte, after which a test fails


@dataclasses.dataclass
class Message:
    type: str
    data: str
    id: str


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict
    chunks: list
    ending: str  # "complete", "truncated" or "reset"

    @property
    def body(self):
        return b"".join(self.chunks)

    @property
    def messages(self):
        return parse(self.body)[0]

    @property
    def retry(self):
        return parse(self.body)[1]

    @property
    def data(self):
        return [message.data for message in self.messages]


class Connection:
    """One request, and its response piece by piece."""

    def __init__(self, port, target, headers=None, method="GET", body=b""):
        self.socket = socket.create_connection(("127.0.0.1", port), TIMEOUT)
        lines = [f"{method} {target} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept: text/event-stream"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        self.socket.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = {}
        while (line := self.file.readline().strip()) != b"":
            name, _, value = line.decode("latin-1").partition(":")
            self.headers[name.lower()] = value.strip()
        self.ending = "complete"

    def chunks(self):
        """The body's chunks as the server framed them; a body with a length is one chunk. Sets `ending` at the end."""
        try:
            if self.headers.get("transfer-encoding") != "chunked":
                body = self.file.read(int(self.headers.get("content-length", 0)))
                if len(body) < int(self.headers.get("content-length", 0)):
                    self.ending = "truncated"
                if body:
                    yield body
                return
            while True:
                size = self.file.readline()
                if not size.endswith(b"\n"):
                    self.ending = "truncated"
                    return
                count = int(size, 16)
                chunk = self.file.read(count)
                if len(chunk) < count:
                    self.ending = "truncated"
                    if chunk:
                        yield chunk
                    return
                self.file.readline()
                if count == 0:
                    return
                yield chunk
        except ConnectionResetError:
            self.ending = "reset"

    def messages(self):
        """The messages that a browser would dispatch, as they come."""
        body = b""
        seen = 0
        for chunk in self.chunks():
            body += chunk
            messages = parse(body)[0]
            yield from messages[seen:]
            seen = len(messages)

    def close(self):
        self.file.close()
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Session:
    """Connections to one scenario that count as those of one client."""

    def __init__(self, playground, scenario, speed=50, **query):
        self.port = playground.port
        pairs = {"session": f"test-{secrets.token_hex(6)}", "speed": speed} | query
        self.target = f"/play/{scenario}?" + "&".join(f"{name}={value}" for name, value in pairs.items())

    def connect(self, last_event_id=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if last_event_id is not None:
            headers["Last-Event-ID"] = last_event_id
        return Connection(self.port, self.target, headers)

    def answer(self, last_event_id=None, until=None, **headers):
        """The whole response, or what came up to a message for which `until` is true."""
        with self.connect(last_event_id, **headers) as connection:
            chunks = []
            for chunk in connection.chunks():
                chunks.append(chunk)
                if until and any(map(until, parse(b"".join(chunks))[0])):
                    break
            return Answer(connection.status, connection.headers, chunks, connection.ending)


def parse(body):
    """Parses a stream as browsers do: returns the messages and the reconnection time.

    https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
    """
    text = body.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    messages, retry = [], None
    data, type, last_id = [], "", ""
    for line in lines[:-1]:
        if line == "":
            if data:
                messages.append(Message(type or "message", "\n".join(data), last_id))
            data, type = [], ""
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            data.append(value)
        elif name == "event":
            type = value
        elif name == "id" and "\0" not in value:
            last_id = value
        elif name == "retry" and value.isascii() and value.isdigit():
            retry = int(value)
    return messages, retry


def reset(connection):
    """Resets the connection, as a crashing tab does."""
    connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
