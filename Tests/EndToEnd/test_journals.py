"""Journals: what a client was sent, byte for byte, to be looked at by others."""

import contextlib
import socket
import subprocess

import pytest
import requests
from events import data, events, stream
from journal import body, entries, follow, session, sessions
from wire import Wire

from playground import Playground

TIMEOUT = 20

SCENARIOS = {
    "plain": """
steps:
  - data: one
  - after: 5ms
    event: second
    data: |
      two
      lines
  - after: 5ms
    raw: "data: \\u00fcn\\u00ef\\r\\n\\r\\n"
""",
    "cut": """
write: { every: 3 }
steps:
  - data: cut into pieces
""",
    "gated": """
steps:
  - data: ready
  - gate: go
  - data: one
  - gate: stop
  - data: two
""",
    "reset": "steps:\n  - data: a\n  - after: 5ms\n    data: b\n  - end: reset\n",
    "truncate": "steps:\n  - data: a\n  - raw: 'data: ha'\n  - end: truncate\n",
    "short": "response: { framing: { length: 12 } }\nsteps:\n  - data: longer than twelve\n",
    "flaky": "attempts:\n  - { status: 503, retryAfter: 1s, text: not yet }\n  - fine\nsteps:\n  - data: fine\n",
    "many": "write: { every: 4096 }\nsteps:\n  - repeat: 10000\n    steps:\n      - data: ${number}\n",
    "flood": "firehose: on\nsteps:\n  - repeat: forever\n    steps:\n      - data: ${repeat('x', 8000)}\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("journals")
    (folder / "scenarios").mkdir()
    for name, text in SCENARIOS.items():
        (folder / "scenarios" / f"{name}.yaml").write_text(text)
    return folder


@pytest.fixture(scope="module")
def server(folder):
    server = Playground(folder, LOOPS="2", MAX_JOURNAL_BYTES="8000000", STALL_TIMEOUT="500ms")
    yield server
    server.stop()


@pytest.fixture
def patient_server(folder):
    server = Playground(folder, LOOPS="2", MAX_JOURNAL_BYTES="8000000")
    yield server
    server.stop()


def curl(server, path, *options):
    """What curl received of a body, whatever became of the connection."""
    return subprocess.run(["curl", "-sN", *options, server.url + path], capture_output=True, timeout=TIMEOUT).stdout


def names(found):
    return [entry["event"] for entry in found]


@pytest.mark.parametrize("name", ["plain", "cut", "truncate", "reset", "short", "many"])
def test_the_journal_has_the_bytes_that_curl_received(server, name):
    received = curl(server, f"/play/{name}?session=curl-{name}")
    found = entries(server, f"curl-{name}")
    assert names(found)[:2] == ["request", "head"] and names(found)[-1] == "end"
    sent = body(found)
    # With a Content-Length that is too short, curl stops there; the server sends on.
    assert sent[: len(received)] == received if name == "short" else sent == received
    assert found[-1]["bytes"] == len(sent)


def test_it_says_which_line_each_part_comes_from(server):
    curl(server, "/play/plain?session=lines")
    writes = [entry for entry in entries(server, "lines") if entry["event"] == "write"]
    assert [[part["line"] for part in entry["parts"]] for entry in writes] == [[3], [4], [9]]
    outline = requests.post(
        f"{server.url}/api/validate",
        data=SCENARIOS["plain"],
        headers={"Content-Type": "application/yaml"},
        timeout=TIMEOUT,
    ).json()["actions"]
    for entry in writes:
        (part,) = entry["parts"]
        assert outline[part["step"]]["text"].encode() == entry["bytes"]
        assert outline[part["step"]]["line"] == part["line"]


def test_each_of_the_writes_that_an_event_is_cut_into_is_an_entry(server):
    wire = Wire(server.port)
    wire.send("GET /play/cut?session=pieces HTTP/1.1")
    wire.until(b"\r\n\r\n")
    chunks = list(iter(wire.chunk, b""))
    wire.close()
    writes = [entry for entry in entries(server, "pieces") if entry["event"] == "write"]
    assert [entry["bytes"] for entry in writes] == chunks
    assert len(chunks) > 5


@pytest.mark.parametrize(
    ("name", "ended"),
    [
        ("plain", ("scenario", "complete")),
        ("truncate", ("scenario", "truncate")),
        ("reset", ("scenario", "reset")),
    ],
)
def test_it_says_how_the_scenario_ended(server, name, ended):
    curl(server, f"/play/{name}?session=ends-{name}")
    last = entries(server, f"ends-{name}")[-1]
    assert (last["endedBy"], last["ending"]) == ended


def test_a_client_that_leaves_ended_it(server):
    with stream(f"{server.url}/play/gated?session=leaver") as response:
        assert next(events(response))["data"] == "ready"
    found = until(server, "leaver", "end")
    assert (found[-1]["endedBy"], found[-1]["ending"]) == ("client", None)
    assert found[-1]["bytes"] == len(body(found))


def test_a_client_that_does_not_read_is_told_of_as_stalled(server):
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", server.port))
    client.sendall(b"GET /play/flood?session=staller HTTP/1.1\r\nHost: localhost\r\n\r\n")
    (ended,) = ended_streams(server, "staller")
    assert (ended["endedBy"], ended["ending"]) == ("stalled", "truncate")
    client.close()


def ended_streams(server, key):
    """Asks until the session has streams and all of them have ended."""
    for _ in range(2000):
        answer = requests.get(f"{server.url}/api/sessions/{key}", timeout=TIMEOUT)
        streams = answer.json()["streams"] if answer.status_code == 200 else []
        if streams and all(each["state"] == "ended" for each in streams):
            return streams
    raise AssertionError(f"a stream of {key} is still open")


def until(server, key, event):
    """The entries of a session, followed until there is one of that kind."""
    response, found = follow(server, key)
    seen = []
    with response:
        for entry in found:
            seen.append(entry)
            if entry["event"] == event:
                return seen
    raise AssertionError(f"the journal ended without {event}")


@pytest.mark.parametrize("ending", ["complete", "truncate", "reset"])
def test_a_stream_is_ended_from_outside(server, ending):
    key = f"delete-{ending}"
    wire = Wire(server.port)
    wire.send(f"GET /play/gated?session={key} HTTP/1.1")
    head = wire.until(b"\r\n\r\n").decode()
    assert wire.chunk() == b"data: ready\n\n"
    name = next(line.split(": ")[1] for line in head.split("\r\n") if line.lower().startswith("playground-stream"))
    address = f"{server.url}/api/sessions/{key}/streams/{name}"
    assert requests.delete(address, params={"ending": "never"}, timeout=TIMEOUT).status_code == 400
    assert requests.delete(f"{server.url}/api/sessions/another/streams/{name}", timeout=TIMEOUT).status_code == 404
    assert requests.delete(f"{server.url}/api/sessions/{key}/streams/ffff", timeout=TIMEOUT).status_code == 404
    assert requests.delete(address, params={"ending": ending}, timeout=TIMEOUT).status_code == 204
    if ending == "reset":
        with pytest.raises(ConnectionResetError):
            while wire.socket.recv(1):
                pass
    elif ending == "truncate":
        assert wire.rest() == b""
    else:
        assert wire.chunk() == b""
    wire.close()
    found = until(server, key, "end")
    assert (found[-1]["endedBy"], found[-1]["ending"]) == ("command", ending)
    assert body(found) == b"data: ready\n\n"
    assert requests.delete(address, timeout=TIMEOUT).status_code == 404


def test_a_gate_is_seen_to_hold_and_to_open(server):
    journal, found = follow(server, "gates")
    with journal, stream(f"{server.url}/play/gated?session=gates") as response:
        seen = [next(found) for _ in range(4)]
        assert names(seen) == ["request", "head", "write", "gate"]
        assert (seen[3]["gate"], seen[3]["line"]) == ("go", 4)
        assert session(server, "gates")["streams"][0]["gate"] == "go"
        requests.post(f"{server.url}/api/sessions/gates/gates/go", timeout=TIMEOUT)
        seen = [next(found) for _ in range(3)]
        assert names(seen) == ["opened-gate", "write", "gate"]
        assert seen[1]["bytes"] == b"data: one\n\n"
        requests.post(f"{server.url}/api/sessions/gates/step", timeout=TIMEOUT)
        assert names([next(found) for _ in range(3)]) == ["opened-gate", "write", "end"]
        assert [event["data"] for event in events(response)] == ["ready", "one", "two"]


def test_answers_in_place_of_a_stream_are_journaled_with_their_attempt(server):
    for _ in range(2):
        curl(server, "/play/flaky?session=attempts")
    found = entries(server, "attempts")
    requests_seen = [entry for entry in found if entry["event"] == "request"]
    assert [entry["attempt"] for entry in requests_seen] == [1, 2]
    assert [entry["status"] for entry in found if entry["event"] == "head"] == [503, 200]
    first = requests_seen[0]["stream"]
    assert body(found, first) == b"not yet"
    assert body(entries(server, "attempts", stream=requests_seen[1]["stream"])) == b"data: fine\n\n"
    streams = session(server, "attempts")["streams"]
    assert [(each["status"], each["attempt"], each["state"]) for each in streams] == [(200, 2, "ended"), (503, 1, "ended")]


def test_a_reader_goes_on_where_it_was(server):
    curl(server, "/play/plain?session=resume")
    whole = entries(server, "resume")
    rest = entries(server, "resume", lastEventId=whole[2]["id"])
    assert rest == whole[3:]
    journal, found = follow(server, "resume", headers={"Last-Event-ID": whole[-2]["id"]})
    with journal:
        assert next(found) == whole[-1]
        curl(server, "/play/plain?session=resume")
        assert names([next(found) for _ in range(2)]) == ["request", "head"]
    assert names(entries(server, "resume", lastEventId="ffffffff-1"))[:2] == ["reset", "request"]


def test_a_reader_that_comes_in_the_middle_gets_what_was_and_what_follows(server):
    wire = Wire(server.port)
    wire.send("GET /play/gated?session=middle HTTP/1.1")
    wire.until(b"data: ready\n\n")
    journal, found = follow(server, "middle")
    with journal:
        assert names([next(found) for _ in range(4)]) == ["request", "head", "write", "gate"]
        requests.post(f"{server.url}/api/sessions/middle/step", timeout=TIMEOUT)
        # A gate that is opened before the stream comes to it would let both events leave in one write.
        wire.until(b"data: one\n\n")
        requests.post(f"{server.url}/api/sessions/middle/step", timeout=TIMEOUT)
        rest = []
        while not rest or rest[-1]["event"] != "end":
            rest.append(next(found))
    wire.close()
    assert [entry["bytes"] for entry in rest if entry["event"] == "write"] == [b"data: one\n\n", b"data: two\n\n"]


def test_sessions_do_not_see_one_another(server):
    curl(server, "/play/plain?session=mine")
    curl(server, "/play/cut?session=yours")
    assert {entry["scenario"] for entry in entries(server, "mine") if entry["event"] == "request"} == {"plain"}
    assert {entry["scenario"] for entry in entries(server, "yours") if entry["event"] == "request"} == {"cut"}


def test_secrets_of_requests_are_masked(server):
    curl(server, "/play/plain?session=secret", "-H", "Authorization: Bearer s3cret", "-H", "Cookie: sid=s3cret")
    raw = requests.get(f"{server.url}/api/sessions/secret/journal?follow=false", timeout=TIMEOUT).text
    assert "s3cret" not in raw and '["Authorization","Bearer ***"]' in raw


def test_pages_of_other_origins_cannot_read_it(server):
    curl(server, "/play/plain?session=private")
    for path in ["/api/sessions", "/api/sessions/private", "/api/sessions/private/journal?follow=false"]:
        for headers in [{"Origin": "http://localhost:3000"}, {"Sec-Fetch-Site": "cross-site"}]:
            answer = requests.get(server.url + path, headers=headers, timeout=TIMEOUT)
            assert answer.status_code == 403
            assert "Access-Control-Allow-Origin" not in answer.headers
        answer = requests.get(server.url + path, headers={"Origin": server.url}, timeout=TIMEOUT)
        assert answer.status_code == 200
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_beyond_loopback_sessions_are_shown_to_who_has_the_token(tmp_path):
    server = Playground(tmp_path, HOST="0.0.0.0", ADMIN_TOKEN="correct-horse", ALLOWED_HOSTS="play.example.org")
    try:
        headers = {"Host": "play.example.org"}
        for path in ["/api/sessions", "/api/sessions/a", "/api/sessions/a/journal"]:
            assert requests.get(server.url + path, headers=headers, timeout=TIMEOUT).status_code == 401
        headers |= {"Authorization": "Bearer correct-horse"}
        assert requests.get(f"{server.url}/api/sessions", headers=headers, timeout=TIMEOUT).status_code == 200
    finally:
        server.stop()


def test_readers_of_journals_are_no_streams_of_a_session(server):
    before = {each["session"] for each in sessions(server)["sessions"]}
    journal, _ = follow(server, "unseen")
    with journal, stream(f"{server.url}/api/sessions", headers={"Accept": "text/event-stream"}) as feed:
        assert next(events(feed))["event"] == "ready"
        assert {each["session"] for each in sessions(server)["sessions"]} == before
    assert requests.get(f"{server.url}/api/sessions/unseen", timeout=TIMEOUT).status_code == 404


def test_what_is_not_there_is_said(server):
    assert requests.get(f"{server.url}/api/sessions/nobody/journal?follow=false", timeout=TIMEOUT).status_code == 404
    for query in ["follow=maybe", "stream=s12", "stream=FF"]:
        assert requests.get(f"{server.url}/api/sessions/nobody/journal?{query}", timeout=TIMEOUT).status_code == 400
    for query in ["state=closed", "limit=0", "limit=x"]:
        assert requests.get(f"{server.url}/api/sessions?{query}", timeout=TIMEOUT).status_code == 400


def test_a_forgotten_session_has_no_journal(server):
    curl(server, "/play/plain?session=forgotten")
    assert requests.delete(f"{server.url}/api/sessions/forgotten", timeout=TIMEOUT).status_code == 204
    assert requests.get(f"{server.url}/api/sessions/forgotten/journal?follow=false", timeout=TIMEOUT).status_code == 404


def test_a_slow_reader_is_told_what_it_missed(patient_server):
    server = patient_server
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect(("127.0.0.1", server.port))
    reader.sendall(b"GET /api/sessions/slow/journal HTTP/1.0\r\nHost: localhost\r\n\r\n")
    received = b""
    while b"retry" not in received:
        received += reader.recv(4096)
    for _ in range(4):
        subprocess.run(
            ["bash", "-c", f"curl -sN '{server.url}/play/flood?session=slow' | head -c 4000000 | wc -c"],
            check=True,
            timeout=TIMEOUT,
        )
    with contextlib.suppress(ConnectionResetError):
        while b"event: missed" not in received:
            more = reader.recv(65536)
            assert more, "the reader was cut before it was told"
            received = received[-100:] + more
    reader.close()


def test_the_feed_tells_what_happens_to_sessions_and_goes_on_where_it_was(server):
    def feed(headers=None):
        response = stream(f"{server.url}/api/sessions", headers={"Accept": "text/event-stream", **(headers or {})})
        assert response.status_code == 200
        # Other tests of this file may leave something behind.
        return response, ((event, data(event)) for event in events(response))

    def of_key(found, kind):
        return next((event, about) for event, about in found if event["event"] == kind and about.get("session") == "feed")

    response, found = feed()
    with response:
        assert next(found)[0]["event"] == "ready"
        with stream(f"{server.url}/play/gated?session=feed", headers={"Referer": "http://localhost/page"}) as played:
            opened, about = of_key(found, "opened")
            assert (about["state"], about["page"]) == ("open", "http://localhost/page")
            name = about["stream"]
            progress = next(
                each for event, about in found if event["event"] == "progress" for each in about["streams"] if each["stream"] == name
            )
            assert (progress["events"], progress["bytes"], progress["gate"]) == (1, 13, "go")
            assert next(events(played))["data"] == "ready"
        ended, about = of_key(found, "ended")
        assert (about["endedBy"], about["bytes"], about["stream"]) == ("client", 13, name)
        requests.delete(f"{server.url}/api/sessions/feed", timeout=TIMEOUT)
        of_key(found, "forgotten")
    response, found = feed({"Last-Event-ID": opened["id"]})
    with response:
        assert of_key(found, "ended")[0]["id"] == ended["id"]
    response, found = feed({"Last-Event-ID": "ffffffff-1"})
    with response:
        assert next(found)[0]["event"] == "reset"


def test_open_streams_are_listed_apart(server):
    with stream(f"{server.url}/play/gated?session=listed") as response:
        # Kept: requests closes a response whose generator is let go.
        found = events(response)
        assert next(found)["data"] == "ready"
        listed = [each for each in sessions(server, state="open")["sessions"] if each["session"] == "listed"]
        assert [(each["open"], each["named"], len(each["streams"])) for each in listed] == [(1, True, 1)]
    curl(server, "/play/plain")
    unnamed = [each for each in sessions(server)["sessions"] if not each["named"]]
    assert unnamed and all(each["session"].startswith("auto-") for each in unnamed)
