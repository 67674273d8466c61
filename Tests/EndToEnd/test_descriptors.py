"""Whatever is asked, and however its client leaves: no descriptor stays."""

import concurrent.futures
import itertools
import json
import pathlib
import socket
import struct
import time

from playground import ROOT

TIMEOUT = 20
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"]
PAGES = ["/", "/index.js", "/learn", "/learn/", "/sessions/", "/clients/", "/styles/index.css", "/play/agent-tasks", "/stream/1", "/events", "/nowhere", "/%2e%2e/x"]
CHUNKED = b"".join(b"1000\r\n" + b"z" * 4096 + b"\r\n" for _ in range(12)) + b"0\r\n\r\n"
# Header fields, and what is sent behind them.
BODIES = [
    ([], b""),
    (["Content-Length: 10"], b"x" * 10),
    (["Content-Length: 40000"], b"x" * 40_000),
    (["Content-Length: 50000"], b"x" * 40_000),
    (["Content-Length: 2000000"], b"x" * 2_000_000),
    (["Transfer-Encoding: chunked"], CHUNKED),
    (["Transfer-Encoding: chunked"], CHUNKED[:6000]),
    (["Content-Length: 40000", "Expect: 100-continue"], b"x" * 40_000),
    (["Range: bytes=0-10", "If-None-Match: *"], b""),
    (["Accept-Encoding: gzip", "Connection: close"], b""),
]


def addresses():
    """Those that the description of the API has, and pages."""
    paths = json.loads((ROOT / "Sources/OpenAPIDocument/openapi.json").read_text())["paths"]
    return [path.replace("{name}", "agent-tasks").replace("{", "").replace("}", "") for path in paths] + PAGES


def ask(port, method, path, fields, body, leaves):
    with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as client:
        try:
            client.sendall("\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *fields, "", ""]).encode() + body)
            if leaves == "after the answer's beginning":
                client.settimeout(0.2)  # some bodies are not whole, so that no answer comes
                client.recv(1024)
        except OSError:
            pass
        if leaves == "by a reset":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def open_files(server):
    return len(list(pathlib.Path(f"/proc/{server.process.pid}/fd").iterdir()))


def test_no_descriptor_stays(start_playground):
    server = start_playground()
    leaves = itertools.cycle(["after the answer's beginning", "at once", "by a reset"])
    requests = [
        (server.port, method, path, *body, next(leaves))
        for number, (path, body) in enumerate(itertools.product(addresses(), BODIES))
        for method in (METHODS[number % 8], METHODS[(number + 3) % 8])
    ]

    def all_of_them():
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda request: ask(*request), requests))

    all_of_them()
    before = fewest(server)
    all_of_them()
    assert fewest(server, until=before) <= before
    assert server.process.poll() is None


def fewest(server, until=0):
    """How many are open when what is being closed is closed."""
    found = open_files(server)
    for _ in range(40):
        if found <= until:
            break
        time.sleep(0.1)
        found = min(found, open_files(server))
    return found
