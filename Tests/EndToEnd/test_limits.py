"""What the server keeps free, closes and gives back when it is asked for too much."""

import concurrent.futures
import pathlib
import re
import socket
import subprocess

import pytest
import requests

from playground import wait_for
from test_metrics import Numbers
from wire import Wire

TIMEOUT = 20

ENDLESS = "steps:\n  - repeat: forever\n    every: 100ms\n    steps:\n      - data: x\n"


def get(server, path, **options):
    return requests.get(server.url + path, timeout=TIMEOUT, **options)


def large_pages(folder):
    """Addresses of pages that are sent from their file."""
    return ["/" + str(path.relative_to(folder)) for path in pathlib.Path(folder).rglob("*") if path.is_file() and path.stat().st_size > 32_768]


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "PUT", "DELETE", "HEAD", "GET"])
def test_no_request_for_a_page_keeps_a_descriptor(start_playground, tmp_path, method):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "large.html").write_text("x" * 100_000)
    (pages / "small.html").write_text("x")
    server = start_playground(PUBLIC=str(pages))
    before = Numbers(server.url)("process_open_fds")
    for path in large_pages(pages) + ["/small.html", "/missing.html"]:
        for body in [None, "x"]:
            for _ in range(20):
                with requests.request(method, server.url + path, data=body, timeout=TIMEOUT) as response:
                    assert response.status_code in (200, 204, 404, 405, 413, 415)
    assert Numbers(server.url)("process_open_fds") <= before + 3


class Streams:
    """Clients that read a stream, each with a connection of its own; `statuses` are what they were answered."""

    def __init__(self, server, path, number):
        self.clients = []
        for _ in range(number):
            self.clients.append(Wire(server.port))
            self.clients[-1].send(f"GET {path} HTTP/1.1")
        self.statuses = [self._status(client) for client in self.clients]

    @staticmethod
    def _status(client):
        try:
            return int(client.until(b"\r\n\r\n").split()[1])
        except ConnectionResetError:
            # With few descriptors not every refused client is given time to read why.
            return 503

    def close(self):
        for client in self.clients:
            client.close()


def test_with_few_descriptors_health_pages_and_api_keep_room(start_playground, tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "endless.yaml").write_text(ENDLESS)
    server = start_playground(descriptors=128)
    told = server.logged("ulimit -n")
    connections, streams = map(int, re.search(r"(\d+) connections and (\d+) streams", told).groups())
    assert streams >= 24 and connections - streams >= 16
    everybody = Streams(server, "/play/endless", 150)
    # Who comes while others are being refused may be refused, too.
    playing = everybody.statuses.count(200)
    assert streams // 2 <= playing <= streams
    assert everybody.statuses.count(503) == 150 - playing
    # Connections that send nothing, or rest after an answer, as browsers keep them.
    resting = [Wire(server.port) for _ in range(40)]
    for wire in resting:
        wire.send("GET /healthz HTTP/1.1")
    for path in ["/healthz", "/", "/api/scenarios", "/metrics", "/api/sessions"]:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            assert [answer.status_code for answer in pool.map(lambda _: get(server, path), range(24))] == [200] * 24, path
    curl = subprocess.run(["curl", "-sS", "-m", "20", f"{server.url}/healthz"], capture_output=True, text=True, check=True)
    assert "ok" in curl.stdout
    saved = requests.put(
        f"{server.url}/api/scenarios/kept", data=ENDLESS, headers={"Content-Type": "application/yaml"}, timeout=TIMEOUT
    )
    assert saved.status_code == 201
    # Those who have a stream still get its events.
    client = everybody.clients[everybody.statuses.index(200)]
    for _ in range(5):
        assert client.chunk()
    everybody.close()
    for wire in resting:
        wire.close()


def test_when_no_descriptor_is_left_the_server_serves_on_afterwards(start_playground, tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "endless.yaml").write_text(ENDLESS)
    server = start_playground(descriptors=64)
    crowd = []
    for _ in range(300):
        wire = socket.socket()
        wire.setblocking(False)
        wire.connect_ex(("127.0.0.1", server.port))
        crowd.append(wire)
    for wire in crowd:
        wire.close()
    assert get(server, "/healthz").status_code == 200
    assert get(server, "/api/scenarios").status_code == 200


def test_files_beyond_the_limit_are_named_once(start_playground, tmp_path):
    folder = tmp_path / "scenarios"
    folder.mkdir()
    for number in range(10_002):
        (folder / f"s{number}.yaml").write_text("steps: [{ end: complete }]")
    server = start_playground()
    # Looked at again: the folder changes, and every two seconds without an event.
    for name in ["a", "b"]:
        (folder / f"{name}.txt").write_text("x")
        (folder / "sub").mkdir() if name == "a" else (folder / "sub").rmdir()
        wait_for(lambda: get(server, "/api/scenarios?limit=1").json()["total"] == 10_000)
    server.logged("left out: more than 10000")
    assert len([line for line in server.log if "left out: more than 10000" in line]) == 1


def test_secrets_in_a_query_are_written_down_nowhere(start_playground, tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "endless.yaml").write_text(ENDLESS)
    server = start_playground()
    queries = ["access_token=s3cret", "room=7&api%5Fkey=s3cret", "next=%2Fcb%3F%74oken%3Ds3cret", "Signature=s3cret"]
    for index, query in enumerate(queries):
        wire = Wire(server.port)
        wire.send(f"GET /play/endless?session=k{index}&{query} HTTP/1.1", f"Referer: http://localhost:3000/?{query}", "X-Client-Secret: s3cret")
        wire.until(b"data: x\n\n")
        sessions = get(server, "/api/sessions").text
        journal = get(server, f"/api/sessions/k{index}/journal?follow=false").text
        assert f"session=k{index}" in sessions and "***" in sessions and "***" in journal
        assert "s3cret" not in sessions and "s3cret" not in journal
        wire.close()
        get(server, f"/healthz?{query}")
        get(server, f"/nowhere?{query}")
    server.stop()
    assert "***" in "".join(server.log) and "s3cret" not in "".join(server.log)


def test_streams_are_counted_by_the_network_of_an_ipv6_client(start_playground, tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "endless.yaml").write_text(ENDLESS)
    server = start_playground(MAX_STREAMS_PER_ADDRESS="2", TRUSTED_PROXIES="127.0.0.1")
    clients = []

    def status(address):
        clients.append(Wire(server.port))
        clients[-1].send("GET /play/endless HTTP/1.1", f"X-Forwarded-For: {address}")
        return int(clients[-1].until(b"\r\n\r\n").split()[1])

    assert [status(f"2001:db8:0:1::{number}") for number in (1, 2, 3)] == [200, 200, 429]
    assert status("[2001:db8:0:1:ffff::9]:4711") == 429
    assert status("2001:db8:0:2::1") == 200
    assert [status("192.0.2.1"), status("::ffff:192.0.2.1"), status("192.0.2.1:80"), status("192.0.2.2")] == [200, 200, 429, 200]
    for client in clients:
        client.close()
