"""Shared timelines over real sockets: many clients, one timeline."""

import base64
import json
import re
import time

import pytest
import requests
from events import first, stream
from playground import wait_for
from wire import Wire, head

COUNTING = "steps:\n  - repeat: forever\n    every: 20ms\n    id: ${number}\n    data: { n: '${number}', t: '${monotonic}', r: '${int(1, 1000000)}' }\n"
BLOCK = re.compile(rb"id: (\d+)\ndata: [^\n]+\n\n")


@pytest.fixture(params=["1", "2"])
def server(request, start_playground, tmp_path):
    """A server with one loop and one with two, whose scenarios a test writes itself."""
    (tmp_path / "scenarios").mkdir()
    return start_playground(LOOPS=request.param)


def write(server, text, name="shared"):
    (server.scenarios / f"{name}.yaml").write_text(text)
    wait_for(lambda: requests.get(f"{server.url}/api/scenarios/{name}", timeout=20).json().get("source") == text)


def join(server, *fields, name="shared", receive_buffer=None):
    """A connection whose head has been read, and the head's fields."""
    wire = Wire(server.port, receive_buffer=receive_buffer)
    wire.send(f"GET /play/{name} HTTP/1.1", *fields)
    status, found = head(wire.until(b"\r\n\r\n"))
    assert status == 200
    return wire, found


def body(wire, mark):
    """The body's bytes up to a mark, without the chunks' framing."""
    chunks = [wire.chunk()]
    while mark not in b"".join(chunks[-2:]):
        chunks.append(wire.chunk())
        assert chunks[-1], f"the stream ended before {mark!r}: {b''.join(chunks)[-200:]!r}"
    return b"".join(chunks)


def take(wire, count):
    """So many events or a few more, by their number."""
    raw = b""
    while len(found := {int(match[1]): match[0] for match in BLOCK.finditer(raw)}) < count:
        chunk = wire.chunk()
        assert chunk, f"the stream ended after {raw[-200:]!r}"
        raw += chunk
    return found


def closed(server, wire):
    """Closes a connection and waits until the server has noticed; how many events it was sent."""
    ended = re.compile(r"ended by the client after (\d+) events")
    before = sum(bool(ended.search(line)) for line in server.log)
    wire.close()
    wait_for(lambda: sum(bool(ended.search(line)) for line in server.log) > before)
    return int([match[1] for line in server.log if (match := ended.search(line))][-1])


def test_all_clients_get_the_same_bytes_wherever_they_come_in(server):
    write(server, "timeline: shared\n" + COUNTING)
    wires = [join(server)[0] for _ in range(8)]
    early = [take(wire, 10) for wire in wires]
    late = [take(join(server)[0], 5) for _ in range(4)]
    assert min(early[0]) == 1
    assert all(min(found) > 10 for found in late)
    whole = {}
    for found in early + late + [take(wire, 10) for wire in wires]:
        numbers = sorted(found)
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert all(whole.setdefault(number, block) == block for number, block in found.items())


def test_a_client_that_comes_back_gets_what_it_missed(server):
    write(server, "timeline: shared\nretry: 1s\n" + COUNTING)
    wire, _ = join(server)
    before = take(wire, 30)
    other, fields = join(server, "Last-Event-ID: 12")
    assert fields["playground-resume"] == "continued"
    assert other.until(b"\nid: 13\n").endswith(b"\r\nretry: 1000\nid: 13\n")


def test_what_was_missed_is_what_the_others_got(server):
    write(server, "timeline: shared\n" + COUNTING)
    wire, _ = join(server)
    before = take(wire, 30)
    missed = take(join(server, "Last-Event-ID: 12")[0], 18)
    assert min(missed) == 13
    assert all(missed[number] == block for number, block in before.items() if number in missed)


def test_what_is_no_longer_known_is_said(server):
    write(server, "timeline: { history: 5 }\n" + COUNTING)
    wire, _ = join(server)
    take(wire, 20)
    other, fields = join(server, "Last-Event-ID: 3")
    assert fields["playground-resume"] == "unknown-id"
    assert other.until(b"comes next\n").endswith(
        b": the event 3 is not in the history of the shared timeline; this continues with what comes next\n"
    )
    other.until(b"\r\n")
    assert min(take(other, 1)) > 20


LARGE = """timeline: {{ history: 0, slow: {slow} }}
heartbeat: off
steps:
  - repeat: 250
    every: 1ms
    id: ${{number}}
    data: ${{'0123456789abcdef'.repeat(3750)}}
  - event: over
    data: over
"""


def slow_and_fast(server, slow):
    """A client that reads only when the other one has got everything."""
    write(server, LARGE.format(slow=slow))
    late, _ = join(server, receive_buffer=4096)
    quick, _ = join(server)
    body(quick, b"event: over")
    return late


def test_a_slow_client_skips_and_is_told_how_many_events(server):
    raw = body(slow_and_fast(server, "skip"), b"event: over")
    told = re.findall(rb"\n: (\d+) events? left out, because this client reads too slowly\n", raw)
    assert told
    assert len(re.findall(rb"^id: ", raw, re.M)) + sum(map(int, told)) == 250


def test_a_slow_client_is_cut_where_the_scenario_says_so(server):
    raw = slow_and_fast(server, "cut").rest()
    assert b"event: over" not in raw
    assert not raw.endswith(b"0\r\n\r\n")


def test_an_edited_scenario_begins_anew_and_the_others_stay(server):
    write(server, "timeline: shared\n" + COUNTING)
    old, _ = join(server)
    take(old, 5)
    write(server, "timeline: shared\n" + COUNTING.replace("{ n:", "{ version: 2, n:"))
    new, _ = join(server)
    begun = take(new, 1)[1]
    assert b'"version":2' in begun
    edited = int(re.search(rb'"t":(\d+)', begun)[1])
    while True:
        for block in take(old, 1).values():
            assert b"version" not in block
        if int(re.search(rb'"t":(\d+)', block)[1]) > edited:
            break


def test_without_clients_it_stands_still_or_begins_anew_if_told_so(server):
    write(server, "timeline: { withoutClients: pause }\n" + COUNTING, "paused")
    wire, _ = join(server, name="paused")
    take(wire, 3)
    sent = closed(server, wire)
    wire, _ = join(server, name="paused")
    assert min(take(wire, 1)) == sent + 1

    write(server, "timeline: { withoutClients: stop }\n" + COUNTING, "stopped")
    wire, _ = join(server, name="stopped")
    take(wire, 3)
    closed(server, wire)
    wire, _ = join(server, name="stopped")
    assert min(take(wire, 1)) == 1


def test_it_may_begin_with_the_load_and_runs_on_without_clients(server):
    write(server, "timeline: { start: load }\n" + COUNTING)
    time.sleep(0.2)  # ten events, which nobody gets
    wire, _ = join(server)
    begun = min(take(wire, 1))
    assert begun > 1
    sent = closed(server, wire)
    # Nobody follows, and it goes on: the client that comes next has missed some.
    def missed():
        wire, _ = join(server)
        number = min(take(wire, 1))
        wire.close()
        return number > begun + sent + 1

    wait_for(missed)


def test_after_its_end_a_client_that_had_everything_gets_204_and_another_a_new_one(server):
    write(server, "timeline: shared\nsteps:\n  - id: a\n    data: x\n  - after: 50ms\n    id: b\n    data: y\n")
    url = f"{server.url}/play/shared"
    assert requests.get(url, timeout=20).text == ":\nid: a\ndata: x\n\nid: b\ndata: y\n\n"
    assert requests.get(url, headers={"Last-Event-ID": "b"}, timeout=20).status_code == 204
    assert requests.get(url, headers={"Last-Event-ID": "a"}, timeout=20).text == ":\nid: b\ndata: y\n\n"
    assert requests.get(url, timeout=20).text == ":\nid: a\ndata: x\n\nid: b\ndata: y\n\n"


@pytest.mark.parametrize("ending", ["truncate", "reset"])
def test_its_end_is_the_end_of_all_its_streams(server, ending):
    write(server, f"timeline: shared\nsteps:\n  - wait: 300ms\n  - data: x\n  - wait: 100ms\n  - end: {ending}\n")
    wires = [join(server)[0] for _ in range(4)]
    for wire in wires:
        assert b"data: x\n\n" in wire.rest()
        assert not wire.received.endswith(b"0\r\n\r\n")


def test_attempts_are_counted_as_ever(server):
    write(server, "timeline: shared\nattempts: [{ status: 503, retryAfter: 1s }, fine]\n" + COUNTING)
    url = f"{server.url}/play/shared?session=s"
    assert requests.get(url, timeout=20).status_code == 503
    assert first(2, stream(url))[1]["id"] == "2"
    assert requests.get(f"{server.url}/play/shared?session=other", timeout=20).status_code == 503


@pytest.mark.parametrize("query, name", [("speed=10", "speed"), ("seed=9", "seed"), ("seed=random", "seed")])
def test_speed_and_seed_are_not_one_clients_to_choose(playground, query, name):
    response = requests.get(f"{playground.url}/play/shared-ticker?{query}", timeout=20)
    assert response.status_code == 400
    assert response.json()["detail"].startswith(f"'{name}' cannot be chosen for 'shared-ticker': all its clients follow one shared timeline.")


def test_what_asks_for_nothing_is_allowed(playground):
    for query in ["speed=1", "seed=1", "session=me"]:
        with stream(f"{playground.url}/play/shared-ticker?{query}") as response:
            assert response.status_code == 200
    assert requests.head(f"{playground.url}/play/shared-ticker", timeout=20).status_code == 200


def test_the_servers_shutdown_ends_every_stream_completely(server):
    write(server, "timeline: shared\n" + COUNTING)
    wires = [join(server)[0] for _ in range(20)]
    for wire in wires:
        wire.chunk()
    assert server.stop() == 0
    for wire in wires:
        assert re.search(rb"retry: \d{4}\n\r\n0\r\n\r\n$", wire.rest())


def test_the_journal_of_a_follower_says_what_it_was_sent(server):
    write(server, "timeline: shared\nsteps:\n  - id: a\n    data: x\n  - after: 20ms\n    id: b\n    data: y\n")
    body_of_both = b":\nid: a\ndata: x\n\nid: b\ndata: y\n\n"
    assert requests.get(f"{server.url}/play/shared?session=noted", timeout=20).content == body_of_both
    journal = requests.get(f"{server.url}/api/sessions/noted/journal?follow=false", timeout=20).text
    written = [json.loads(line[6:]) for line in re.findall(r"^event: write\n.*?(^data: .*?)$", journal, re.M | re.S)]
    assert b"".join(base64.b64decode(entry["data"]) for entry in written) == body_of_both
    assert [part["line"] for entry in written for part in entry["parts"]] == [0, 3, 5]
    assert '"events":2' in journal
