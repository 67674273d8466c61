"""Reads event streams with Python's requests, as the documentation shows."""

import json

import requests

TIMEOUT = 20  # seconds without a byte


def stream(url, **options):
    """The response of a stream, its body unread."""
    return requests.get(url, stream=True, timeout=TIMEOUT, **options)


def events(response):
    """The events of a response, each a dictionary of its fields."""
    fields = {}
    # For a chunked body, each chunk is returned as it comes; for another body, requests waits for this many bytes.
    for line in response.iter_lines(chunk_size=65536 if response.raw.chunked else 1):
        line = line.decode()
        if not line:
            if "data" in fields:
                yield fields
            fields = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            fields[name] = f"{fields[name]}\n{value}" if name == "data" and "data" in fields else value


def first(count, response):
    """The first events of a response, which is then closed."""
    found = []
    with response:
        for event in events(response):
            found.append(event)
            if len(found) == count:
                break
    return found


def data(event):
    return json.loads(event["data"])
