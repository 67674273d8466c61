"""Verdicts: a client with mistakes is told each with what shows it, and a correct one none."""

import json
import socket
import subprocess
import threading
import time
import xml.etree.ElementTree as xml

import pytest
import requests
from events import data, events, stream
from sse_client import Client

from playground import BINARY, Playground

TIMEOUT = 40

SCENARIOS = {
    # The retry is long enough to be told from what a busy machine adds.
    "ends": """
retry: 1s
steps:
  - repeat: 30
    steps:
      - id: ${number}
        data: ${number}
      - if: ${number % 3 == 0}
        then:
          - end: complete
""",
    "short": """
retry: 120ms
steps:
  - repeat: 400
    steps:
      - id: ${number}
        data: ${number}
      - if: ${number % 2 == 0}
        then:
          - end: complete
""",
    "gone": "attempts:\n  - { status: 204 }\n  - { status: 204 }\n  - { status: 204 }\n  - { status: 204 }\nsteps:\n  - data: a\n",
    "busy": "attempts:\n" + "  - { status: 503, text: no }\n" * 30 + "steps:\n  - data: a\n",
    "waits": "attempts:\n  - { status: 503, retryAfter: 2s, text: no }\n  - fine\nsteps:\n  - data: a\n",
    "open": "retry: 1s\nsteps:\n  - id: 1\n    data: a\n  - end: hold\n",
    "done": "steps:\n  - id: 1\n    data: '[DONE]'\n  - end: hold\n",
    "closes": "client: { close: bye }\nsteps:\n  - { id: 1, data: bye }\n  - end: hold\n",
    "told": "expect: { dispatched: sent }\nsteps:\n  - { id: 1, data: one }\n  - { id: 2, data: two }\n",
    "unicode": "retry: 150ms\nsteps:\n  - repeat: 9\n    steps:\n      - id: \"\\u00fc${number}\"\n        data: a\n      - end: complete\n",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("verdicts")
    (folder / "scenarios").mkdir()
    for name, text in SCENARIOS.items():
        (folder / "scenarios" / f"{name}.yaml").write_text(text)
    server = Playground(folder, LOOPS="2")
    yield server
    server.stop()


def verdict(server, key, **query):
    response = requests.get(f"{server.url}/api/sessions/{key}/verdict", params=query, timeout=TIMEOUT)
    assert response.status_code == 200, response.text
    assert response.headers["Playground-Verdict"] in ("fine", "warning", "fault", "undecided")
    return response.json()


def findings(found, client=1):
    return {finding["rule"]: finding for one in found["clients"] if one["client"] == client for finding in one["findings"]}


def client(server, name, key, **mistakes):
    return Client(server.port, f"/play/{name}?session={key}", **mistakes)


def test_a_correct_client_is_told_so(server):
    client(server, "ends", "correct").run(4)
    found = verdict(server, "correct")
    assert found["verdict"] == "fine", found
    (one,) = found["clients"]
    assert one["severity"] in ("fine", "note"), one["findings"]
    said = findings(found)
    assert said["reconnection-time"]["severity"] == "fine" and said["reconnection-time"]["count"] == 3
    assert said["last-event-id"]["sentence"] == "Sent the right Last-Event-ID, 3 of 3 times."
    assert {finding["severity"] for finding in one["findings"]} <= {"fine", "note"}
    assert one["line"].startswith("As it should.")


def test_a_client_that_comes_too_early_and_forgets_every_second_id(server):
    bad = client(server, "ends", "bad", wait=0.1, sloppy=lambda number: number % 2 == 0)
    bad.run(7)
    found = verdict(server, "bad")
    assert found["verdict"] == "fault"
    said = findings(found)
    early = said["reconnection-time"]
    assert early["severity"] == "fault" and early["count"] == early["of"] == 6
    assert early["sentence"].startswith("Came back after 0.1"), early["sentence"]
    missing = said["last-event-id"]
    assert (missing["severity"], missing["count"], missing["of"]) == ("fault", 3, 6), missing
    # The evidence names entries of the journal: the end of a stream, and the request after it.
    journal = {event["id"]: event["event"] for event in entries(server, "bad")}
    assert [journal[piece["entry"]] for piece in early["evidence"][:2]] == ["end", "request"]
    start, end = early["evidence"][0]["bytes"]
    assert 0 < start <= end


def entries(server, key):
    return list(events(stream(f"{server.url}/api/sessions/{key}/journal", params={"follow": "false"})))


def test_a_client_that_keeps_no_id_may_be_another_one_each_time(server):
    client(server, "ends", "fresh", sloppy=lambda number: True).run(4)
    found = verdict(server, "fresh")
    assert found["verdict"] == "fine"
    said = findings(found)["last-event-id"]
    assert (said["severity"], said["count"]) == ("warning", 3)
    assert "restarted" in said["sentence"]


def test_programs_that_are_started_again_and_again_are_not_accused(server):
    """Each is correct, comes back once, and ends as its stream ends; the next begins at once."""
    for _ in range(12):
        client(server, "short", "restarted").run(2)
    found = verdict(server, "restarted")
    assert found["verdict"] == "fine", findings(found)


def test_two_clients_that_come_in_turns_are_not_accused(server):
    """Each waits as long as it was asked to; both are at rest most of the time, and nothing but their times tells them apart."""
    one, other = client(server, "ends", "turns"), client(server, "ends", "turns")
    for number in range(5):
        started = time.monotonic()
        one.read()
        time.sleep(0.3)
        other.read()
        if number < 4:
            time.sleep(max(started + 1.31 - time.monotonic(), 0))
    found = verdict(server, "turns")
    assert found["verdict"] == "fine", findings(found)


def test_two_connections_at_once(server):
    path = "/play/open?session=twice"
    one, other = Client(server.port, path), Client(server.port, path)
    first = one.connect()
    with first:
        first.recv(1)
        with other.connect() as second:
            second.recv(1)
            time.sleep(0.3)
            found = verdict(server, "twice")
    assert len(found["clients"]) == 2
    said = findings(found, 2)["one-connection"]
    assert said["severity"] == "warning" and len(said["evidence"]) == 2


def test_coming_back_after_204_is_a_warning(server):
    seen = client(server, "gone", "gone")
    for _ in range(3):
        assert seen.read() == 204
        time.sleep(0.05)
    said = findings(verdict(server, "gone"))["stays-away"]
    assert (said["severity"], said["count"]) == ("warning", 2)


def test_back_after_204_with_an_id_is_a_fault(server):
    seen = client(server, "ends", "gone-2")
    seen.read()
    seen.path = "/play/gone?session=gone-2"
    for _ in range(3):
        assert seen.read() == 204
    said = findings(verdict(server, "gone-2"))["stays-away"]
    assert (said["severity"], said["count"]) == ("fault", 2)


def test_hammering_under_503_is_a_warning(server):
    seen = client(server, "busy", "busy")
    seen.last_id = ""
    for _ in range(14):
        assert seen.read() == 503
        time.sleep(0.03)
    said = findings(verdict(server, "busy"))["hammering"]
    assert said["severity"] == "warning" and said["count"] == 13
    assert "its waits did not grow" in said["sentence"]


def test_hammering_with_an_id_is_a_fault(server):
    seen = client(server, "ends", "busy-2")
    seen.read()
    seen.path = "/play/busy?session=busy-2"
    for _ in range(14):
        assert seen.read() == 503
        time.sleep(0.03)
    found = verdict(server, "busy-2")
    assert findings(found)["hammering"]["severity"] == "fault"
    assert found["verdict"] == "fault"


def test_retry_after_is_to_be_heeded(server):
    seen = client(server, "waits", "waits")
    assert seen.read() == 503
    time.sleep(0.1)
    assert seen.read() == 200
    assert findings(verdict(server, "waits"))["retry-after"]["severity"] == "warning"


def test_an_id_that_was_never_sent_and_one_that_is_not_utf_8(server):
    seen = client(server, "ends", "invented")
    seen.read()
    for number in range(2):
        seen.pause()
        seen.last_id = f"made-up-{number}"
        seen.read()
    said = findings(verdict(server, "invented"))["last-event-id-unknown"]
    assert (said["severity"], said["count"]) == ("warning", 2), said

    raw = client(server, "unicode", "latin")
    raw.read()
    assert raw.last_id == "ü1"
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"GET /play/unicode?session=latin HTTP/1.1\r\nHost: localhost\r\nUser-Agent: sse-client/1\r\nLast-Event-ID: \xfc1\r\n\r\n")
        connection.settimeout(TIMEOUT)
        answer = connection.recv(65536)
    if answer.startswith(b"HTTP/1.1 200"):
        said = findings(verdict(server, "latin"))["last-event-id-encoding"]
        assert said["severity"] == "warning"


def test_who_leaves_is_not_said_to_wait_or_to_forget(server):
    """A page that is reloaded 20 times."""
    agent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0"
    for _ in range(20):
        page = client(server, "open", "reloaded", agent=agent)
        page.read(leave=lambda event: True)
    found = verdict(server, "reloaded")
    assert found["verdict"] == "fine", found
    # Two event loops may notice the next request before the end of the last, so some may be taken for another client.
    said = [findings(found, one["client"]) for one in found["clients"]]
    assert all(one["severity"] == "note" for one in found["clients"]), found
    assert not any("reconnection-time" in one for one in said)
    assert sum(one.get("closed-early", {"count": 0})["count"] for one in said) >= 19


def test_a_client_that_is_done_leaves(server):
    client(server, "done", "done").read(leave=lambda event: event["data"] == "[DONE]")
    for _ in range(200):
        found = verdict(server, "done")
        if found["verdict"] != "undecided":
            break
    assert findings(found)["done"]["sentence"].startswith("Left ")


def test_a_scenario_says_when_its_client_is_done(server):
    client(server, "closes", "closes").read(leave=lambda event: event["data"] == "bye")
    for _ in range(200):
        found = verdict(server, "closes")
        if found["verdict"] != "undecided":
            break
    assert "after bye" in findings(found)["done"]["sentence"]


def test_without_journals_nothing_is_judged(tmp_path):
    server = Playground(tmp_path, MAX_JOURNAL_BYTES="0")
    try:
        with stream(f"{server.url}/play/counter?session=off") as response:
            next(events(response))
            found = verdict(server, "off", wait="30s")
        assert found["verdict"] == "undecided" and "MAX_JOURNAL_BYTES=0" in found["line"]
    finally:
        server.stop()


@pytest.mark.parametrize("fields", [["Via: 1.1 proxy"], ["X-Forwarded-For: 192.0.2.7"]])
def test_through_a_proxy_there_are_notes_only(server, fields):
    key = f"proxied-{fields[0].split(':')[0].lower()}"
    client(server, "ends", key, wait=0.2, fields=fields).run(4)
    found = verdict(server, key)
    assert found["verdict"] == "fine"
    said = findings(found)["reconnection-time"]
    assert said["severity"] == "note" and said["sentence"].endswith("It came through a proxy, which may be what did this.")


def test_it_is_waited_for(server):
    assert requests.get(f"{server.url}/api/sessions/nobody/verdict", timeout=TIMEOUT).status_code == 404
    assert requests.get(f"{server.url}/api/sessions/nobody/verdict?wait=6m", timeout=TIMEOUT).status_code == 400
    assert verdict(server, "nobody", wait="10ms")["verdict"] == "undecided"
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(verdict(server, "later", wait="30s")))
    waiting.start()
    client(server, "ends", "later").run(1)
    waiting.join()
    assert answers[0]["verdict"] == "fine"


def test_a_verdict_is_followed_as_it_changes(server):
    followed = stream(f"{server.url}/api/sessions/followed/verdict", headers={"Accept": "text/event-stream"})
    with followed:
        assert followed.headers["Content-Type"].startswith("text/event-stream")
        found = events(followed)
        client(server, "ends", "followed", wait=0.1).run(3)
        for event in found:
            assert event["event"] == "verdict"
            if data(event)["verdict"] == "fault":
                break


def test_a_verdict_is_told_as_text_and_as_junit(server):
    client(server, "ends", "texts", wait=0.1).run(4)
    address = f"{server.url}/api/sessions/texts/verdict"
    text = requests.get(address, headers={"Accept": "text/plain"}, timeout=TIMEOUT)
    assert text.headers["Content-Type"].startswith("text/plain") and text.text.startswith("fault: 1 fault")
    assert "reconnection-time" in text.text and "entry " in text.text
    report = xml.fromstring(requests.get(address, headers={"Accept": "application/xml"}, timeout=TIMEOUT).content)
    (suite,) = report.iter("testsuite")
    assert int(suite.get("failures")) == 1 == len(list(report.iter("failure")))
    assert int(suite.get("tests")) == len(list(report.iter("testcase")))


def test_what_a_client_dispatched(server):
    def tell(key, events, **more):
        return requests.post(f"{server.url}/api/sessions/{key}/dispatched", json=events, timeout=TIMEOUT, **more)

    def expectation(key, **query):
        (one,) = verdict(server, key, **query)["expectations"]
        return one

    assert tell("told", []).status_code == 404
    good = client(server, "told", "told")
    good.read()
    assert expectation("told")["state"] == "undecided"
    first = {"type": "message", "data": "one", "lastEventId": "1"}
    assert tell("told", first).json() == {"session": "told", "dispatched": 1}
    assert "1 of 2 events" in expectation("told")["sentence"]
    assert tell("told", [{"data": "two"}]).status_code == 200
    assert expectation("told", wait="10s")["state"] == "met"
    # An event that nobody sent.
    tell("told", [{"data": "three"}])
    said = expectation("told")
    assert said["state"] == "failed" and said["evidence"][0]["entry"], said
    entries = [json.loads(one["data"]) for one in events(stream(f"{server.url}/api/sessions/told/journal", params={"follow": "false"})) if one["event"] == "dispatched"]
    assert [one["data"] for one in entries] == ["one", "two", "three"] and entries[0]["lastEventId"] == "1" and entries[1]["type"] is None
    for wrong, status in (([{"type": "message"}], 422), (["one"], 422), ([{"data": "a", "id": "1"}], 422), ([{"data": "a"}] * 1001, 422)):
        assert tell("told", wrong).status_code == status, wrong
    assert requests.post(f"{server.url}/api/sessions/told/dispatched", data="[", headers={"Content-Type": "application/json"}, timeout=TIMEOUT).status_code == 400


def command(server, *arguments):
    return subprocess.run([BINARY, "verdict", *arguments, "--server", server.url], capture_output=True, text=True, timeout=TIMEOUT)


def test_the_command_tells_a_verdict_by_its_exit_status(server, tmp_path):
    client(server, "ends", "command-fine").run(2)
    client(server, "ends", "command-bad", wait=0.1).run(4)
    client(server, "ends", "command-warned", sloppy=lambda number: True).run(2)
    fine = command(server, "command-fine")
    assert (fine.returncode, fine.stdout.split(":")[0]) == (0, "fine"), fine
    report = tmp_path / "report.xml"
    bad = command(server, "command-bad", "--json", "--junit", str(report))
    assert bad.returncode == 1 and json.loads(bad.stdout)["verdict"] == "fault"
    assert len(list(xml.parse(report).getroot().iter("failure"))) == 1
    assert command(server, "command-warned").returncode == 0
    assert command(server, "command-warned", "--strict").returncode == 1
    assert command(server, "command-nobody").returncode == 2
    assert command(server, "command-nobody", "--wait", "10ms").returncode == 2
    assert command(server, "no such key").returncode == 64
    assert subprocess.run([BINARY, "verdict", "x", "--server", "http://127.0.0.1:1"], capture_output=True, timeout=TIMEOUT).returncode == 3


def test_a_preflight_is_told_of(server):
    headers = {"Origin": "http://localhost:4000", "Access-Control-Request-Method": "POST"}
    requests.options(f"{server.url}/play/open?session=preflight", headers=headers, timeout=TIMEOUT)
    (said,) = verdict(server, "preflight", wait="10ms")["findings"]
    assert said["rule"] == "origin-allowed" and said["severity"] == "warning" and "ALLOWED_ORIGINS" in said["sentence"]
    with stream(f"{server.url}/play/open?session=refused", headers={"Origin": "http://localhost:4000"}) as response:
        next(events(response))
    said = findings(verdict(server, "refused"))["origin-allowed"]
    assert "ALLOWED_ORIGINS" in said["sentence"]
