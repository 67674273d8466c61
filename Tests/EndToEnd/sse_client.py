"""A client of event streams that follows the standard, with mistakes that can be switched on one by one."""

import socket
import time

TIMEOUT = 30  # seconds; a bound for a busy machine, not a wait


class Client:
    """Reads one address repeatedly. Each `read` is one connection, up to its end.

    `sloppy` tells, for a connection's number from 1, whether its request omits the Last-Event-ID."""

    def __init__(self, port, path, agent="sse-client/1", wait=None, sloppy=lambda number: False, slow=None, fields=()):
        self.port, self.path, self.agent = port, path, agent
        self.wait, self.sloppy, self.slow, self.fields = wait, sloppy, slow, list(fields)
        self.last_id = ""
        self.retry = 3.0
        self.number = 0
        self.status = None
        self.events = []

    def connect(self):
        """Sends the request, and returns the socket."""
        self.number += 1
        lines = [f"GET {self.path} HTTP/1.1", "Host: localhost", f"User-Agent: {self.agent}"]
        lines += ["Accept: text/event-stream", "Cache-Control: no-cache", *self.fields]
        if self.last_id and not self.sloppy(self.number):
            lines.append(f"Last-Event-ID: {self.last_id}")
        connection = socket.socket()
        connection.settimeout(TIMEOUT)
        if self.slow:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", self.port))
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return connection

    def read(self, leave=None):
        """Reads one connection to its end, or until `leave(events)` is true. Returns the status."""
        connection = self.connect()
        with connection:
            body = Body(connection, self.slow)
            self.status = body.status
            if body.status != 200 or not body.is_event_stream:
                return body.status
            self._parse(body, leave)
        return body.status

    def pause(self):
        """Waits for the reconnection time, or as long as the client chooses."""
        time.sleep(self.retry if self.wait is None else self.wait)

    def run(self, connections):
        for number in range(connections):
            if number:
                self.pause()
            if self.read() != 200:
                return

    def _parse(self, body, leave):
        block, buffered = {}, self.last_id
        for line in body.lines():
            if not line:
                self.last_id = buffered
                if "data" in block:
                    self.events.append(block)
                    if leave and leave(block):
                        return
                block = {}
                continue
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "id" and "\0" not in value:
                buffered = value
            elif name == "retry" and value.isascii() and value.isdigit():
                self.retry = int(value) / 1000
            elif name == "data":
                block["data"] = block["data"] + "\n" + value if "data" in block else value
            elif name == "event":
                block["event"] = value


class Body:
    """A response read from a socket: its head, then the bytes of its body, whatever their framing."""

    def __init__(self, connection, slow=None):
        self.connection, self.slow, self.raw = connection, slow, b""
        while b"\r\n\r\n" not in self.raw and self._more():
            pass
        head, _, self.raw = self.raw.partition(b"\r\n\r\n")
        first, *fields = head.decode("latin-1").split("\r\n")
        self.status = int(first.split(" ")[1]) if first else 0
        self.fields = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
        self.is_event_stream = self.fields.get("content-type", "").startswith("text/event-stream")

    def _more(self):
        if self.slow:
            time.sleep(self.slow)
        try:
            piece = self.connection.recv(512 if self.slow else 65536)
        except ConnectionResetError:
            return False
        self.raw += piece
        return bool(piece)

    def pieces(self):
        if self.fields.get("transfer-encoding") != "chunked":
            left = int(self.fields.get("content-length", 1 << 60))
            while left and (self.raw or self._more()):
                piece, self.raw = self.raw[:left], self.raw[left:]
                left -= len(piece)
                yield piece
            return
        while True:
            while b"\r\n" not in self.raw:
                if not self._more():
                    return
            size, _, self.raw = self.raw.partition(b"\r\n")
            left = int(size, 16)
            if left == 0:
                return
            while left:
                if not self.raw and not self._more():
                    return
                piece, self.raw = self.raw[:left], self.raw[left:]
                left -= len(piece)
                yield piece
            while len(self.raw) < 2:
                if not self._more():
                    return
            self.raw = self.raw[2:]

    def lines(self):
        """The complete lines, which end with LF in these scenarios; a rest without a line end is left out."""
        text = b""
        for piece in self.pieces():
            *whole, text = (text + piece).split(b"\n")
            for line in whole:
                yield line.decode("utf-8", "replace")
