"""Datastar's events: names and keyed data lines."""

import httpx
from httpx_sse import connect_sse


def test_elements_and_signals_are_patched_by_keyed_lines(playground):
    with httpx.Client(timeout=20) as client, connect_sse(client, "GET", f"{playground.url}/datastar?speed=100") as source:
        events = list(source.iter_sse())

    assert {event.event for event in events} == {"datastar-patch-elements", "datastar-patch-signals"}
    for event in events:
        keys = [line.split(" ", 1)[0] for line in event.data.split("\n")]
        if event.event == "datastar-patch-signals":
            assert keys == ["signals"]
        else:
            assert keys[:2] == ["selector", "mode"]
            assert set(keys[2:]) == (set() if "mode remove" in event.data else {"elements"})
