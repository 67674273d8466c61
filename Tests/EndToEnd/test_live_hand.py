"""What a hand does to streams while they play: in the API, from the command line, and from one request to another."""

import json
import os
import subprocess
import threading
import time

import pytest
import requests
from events import events, first, stream
from hand import COUNTING, TIMEOUT, hand, opened
from journal import entries

from playground import BINARY, wait_for, write_scenarios

HELD = """
steps:
  - data: ready
  - end: hold
"""
ECHO = """
steps:
  - repeat: forever
    steps:
      - await: answer
        as: msg
      - event: chat
        id: ${counter}
        data: ${msg}
"""
POST = """
path: /hall/{room}
request: { methods: [POST] }
steps:
  - signal:
      session: ${params.room}
      gate: answer
      data: ${body}
  - respond: { status: 202 }
"""


@pytest.fixture(params=["1", "3"], ids=["one loop", "three loops"])
def server(start_playground, tmp_path, request):
    write_scenarios(tmp_path, {"counting": COUNTING, "held": HELD, "echo": ECHO, "post": POST})
    return start_playground(LOOPS=request.param)


def waits_at(server, key, gate, count=1):
    """Asks until so many streams of the session wait at the gate."""

    def do_wait():
        answer = requests.get(f"{server.url}/api/sessions/{key}", timeout=TIMEOUT)
        return answer.status_code == 200 and sum(each["gate"] == gate for each in answer.json()["streams"]) == count

    wait_for(do_wait)


def test_an_event_is_put_into_one_stream_a_session_a_scenario_and_everybody(server):
    one, ones, _ = opened(server, "held", "a")
    other, others, _ = opened(server, "held", "b")
    with one, other:
        answer = hand(server, "inject", {"event": "note", "data": "x\ny"}, session="a")
        assert answer.json() == {"verb": "inject", "reached": 1, "refused": 0, "streams": [one.headers["Playground-Stream"]]}
        assert next(ones) == {"event": "note", "data": "x\ny"}
        assert hand(server, "inject", {"data": "2"}, stream=other.headers["Playground-Stream"]).json()["reached"] == 1
        assert next(others)["data"] == "2"
        assert hand(server, "inject", {"data": "3"}, scenario="held").json()["reached"] == 2
        assert (next(ones)["data"], next(others)["data"]) == ("3", "3")
        assert hand(server, "inject", {"data": "4", "every": "20ms", "times": 3}, all="true").json()["reached"] == 2
        assert [next(ones)["data"] for _ in range(3)] == ["4"] * 3
        assert [next(others)["data"] for _ in range(3)] == ["4"] * 3


def test_what_was_put_in_stands_in_the_journal_and_is_marked(server):
    response, found, _ = opened(server, "held", "j")
    with response:
        hand(server, "inject", {"data": "by hand"}, session="j")
        assert next(found)["data"] == "by hand"
    writes = [entry for entry in entries(server, "j") if entry["event"] == "write"]
    marked = [part for entry in writes for part in entry["parts"] if part.get("injected")]
    assert marked == [{"step": marked[0]["step"], "line": 0, "length": len("data: by hand\n\n"), "injected": True}]
    assert all("injected" not in part for entry in writes[:-1] for part in entry["parts"])


def test_nobody_is_there(server):
    for target in [{"session": "none"}, {"stream": "1"}, {"scenario": "none"}, {"timeline": "none"}, {"all": "true"}]:
        for verb in ["inject", "pause", "freeze", "resume", "end", "cut", "reset"]:
            answer = hand(server, verb, {"data": "x"} if verb == "inject" else None, **target)
            assert answer.status_code == 404, (verb, target, answer.text)
            assert answer.json()["detail"]


@pytest.mark.parametrize("target", [{}, {"session": "a", "all": "true"}, {"session": "a b"}, {"stream": "zz"}, {"all": "yes"}])
def test_whose_streams_are_meant_has_to_be_said(server, target):
    assert hand(server, "pause", **target).status_code == 400


@pytest.mark.parametrize("body", [{}, [], {"data": 1, "dat": 2}, {"event": "a\nb"}, {"data": "x" * 65537}, {"data": "x", "every": "1ms"}])
def test_what_cannot_be_put_in_is_refused(server, body):
    response, _open, _ = opened(server, "held", "r")
    with response:
        assert hand(server, "inject", body, session="r").status_code == 422


def test_a_paused_stream_goes_on_exactly_where_it_was(server):
    response, found, event = opened(server, "counting", "p")
    with response:
        assert hand(server, "pause", session="p").status_code == 200
        held = requests.get(f"{server.url}/api/sessions/p", timeout=TIMEOUT).json()["streams"][0]
        assert held["held"] == "paused"
        hand(server, "inject", {"data": "meanwhile"}, session="p")
        seen = [event]
        while seen[-1]["data"] != "meanwhile":
            seen.append(next(found))
        time.sleep(0.5)
        assert hand(server, "resume", session="p").status_code == 200
        seen += [next(found) for _ in range(5)]
    own = [each["data"].split() for each in seen if each["data"] != "meanwhile"]
    assert [number for number, _ in own] == [str(number) for number in range(1, len(own) + 1)]
    assert [int(elapsed) for _, elapsed in own] == [100 * number for number in range(len(own))]
    verbs = [entry["verb"] for entry in entries(server, "p") if entry["event"] == "hand"]
    assert verbs == ["pause", "resume"]


@pytest.mark.parametrize(("form", "heartbeat"), [("ndjson", b"\n"), ("json-seq", b"\x1e")])
def test_a_paused_client_of_a_shared_timeline_gets_heartbeats_in_its_format(start_playground, tmp_path, form, heartbeat):
    write_scenarios(tmp_path, {"beats": f"format: {form}\ntimeline: shared\nheartbeat: 100ms\nsteps:\n  - data: 1\n  - end: hold\n"})
    server = start_playground()
    with requests.get(f"{server.url}/play/beats", params={"session": "q"}, stream=True, timeout=TIMEOUT) as response:
        pieces = response.iter_content(None)
        assert b"1" in next(pieces)
        assert hand(server, "pause", session="q").status_code == 200
        assert set(b"".join(next(pieces) for _ in range(8))) == set(heartbeat)


def test_a_frozen_stream_sends_nothing_until_it_is_let_go(server):
    response, found, event = opened(server, "counting", "f")
    with response:
        hand(server, "freeze", session="f")
        hand(server, "inject", {"data": "put in"}, session="f")
        time.sleep(0.4)
        writes = len([entry for entry in entries(server, "f") if entry["event"] == "write"])
        time.sleep(0.4)
        assert writes == len([entry for entry in entries(server, "f") if entry["event"] == "write"])
        hand(server, "resume", session="f")
        seen = [event] + [next(found) for _ in range(8)]
    own = [each["data"].split()[0] for each in seen if each["data"] != "put in"]
    assert own == [str(number) for number in range(1, len(own) + 1)] and len(own) == 8


def test_streams_are_ended_cut_and_reset(server):
    for verb in ["end", "cut", "reset"]:
        response, found, _ = opened(server, "held", verb)
        with response:
            assert hand(server, verb, session=verb).json()["reached"] == 1
            if verb == "end":
                assert list(found) == []
            else:
                with pytest.raises(requests.exceptions.RequestException):
                    list(found)
        ending = [entry for entry in entries(server, verb) if entry["event"] == "end"][0]
        assert (ending["endedBy"], ending["ending"]) == ("command", {"end": "complete", "cut": "truncate", "reset": "reset"}[verb])


def test_a_value_goes_to_all_who_await_it_and_waits_for_the_first(server):
    gate = f"{server.url}/api/sessions/room/gates/answer"
    assert requests.post(gate, json={"n": 0}, timeout=TIMEOUT).json()["kept"] is True
    one = stream(f"{server.url}/play/echo?session=room")
    ones = events(one)
    assert json.loads(next(ones)["data"]) == {"n": 0}
    other = stream(f"{server.url}/play/echo?session=room")
    others = events(other)
    with one, other:
        waits_at(server, "room", "answer", 2)
        for number in range(1, 21):
            requests.post(gate, json={"n": number}, timeout=TIMEOUT)
        for found in [ones, others]:
            assert [json.loads(next(found)["data"])["n"] for _ in range(20)] == list(range(1, 21))
    opened_gates = [entry for entry in entries(server, "room") if entry["event"] == "opened-gate"]
    assert {"n": 20} in [entry["value"] for entry in opened_gates]


def test_a_request_sends_to_the_stream_of_another(server):
    response = stream(f"{server.url}/play/echo?session=lobby")
    with response:
        found = events(response)
        waits_at(server, "lobby", "answer")
        answer = requests.post(f"{server.url}/hall/lobby?session=me", json={"text": "Hello ✓"}, timeout=TIMEOUT)
        assert answer.status_code == 202
        assert json.loads(next(found)["data"]) == {"text": "Hello ✓"}
    sent = [entry for entry in entries(server, "me") if entry["event"] == "signal"]
    assert [(entry["session"], entry["gate"], entry["outcome"], entry["value"]) for entry in sent] == [
        ("lobby", "answer", "released 1", {"text": "Hello ✓"})
    ]


def test_values_are_bounded(server):
    gate = f"{server.url}/api/sessions/full/gates/answer"
    assert requests.post(gate, data="not json", headers={"Content-Type": "application/json"}, timeout=TIMEOUT).status_code == 400
    assert requests.post(gate, json="x" * 65537, timeout=TIMEOUT).status_code == 413
    for _ in range(100):
        assert requests.post(gate, json=1, timeout=TIMEOUT).status_code == 200
    assert requests.post(gate, json=1, timeout=TIMEOUT).status_code == 409
    statuses = set()
    for number in range(300):
        statuses.add(requests.post(f"{server.url}/api/sessions/big-{number}/gates/answer", json="x" * 65000, timeout=TIMEOUT).status_code)
    assert statuses == {200, 409}
    requests.delete(f"{server.url}/api/sessions/big-0", timeout=TIMEOUT)
    assert requests.post(f"{server.url}/api/sessions/big-0/gates/answer", json="x" * 65000, timeout=TIMEOUT).status_code == 200


def test_what_waits_to_be_put_into_one_stream_is_bounded(server):
    response, _open, _ = opened(server, "held", "much")
    with response:
        hand(server, "freeze", session="much")
        statuses = [hand(server, "inject", {"data": "x"}, session="much").status_code for _ in range(65)]
        assert statuses == [200] * 64 + [409]


def test_hands_and_streams_do_not_wait_for_one_another(server):
    """Injections come from many threads while streams come and go."""
    done = threading.Event()

    def inject():
        while not done.is_set():
            hand(server, "inject", {"data": "x"}, all="true")

    threads = [threading.Thread(target=inject) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for number in range(20):
            found = [event for event in first(30, stream(f"{server.url}/play/counting?speed=100&session=t{number % 3}"))]
            own = [event["data"].split()[0] for event in found if event["data"] != "x"]
            assert own == [str(each) for each in range(1, len(own) + 1)]
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert server.process.poll() is None


def test_what_a_session_was_sent_is_played_again(server):
    url = f"{server.url}/play/counting?session=first&speed=10"
    response = stream(url)
    found = events(response)
    sent = [next(found) for _ in range(3)]
    hand(server, "inject", {"data": "by hand", "id": "mine"}, session="first")
    while sent[-1]["data"] != "by hand":
        sent.append(next(found))
    hand(server, "cut", session="first")
    with pytest.raises(requests.exceptions.RequestException):
        sent.extend(found)
    again = stream(f"{server.url}/play/counting?replay=first&speed=100&session=second")
    assert again.status_code == 200 and again.headers["Content-Type"] == response.headers["Content-Type"]
    assert again.headers["Playground-Stream"] != response.headers["Playground-Stream"]
    got = []
    with pytest.raises(requests.exceptions.RequestException):
        got.extend(events(again))
    assert got == sent
    for of, status in [("none", 404), ("first", 409)]:
        refused = requests.get(f"{server.url}/play/held?replay={of}", timeout=TIMEOUT)
        assert refused.status_code == status, refused.text
        assert refused.json()["detail"]
    # What was played again, or asked for by HEAD, is not what is played again.
    assert requests.head(f"{server.url}/play/counting?session=first", timeout=TIMEOUT).status_code == 200
    got = []
    with pytest.raises(requests.exceptions.RequestException):
        got.extend(events(stream(f"{server.url}/play/counting?replay=first&speed=100&session=third")))
    assert got == sent
    assert requests.get(f"{server.url}/play/counting?replay=third&session=fourth", timeout=TIMEOUT).status_code == 409
    foreign = requests.get(f"{server.url}/play/counting?replay=first", headers={"Origin": "http://elsewhere.example"}, timeout=TIMEOUT)
    assert foreign.status_code == 403
    assert requests.get(f"{server.url}/play/counting?replay=a%20b", timeout=TIMEOUT).status_code == 400


def test_a_session_whose_stream_is_open_is_not_played_again(server):
    response, _open, _ = opened(server, "held", "open")
    with response:
        refused = requests.get(f"{server.url}/play/held?replay=open&session=x", timeout=TIMEOUT)
        assert (refused.status_code, refused.json()["detail"]) == (409, "Session 'open' cannot be played again: its stream is still open.")


def test_a_session_with_a_gap_is_not_played_again(start_playground, tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "large.yaml").write_text('heartbeat: off\nsteps:\n  - repeat: 200\n    every: 1ms\n    data: ${"x".repeat(20000)}\n')
    server = start_playground(MAX_JOURNAL_BYTES="1048576")
    assert len(list(events(stream(f"{server.url}/play/large?session=much")))) == 200
    refused = requests.get(f"{server.url}/play/large?replay=much&session=x", timeout=TIMEOUT)
    assert refused.status_code == 409
    assert "not kept any more" in refused.json()["detail"]


def command(server, *words, **environment):
    return subprocess.run(
        [BINARY, *words, "--server", server.url], env=os.environ | environment, capture_output=True, text=True, timeout=60, cwd=server.folder
    )


def test_the_command_line_sends_pauses_and_cuts(server):
    response, found, _ = opened(server, "held", "cli")
    with response:
        sent = command(server, "send", "--session", "cli", "--event", "note", "--data", 'say "hi"\n✓')
        assert (sent.returncode, sent.stderr) == (0, "")
        assert json.loads(sent.stdout)["reached"] == 1
        assert next(found) == {"event": "note", "data": 'say "hi"\n✓'}
        for verb in ["pause", "resume", "freeze", "resume"]:
            assert command(server, verb, "--scenario", "held").returncode == 0
        assert command(server, "end", "--all").returncode == 0
        assert list(found) == []
    gone = command(server, "send", "--session", "cli", "--data", "x")
    assert (gone.returncode, gone.stdout) == (1, "")
    assert gone.stderr == "error: the server answers 404: Session 'cli' has no open stream.\n"
    assert command(server, "gate", "answer", "--session", "cli", "--data", '{"a":1}').returncode == 0
    assert command(server, "send", "--data", "x").returncode == 64
    assert command(server, "send", "--all").returncode == 64
    assert command(server, "pause", "--all", "--session", "x").returncode == 64


def test_the_command_line_shows_its_token(start_playground):
    server = start_playground(ADMIN_TOKEN="let-me-in-please-1234", HOST="0.0.0.0", ALLOWED_HOSTS="playground.test")
    words = ["cut", "--all", "--server", server.url]
    asked = subprocess.run([BINARY, *words], env=os.environ | {"ADMIN_TOKEN": "let-me-in-please-1234"}, capture_output=True, text=True, timeout=60, cwd=server.folder)
    assert asked.returncode == 1 and "404" in asked.stderr, asked.stderr


def test_help_teaches(server):
    for verb in ["send", "pause", "freeze", "resume", "gate", "end", "cut", "reset"]:
        shown = subprocess.run([BINARY, verb, "--help"], capture_output=True, text=True, timeout=60)
        assert shown.returncode == 0
        assert f"sse-playground {verb}" in shown.stdout and "Exit status" in shown.stdout
