"""Many clients in a process of their own, so that their work does not delay the measuring client.

    echo '{"path": "/play/x?session=s{n}", "method": "GET", "fields": {}, "body": "none", "reads": true, "stays": true}' | python crowd.py PORT NUMBER

Each client reads as fast as it can and discards the bytes, or does not read at all. It reconnects when its connection or response ends, as EventSource does.
`halfCloses`: it closes its sending half after the request; `leaves`: it closes the whole connection.
In the path and the fields, `{n}` is the client's number and `{turn}` the number of its connections.
"""

import errno
import heapq
import json
import os
import selectors
import socket
import sys
import time

PAUSE = 0.05  # seconds before a client connects again
MEGABYTE = 1_000_000

BODIES = {
    "none": b"",
    "large": b'{"a": [' + b",".join([b'"0123456789"'] * (MEGABYTE // 13)) + b"]}",
    "deep": b"[" * 500_000 + b"]" * 500_000,
    "slow": b"x",
}


class Client:
    def __init__(self, crowd, number):
        self.crowd, self.number, self.turn = crowd, number, 0
        self.socket = None

    def connect(self):
        self.turn += 1
        spec = self.crowd.spec
        body = self.crowd.body.replace(b"{n}", str(self.number).encode()).replace(b"{turn}", str(self.turn).encode())
        lines = [f"{spec.get('method', 'GET')} {self.own(spec['path'])} HTTP/1.1", "Host: localhost"]
        lines += [f"{name}: {self.own(value)}" for name, value in spec.get("fields", {}).items()]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        self.rest = memoryview("\r\n".join([*lines, "", ""]).encode() + body)
        self.began = time.monotonic()
        self.socket = socket.socket()
        self.socket.setblocking(False)
        if not spec.get("reads", True):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        if self.socket.connect_ex(("127.0.0.1", self.crowd.port)) not in (0, errno.EINPROGRESS):
            return self.leave()
        self.crowd.selector.register(self.socket, selectors.EVENT_WRITE, self)

    def own(self, text):
        return text.replace("{n}", str(self.number)).replace("{turn}", str(self.turn))

    def ready(self, events):
        try:
            if events & selectors.EVENT_WRITE and self.rest:
                self.rest = self.rest[self.socket.send(self.rest) :]
                if not self.rest:
                    self.crowd.sent()
                    if self.crowd.spec.get("leaves"):
                        return self.leave()
                    if self.crowd.spec.get("halfCloses"):
                        self.socket.shutdown(socket.SHUT_WR)
                    if self.crowd.spec.get("reads", True):
                        self.crowd.selector.modify(self.socket, selectors.EVENT_READ, self)
                    else:
                        self.crowd.selector.unregister(self.socket)
                return
            count = self.socket.recv_into(self.crowd.buffer)
            is_answered = not self.crowd.spec.get("stays", True)
            if count == 0 or is_answered:
                self.leave()
        except BlockingIOError:
            pass
        except OSError:
            self.leave()

    def leave(self):
        if self.socket:
            try:
                self.crowd.selector.unregister(self.socket)
            except KeyError:
                pass
            self.socket.close()
            self.socket = None
        heapq.heappush(self.crowd.waiting, (time.monotonic() + PAUSE, self.number))


class Crowd:
    def __init__(self, port, number, spec):
        self.port, self.spec = port, spec
        body = spec.get("body", "none")
        self.body = BODIES[body] if body in BODIES else body.encode()
        self.buffer = bytearray(262_144)
        self.selector = selectors.DefaultSelector()
        self.clients = [Client(self, index) for index in range(number)]
        self.waiting = [(0, index) for index in range(number)]
        self.count = 0

    def sent(self):
        """Tells the parent process when each client has sent a request."""
        self.count += 1
        if self.count == len(self.clients):
            print("all", flush=True)

    def run(self, parent):
        while os.getppid() == parent:
            now = time.monotonic()
            while self.waiting and self.waiting[0][0] <= now:
                self.clients[heapq.heappop(self.waiting)[1]].connect()
            rest = min(self.waiting[0][0] - now, 0.2) if self.waiting else 0.2
            for key, events in self.selector.select(max(rest, 0)):
                key.data.ready(events)


if __name__ == "__main__":
    parent = os.getppid()
    os.nice(5)
    Crowd(int(sys.argv[1]), int(sys.argv[2]), json.load(sys.stdin)).run(parent)
