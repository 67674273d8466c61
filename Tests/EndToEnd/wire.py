"""Plain sockets, to test what HTTP libraries hide: framing, endings, several requests on one connection."""

import contextlib
import socket

TIMEOUT = 20  # seconds; a bound for a busy machine, not a wait


class Wire:
    """One connection; `send` and `receive` bytes."""

    def __init__(self, port, host="127.0.0.1", receive_buffer=None, source=None):
        self.socket = socket.socket(socket.AF_INET)
        self.socket.settimeout(TIMEOUT)
        if receive_buffer:
            # The bytes that the kernel buffers for a client that does not read; must be set before connecting.
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        if source:
            self.socket.bind((source, 0))
        self.socket.connect((host, port))
        self.received = b""

    def send(self, *lines, body=b""):
        """Sends a request of these lines; a Host field is added."""
        first, *others = lines
        head = "\r\n".join([first, "Host: localhost", *others, "", ""])
        self.socket.sendall(head.encode() + body)

    def until(self, mark):
        """Reads up to the mark and returns it too; the bytes after it stay for the next call."""
        while mark not in self.received:
            more = self.socket.recv(65536)
            assert more, f"the connection ended before {mark!r}: {self.received!r}"
            self.received += more
        end = self.received.index(mark) + len(mark)
        taken, self.received = self.received[:end], self.received[end:]
        return taken

    def rest(self):
        """Reads until the server closes the connection."""
        with contextlib.suppress(ConnectionResetError):
            while more := self.socket.recv(65536):
                self.received += more
        return self.received

    def answer(self):
        """Status, header fields (lower case) and body of a response, which is empty without a Content-Length."""
        status, fields = head(self.until(b"\r\n\r\n"))
        length = int(fields.get("content-length", 0))
        while len(self.received) < length:
            more = self.socket.recv(65536)
            assert more, "the connection ended within a body"
            self.received += more
        body, self.received = self.received[:length], self.received[length:]
        return status, fields, body

    def chunk(self):
        """The next chunk of a chunked body; empty for the last."""
        size = int(self.until(b"\r\n").strip(), 16)
        while len(self.received) < size + 2:
            more = self.socket.recv(65536)
            assert more, "the connection ended within a chunk"
            self.received += more
        data, self.received = self.received[:size], self.received[size + 2 :]
        return data

    def close(self):
        self.socket.close()


def head(raw):
    """Status and header fields, lower case, of a head."""
    first, *lines = raw.decode("latin-1").strip().split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines)
    return int(first.split()[1]), {name.lower(): value for name, value in fields.items()}
