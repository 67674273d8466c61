"""Injects events into many streams at once, and measures how long that takes and how late the streams' own events are meanwhile.

    Benchmarks/inject.py .build/release/sse-playground --streams 1000

Prints the lateness of the streams' own actions (from /metrics) without and with injections, and the times from the request to its
response and to the last client that has read the event.
"""

import argparse
import asyncio
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

SCENARIO = "heartbeat: off\nsteps:\n  - repeat: forever\n    every: 100ms\n    data: ${number}\n"
BOUNDS = re.compile(r'^sse_playground_lateness_seconds_bucket\{le="([^"]+)"\} (\d+)', re.MULTILINE)


def start(binary, folder):
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "ticking.yaml").write_text(SCENARIO)
    environment = os.environ | {"PORT": "0", "SCENARIOS": str(folder / "scenarios"), "DATA": str(folder / "data"), "HOST": "127.0.0.1"}
    server = subprocess.Popen([binary, "serve"], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for line in server.stdout:
        if match := re.search(r"http://127\.0\.0\.1:(\d+)", line):
            return server, int(match[1])
    raise SystemExit("the server did not start")


def lateness(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        return {float(bound): int(count) for bound, count in BOUNDS.findall(answer.read().decode())}


def quantile(before, after, share):
    """The upper bound, in seconds, of the lateness of this share of the actions in between; and their number."""
    counts = {bound: after[bound] - before.get(bound, 0) for bound in after}
    total = counts[max(counts)]
    return next(bound for bound in sorted(counts) if counts[bound] >= share * total), total


class Client(asyncio.Protocol):
    """Reads a stream, and calls `heard` with the number of each injected event."""

    def __init__(self, heard):
        self.heard = heard
        self.rest = b""

    def connection_made(self, transport):
        transport.write(b"GET /play/ticking?session=bench HTTP/1.1\r\nHost: localhost\r\n\r\n")

    def data_received(self, data):
        self.rest += data
        while (end := self.rest.find(b"\n\n")) >= 0:
            block, self.rest = self.rest[:end], self.rest[end + 2 :]
            if b"event: put-in" in block:
                self.heard(int(block.rsplit(b"data: ", 1)[1]))


async def measure(port, streams, rounds):
    loop = asyncio.get_running_loop()
    arrived = {}
    done = asyncio.Event()

    def heard(number):
        arrived[number] = arrived.get(number, 0) + 1
        if arrived[number] == streams:
            done.set()

    clients = [await loop.create_connection(lambda: Client(heard), "127.0.0.1", port) for _ in range(streams)]
    await asyncio.sleep(2)

    def inject(number):
        body = json.dumps({"event": "put-in", "data": str(number)}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/streams/inject?session=bench", body, {"Content-Type": "application/json"}
        )
        begun = time.monotonic()
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert json.load(answer)["reached"] == streams
        return begun, time.monotonic()

    quiet = [await loop.run_in_executor(None, lateness, port)]
    await asyncio.sleep(rounds * 0.5)
    quiet.append(await loop.run_in_executor(None, lateness, port))
    answered, everywhere = [], []
    for number in range(rounds):
        done.clear()
        begun, ended = await loop.run_in_executor(None, inject, number)
        await asyncio.wait_for(done.wait(), 20)
        everywhere.append(time.monotonic() - begun)
        answered.append(ended - begun)
        await asyncio.sleep(max(0, 0.5 - everywhere[-1]))
    busy = [quiet[1], await loop.run_in_executor(None, lateness, port)]
    for transport, _ in clients:
        transport.close()
    assert all(arrived[number] == streams for number in range(rounds)), "something was lost"
    for name, (before, after) in {"quiet": quiet, "injecting twice a second": busy}.items():
        (half, total), (most, _) = quantile(before, after, 0.5), quantile(before, after, 0.99)
        print(f"{name}: {total} performed, p50 at most {half * 1000:g} ms late, p99 at most {most * 1000:g} ms late")
    print(f"injecting into {streams}: answered in {statistics.median(answered) * 1000:.1f} ms, with every client in {statistics.median(everywhere) * 1000:.1f} ms (medians of {rounds})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server, port = start(arguments.binary.resolve(), pathlib.Path(folder))
        try:
            print(f"load of the machine before: {os.getloadavg()[0]:.1f}", file=sys.stderr)
            asyncio.run(measure(port, arguments.streams, arguments.rounds))
        finally:
            server.terminate()
            server.wait(15)


if __name__ == "__main__":
    main()
