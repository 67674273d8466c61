"""Texts that take long to check: they wait for each other, and nobody waits for them."""

import select
import socket
import struct

import pytest
import requests

from playground import wait_for
from saving import TIMEOUT, Saver, text
from wire import Wire

# Ends without an event when the work that an outline may take is spent.
HEAVY = """steps:
  - repeat: 1000000
    steps:
      - set: { a: "${sum(range(4900))}" }
  - data: done
"""


def ask(server, source=HEAVY):
    """Begins a check on a connection of its own."""
    body = source.encode()
    wire = Wire(server.port)
    wire.socket.settimeout(120)  # the machine may be busy; what is asserted is an order
    wire.send(
        "POST /api/validate HTTP/1.1", "Content-Type: application/yaml", f"Content-Length: {len(body)}", "Connection: close", body=body
    )
    return wire


def has_answer(wire):
    """Whether some of the answer is there, without taking it."""
    return bool(select.select([wire.socket], [], [], 0)[0])


def reset(wire):
    """Goes away so that the server is told at once."""
    wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.close()


@pytest.fixture
def heavy(playground):
    """Checks under way: one has its turn, the others wait."""
    wires = []

    def begin(number):
        wires.extend(ask(playground) for _ in range(number))
        return wires

    yield begin
    for wire in wires:
        reset(wire)


def test_saving_listing_and_playing_do_not_wait_for_texts_that_are_checked(playground, heavy):
    wires = heavy(12)
    client = Saver(playground.url)
    for number in range(5):
        assert client.put(f"beside-{number}", text(number)).status_code == 201
        listing = client.get("/api/scenarios", params={"search": f"number {number}"})
        assert f"beside-{number}" in [entry["name"] for entry in listing.json()["scenarios"]]
        assert client.get(f"/api/scenarios/beside-{number}").status_code == 200
        assert f"data: number {number}" in client.get(f"/play/beside-{number}").text
        assert client.delete(f"beside-{number}").status_code == 200
    assert not has_answer(wires[-1]), "all of it was done before the last check had its turn"
    # One after another, in the order in which they were asked for.
    for index, wire in enumerate(wires[:1]):
        assert not has_answer(wires[index + 2])
        status, _, body = wire.answer()
        assert status == 200 and b'"more":true' in body and b'"valid":true' in body


def test_beyond_64_that_wait_a_check_is_refused_with_retry_after(playground, heavy):
    wires = heavy(75)
    wait_for(lambda: sum(map(has_answer, wires)) >= 10)
    answers = [wire.answer() for wire in wires if has_answer(wire)]
    refused = [(fields, body) for status, fields, body in answers if status != 200]
    assert [status for status, _, _ in answers].count(429) == len(refused) >= 10
    for fields, body in refused:
        assert int(fields["retry-after"]) >= 1 and fields["content-type"] == "application/problem+json"
        assert b"64 texts" in body
    # A client that still has to send its text is refused at the head. One of those that wait may have had its turn meanwhile:
    # then others take its place.
    for _ in range(10):
        heavy(5)
        wire = Wire(playground.port)
        wire.send("POST /api/validate HTTP/1.1", "Content-Type: application/yaml", "Content-Length: 100000", "Expect: 100-continue")
        status, fields, body = wire.answer()
        wire.close()
        if status != 100:
            break
    assert status == 429 and int(fields["retry-after"]) >= 1 and b"64 texts" in body
    # Others are served all the while.
    assert requests.get(f"{playground.url}/api/scenarios", timeout=TIMEOUT).status_code == 200


def test_work_ends_with_the_client_that_asked_for_it(playground, heavy):
    # With those that come after them fewer than the queue holds, also if the first are not gone yet.
    wires = heavy(40)
    assert not has_answer(wires[-1])
    for wire in wires:
        reset(wire)
    wires.clear()
    # Behind forty heavy ones it would come after those that are asked for now.
    small = ask(playground, text(1))
    wires.extend(ask(playground) for _ in range(10))
    status, _, body = small.answer()
    assert status == 200 and b'"valid":true' in body
    # Those that come at the same moment may pass one another.
    assert not all(map(has_answer, wires))


def test_a_client_that_closed_its_half_gets_its_answer(start_playground):
    # On a server without work of others: an answer that takes longer than two seconds does not reach it.
    wire = ask(start_playground(), text(2))
    wire.socket.shutdown(socket.SHUT_WR)
    assert wire.answer()[0] == 200


def test_closed_tabs_leave_the_queue(playground, heavy):
    wires = heavy(70)
    for wire in wires:
        wire.close()
    wires.clear()
    # A tab closes with a FIN, which could be a client's that still reads: the queue has room again when patience ends.
    def is_taken():
        return requests.post(
            f"{playground.url}/api/validate", data=text(3), headers={"Content-Type": "application/yaml"}, timeout=TIMEOUT
        ).status_code == 200

    wait_for(is_taken)


def test_outlines_of_scenarios_are_kept_with_their_version(playground):
    client = Saver(playground.url)
    assert client.put("outlined", text(1)).status_code == 201
    first = client.get("/api/scenarios/outlined/outline")
    assert first.status_code == 200
    assert [action["action"] for action in first.json()["actions"]][:2] == ["head", "write"]
    assert first.json()["actions"][1]["text"] == "data: number 1\n\n" and first.json()["more"] is False
    again = client.get("/api/scenarios/outlined/outline", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.put("outlined", text(2)).status_code == 200
    assert "data: number 2\n\n" in client.get("/api/scenarios/outlined/outline", headers={"If-None-Match": first.headers["ETag"]}).text.replace("\\n", "\n")
    assert client.get("/api/scenarios/nothing-of-that-name/outline").status_code == 404


def test_a_kept_outline_is_told_while_others_wait(playground, heavy):
    client = Saver(playground.url)
    first = client.get("/api/scenarios/counter/outline")
    assert first.status_code == 200 and len(first.json()["actions"]) == 40
    wires = heavy(12)
    assert client.get("/api/scenarios/counter/outline").text == first.text
    assert not has_answer(wires[-1])
