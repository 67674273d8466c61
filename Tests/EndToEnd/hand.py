"""Helpers for the tests of the verbs that act on open streams."""

import requests
from events import events, stream
from playground import wait_for

TIMEOUT = 20
COUNTING = """
heartbeat: off
steps:
  - repeat: 100
    every: 100ms
    id: ${counter}
    data: ${counter} ${elapsed}
"""
SHARED = """
timeline: shared
heartbeat: off
steps:
  - repeat: forever
    every: 200ms
    id: ${counter}
    data: ${counter}
"""


def hand(server, verb, body=None, **target):
    return requests.post(f"{server.url}/api/streams/{verb}", params=target, json=body, timeout=TIMEOUT)


def opened(server, name, key):
    """An open stream and its events, after the first has come."""
    response = stream(f"{server.url}/play/{name}?session={key}")
    found = events(response)
    return response, found, next(found)


def gone(server, key):
    """Waits until no stream of the session is open."""
    wait_for(lambda: requests.get(f"{server.url}/api/sessions/{key}", timeout=TIMEOUT).json()["open"] == 0)
