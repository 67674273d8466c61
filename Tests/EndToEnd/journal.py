"""Reads journals as a page does, over real sockets."""

import base64

import requests
from events import data, events, stream

TIMEOUT = 20


def entries(server, key, **query):
    """The journal of a session so far: its events, with `data` parsed and writes decoded."""
    response = stream(f"{server.url}/api/sessions/{key}/journal", params={"follow": "false", **query})
    assert response.status_code == 200, response.text
    return [parsed(event) for event in events(response)]


def follow(server, key, headers=None, **query):
    """The entries of a session as they come."""
    response = stream(f"{server.url}/api/sessions/{key}/journal", params=query, headers=headers)
    assert response.status_code == 200, response.text
    return response, (parsed(event) for event in events(response))


def parsed(event):
    entry = data(event) | {"event": event["event"], "id": event.get("id")}
    if event["event"] == "write":
        entry["bytes"] = base64.b64decode(entry.pop("data"))
    return entry


def body(found, of=None):
    """The bytes of all writes. Fails if their offsets have a gap."""
    sent = b""
    for entry in found:
        if entry["event"] == "write" and of in (None, entry["stream"]):
            assert entry["offset"] == len(sent)
            assert entry["length"] == len(entry["bytes"]) == sum(part["length"] for part in entry["parts"])
            sent += entry["bytes"]
    return sent


def sessions(server, **query):
    return requests.get(f"{server.url}/api/sessions", params=query, timeout=TIMEOUT).json()


def session(server, key):
    return requests.get(f"{server.url}/api/sessions/{key}", timeout=TIMEOUT).json()
