"""Reads the server's own event streams, so that a test does not have to poll."""

import json
import time

import requests

PATIENCE = 30  # seconds; a bound for a busy machine


def told(address, holds, **query):
    """The data of the first event for which `holds` is true; the event that begins the stream counts too."""
    deadline = time.monotonic() + PATIENCE
    with requests.get(address, params=query, headers={"Accept": "text/event-stream"}, stream=True, timeout=PATIENCE) as stream:
        assert stream.status_code == 200, stream.text
        for line in stream.iter_lines():
            if line.startswith(b"data: ") and holds(data := json.loads(line.removeprefix(b"data: "))):
                return data
            assert time.monotonic() < deadline, "the server did not tell it in time"
    raise AssertionError("the stream ended before the server told it")
