"""What is whose in a room: two participants, a visitor and the presenter, over sockets with a real server.

Ann tries the whole API, as the description lists it, on what is Bob's."""

import io
import json
import os
import subprocess
import tarfile
import threading
import time

import pytest
import requests
from playground import BINARY, Playground

TIMEOUT = 30  # seconds; a bound for a busy machine, not a wait
YAML = {"Content-Type": "application/yaml"}
SECRET = "kangaroo"  # stands in everything that is Bob's
HELD = f"title: {SECRET}\nheartbeat: off\nsteps:\n  - {{ event: {SECRET}, id: '1', data: {SECRET} }}\n  - await: door\n  - data: after\n"
PLAIN = "title: Plain\nsteps:\n  - data: plain\n"


class Somebody(requests.Session):
    """Who asks a server: keeps cookies, and follows no redirect by itself."""

    def __init__(self, server, name=None, token=None):
        super().__init__()
        self.server, self.name, self.key = server, name, None
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
        if name:
            answer = self.post("/api/join", json={"name": name, "code": room_file(server)["code"]})
            assert answer.status_code == 201, answer.text
            self.key = answer.json()["session"]

    def request(self, method, path, **arguments):
        return super().request(method, self.server.url + path, **({"timeout": TIMEOUT, "allow_redirects": False} | arguments))

    def save(self, name, text=PLAIN, **arguments):
        return self.put(f"/api/scenarios/{name}", data=text, headers=YAML, **arguments)

    def names(self, query=""):
        return [entry["name"] for entry in self.get(f"/api/scenarios{query}").json()["scenarios"]]

    def sessions(self):
        return {entry["session"] for entry in self.get("/api/sessions").json()["sessions"]}


def wait_until(condition, what):
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < deadline, f"still waiting: {what}"
        time.sleep(0.02)


def room_file(server):
    return json.loads((server.folder / "data" / "room.json").read_text())


def open_room(folder, **settings):
    (folder / "scenarios").mkdir(exist_ok=True)
    (folder / "scenarios" / "plain.yaml").write_text(PLAIN)
    return Playground(folder, arguments=["--room"], SHIPPED_SCENARIOS="", **settings)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = open_room(tmp_path_factory.mktemp("whose"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def presenter(server):
    return Somebody(server, token=room_file(server)["token"])


@pytest.fixture(scope="module")
def ann(server):
    return Somebody(server, "ann")


class Bob(Somebody):
    """Bob has a scenario with two versions, a deleted one, a draft, and a stream that waits at a gate."""

    def __init__(self, server):
        super().__init__(server, "bob")
        assert self.save("@bob/secret", HELD).status_code == 201
        assert self.save("@bob/secret", HELD + "# two\n").status_code == 200
        assert self.save("@bob/gone", HELD).status_code == 201
        assert self.delete("/api/scenarios/@bob/gone").status_code == 200
        self.draft = self.post("/api/drafts", data=HELD, headers=YAML).json()["id"]
        self.stream = self.get(f"/play/@bob/secret?session={self.key}", stream=True)
        self.stream_id = self.stream.headers["Playground-Stream"]
        wait_until(lambda: self.session()["gates"] == ["door"], "the stream waits at its gate")

    def session(self):
        return self.get(f"/api/sessions/{self.key}").json()

    def state(self):
        """All that another could see or change."""
        session = self.session()
        for stream in session["streams"]:
            stream.pop("duration")
        return {
            "text": self.get("/api/scenarios/@bob/secret").text,
            "versions": self.get("/api/scenarios/@bob/secret/versions").text,
            "names": self.names(),
            "draft": self.get(f"/api/drafts/{self.draft}").json()["source"],
            "session": (session["streams"], session["gates"]),
        }


@pytest.fixture(scope="module")
def bob(server):
    return Bob(server)


# What stands for Bob's things in the addresses of the description.
def addresses(path, bob, method):
    names = ["@bob/secret", "bob%2Fsecret", "%40bob/secret", "@bob/gone"] if "{name}" in path else [""]
    keys = [bob.key, f"{bob.key}-phone"] if "{key}" in path else [""]
    for name in names:
        for key in keys:
            address = path.replace("{name}", name).replace("{number}", "1").replace("{id}", bob.draft).replace("{key}", key)
            address = address.replace("{gate}", "door").replace("{stream}", bob.stream_id)
            assert "{" not in address, f"no value for a parameter of {path}"
            if path.startswith("/api/streams/"):
                for target in [f"session={bob.key}", f"stream={bob.stream_id}", "scenario=bob/secret", "timeline=bob/secret", "all=true", "participant=bob"]:
                    yield f"{address}?{target}"
            elif path.endswith(("/changes", "/journal")):
                yield f"{address}?follow=false"
                yield f"{address}?follow=false&lastEventId="
            elif path == "/api/validate":
                yield from [address, f"{address}?name=bob/secret"]
            else:
                yield address


def bodies(method, path):
    """What may be sent there: all forms that could change or show something."""
    if method in ("GET", "DELETE"):
        return [(None, {}), (None, {"Accept": "application/yaml"}), (None, {"Accept": "text/plain"})][: 3 if method == "GET" else 1]
    if path.endswith(("/rename", "/duplicate")):
        return [(json.dumps({"name": name}), {"Content-Type": "application/json"}) for name in ["ann/taken", "bob/taken", "taken", "bob/secret"]]
    if path.endswith("/inject"):
        return [('{"data":"from ann"}', {"Content-Type": "application/json"})]
    if path == "/api/import":
        return [(archive({"scenarios/@bob/brought.yaml": PLAIN, "scenarios/@ann/own.yaml": PLAIN}), {"Content-Type": "application/gzip"})]
    if path in ("/api/validate", "/api/drafts") or method == "PUT":
        return [("steps:\n  - include: secret\n", YAML), (PLAIN, YAML)]
    if "/gates/" in path or path.endswith("/gate"):
        return [('{"from":"ann"}', {"Content-Type": "application/json"}), (None, {})]
    return [(None, {}), ("{}", {"Content-Type": "application/json"})]


# Operations that are about the room and oneself; Test_room.py has them. Here they would end what the test needs.
ELSEWHERE = {"/api/join", "/api/leave", "/api/sign-in", "/api/sign-out", "/join"}


def archive(files):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def operations(server):
    description = requests.get(f"{server.url}/openapi.json", timeout=TIMEOUT).json()
    for path, item in description["paths"].items():
        for method in item:
            if method != "parameters" and path not in ELSEWHERE and not path.startswith("/api/room"):
                yield method.upper(), path


@pytest.mark.parametrize("who", ["ann", "a visitor"])
def test_nobody_sees_changes_or_ends_anothers_over_the_whole_api(server, presenter, ann, bob, who):
    other = ann if who == "ann" else Somebody(server)
    before, asked, told = bob.state(), 0, []
    for method, path in operations(server):
        if path == "/play/{name}":
            continue  # open to who knows the address
        for address in addresses(path, bob, method):
            for body, headers in bodies(method, path):
                answer = other.request(method, address, data=body, headers=headers)
                asked += 1
                told.append((f"{method} {address}", answer.status_code))
                assert answer.status_code < 500, (method, address)
                assert SECRET not in answer.text, (method, address, answer.text)
                assert bob.key in address or bob.key not in answer.text, (method, address, answer.text)
                owned = any(mark in address for mark in ("bob/secret", "bob%2Fsecret", "bob/gone", bob.key, bob.draft, bob.stream_id, "all=true", "=bob"))
                if owned and path != "/api/validate":
                    # 400: a value that is sent to no gate in particular.
                    assert answer.status_code in (401, 403, 404) or path.endswith("/gate") and answer.status_code == 400, (method, address, answer.status_code, answer.text)
    assert asked > 100
    assert bob.state() == before
    assert other.names() == [name for name in presenter.names() if not name.startswith("bob/") and (name.startswith("ann/") <= (who == "ann"))]
    assert requests.head(f"{server.url}/play/@bob/secret", timeout=TIMEOUT).status_code == 200, "what is open to all stays so"


@pytest.mark.parametrize(
    "path", ["", "/outline", "/export", "/versions", "/versions/1", "/versions/9", "/diff", "/diff?from=1&to=2"], ids=lambda path: path or "itself"
)  # fmt: skip
def test_anothers_scenario_is_answered_as_one_that_is_not_there(ann, bob, path):
    there, missing = (ann.get(f"/api/scenarios/@bob/{name}{path}") for name in ("secret", "sekret"))
    assert there.status_code == missing.status_code == 404
    assert there.text == missing.text.replace("sekret", "secret")
    assert there.headers.keys() == missing.headers.keys()


@pytest.mark.parametrize("path", ["", "/journal?follow=false", "/journal", "/verdict", "/verdict?wait=1s"])
def test_anothers_session_is_answered_as_one_that_is_not_there(ann, bob, path):
    missing_key = "bob-" + "0" * 22
    there, missing = (ann.get(f"/api/sessions/{key}{path}") for key in (bob.key, missing_key))
    assert there.status_code == missing.status_code == 404
    assert there.text == missing.text.replace(missing_key, bob.key)


def test_streams_by_hand_reach_ones_own_and_nobody_elses(ann, bob, presenter):
    assert ann.save("@ann/waits", HELD.replace(SECRET, "mine")).status_code in (200, 201)
    stream = ann.get(f"/play/@ann/waits?session={ann.key}-run1", stream=True)
    number = stream.headers["Playground-Stream"]
    inject = {"json": {"data": "by hand"}}
    for target in (f"session={ann.key}-run1", f"stream={number}"):
        assert ann.post(f"/api/streams/inject?{target}", **inject).json()["reached"] == 1
    unknown = ann.post("/api/streams/inject?stream=ffffffff", **inject)
    others = ann.post(f"/api/streams/inject?stream={bob.stream_id}", **inject)
    assert (unknown.status_code, others.status_code) == (404, 404)
    assert unknown.text.replace("ffffffff", bob.stream_id) == others.text
    assert presenter.post("/api/streams/inject?participant=ann", **inject).json()["streams"] == [number]
    assert presenter.post("/api/streams/inject?participant=nobody", **inject).status_code == 404
    assert ann.post(f"/api/streams/end?session={ann.key}-run1").status_code == 200
    assert stream.text.count("by hand") == 3
    assert presenter.post("/api/streams/inject?participant=ann", **inject).status_code == 404


def test_a_browser_that_has_joined_plays_in_its_own_session(server, ann):
    before = ann.sessions()
    assert all(key == ann.key or key.startswith(ann.key + "-") for key in before)
    assert ann.get("/play/plain").text.endswith("data: plain\n\n")
    session = ann.get(f"/api/sessions/{ann.key}").json()
    assert any(stream["scenario"] == "plain" for stream in session["streams"])
    assert ann.get("/play/plain?session=elsewhere").status_code == 200
    assert requests.get(f"{server.url}/play/plain", timeout=TIMEOUT).status_code == 200
    assert all(key == ann.key or key.startswith(ann.key + "-") for key in ann.sessions())
    assert ann.get("/api/sessions/elsewhere").status_code == 404
    # From a phone, which has no cookie.
    phone = requests.get(f"{server.url}/play/@ann/waits?session={ann.key}-phone", stream=True, timeout=TIMEOUT)
    assert phone.status_code == 200
    assert f"{ann.key}-phone" in ann.sessions()
    phone.close()


def test_play_again_shows_ones_own_only(ann, bob, presenter):
    key = f"{ann.key}-again"
    assert ann.get(f"/play/plain?session={key}").status_code == 200
    again = ann.get(f"/play/plain?replay={key}")
    assert again.status_code == 200 and "data: plain" in again.text
    assert bob.get(f"/play/plain?replay={key}").status_code == 404
    assert bob.get("/play/plain?replay=nobodys").status_code == 404
    assert presenter.get(f"/play/plain?replay={key}").status_code == 200


def follow(somebody, events):
    """Collects what `/api/sessions` tells, until the answer is closed."""
    answer = somebody.get("/api/sessions", headers={"Accept": "text/event-stream"}, stream=True)

    def read():
        try:
            for line in answer.iter_lines():
                if line.startswith(b"data: "):
                    events.append(json.loads(line[6:]))
        except (requests.RequestException, AttributeError, ValueError):
            pass  # closed

    threading.Thread(target=read, daemon=True).start()
    return answer


def test_the_stream_of_sessions_tells_ones_own(server, ann, bob, presenter):
    told = {"ann": [], "presenter": []}
    streams = [follow(Somebody(server, token=room_file(server)["token"]), told["presenter"])]
    with_cookie = Somebody(server)
    with_cookie.cookies = ann.cookies
    streams.append(follow(with_cookie, told["ann"]))
    wait_until(lambda: all({} in events for events in told.values()), "both are told to read the list")
    for somebody, key in [(bob, f"{bob.key}-fed"), (ann, f"{ann.key}-fed")]:
        assert somebody.get(f"/play/plain?session={key}").status_code == 200
        assert somebody.delete(f"/api/sessions/{key}").status_code == 204
    wait_until(lambda: {"session": f"{ann.key}-fed"} in told["ann"] and {"session": f"{ann.key}-fed"} in told["presenter"], "the end is told")
    for stream in streams:
        stream.raw.shutdown()
        stream.close()
    assert bob.key not in json.dumps(told["ann"])
    assert f"{bob.key}-fed" in json.dumps(told["presenter"])


def test_changes_are_told_to_whom_they_concern(server, ann, bob, presenter):
    def told(somebody, since):
        text = somebody.get("/api/changes", params={"follow": "false", "lastEventId": since}).text
        return [json.loads(line[6:]).get("name") for line in text.splitlines() if line.startswith("data: ")]

    begun = presenter.get("/api/changes?follow=false").text
    since = next(line[4:] for line in begun.splitlines() if line.startswith("id: "))
    assert bob.save("@bob/changed").status_code == 201
    assert ann.save("@ann/changed").status_code == 201
    assert bob.post("/api/scenarios/@bob/changed/rename", json={"name": "bob/renamed"}).status_code == 200
    assert bob.delete("/api/scenarios/@bob/renamed").status_code == 200
    assert told(presenter, since) == ["bob/changed", "ann/changed", "bob/renamed", "bob/renamed"]
    assert told(bob, since) == ["bob/changed", "bob/renamed", "bob/renamed"]
    assert told(ann, since) == ["ann/changed"]
    assert told(Somebody(server), since) == []


def test_the_command_line_takes_scenarios_along_with_their_owners(tmp_path):
    def run(*arguments, **options):
        settings = {"SCENARIOS": str(tmp_path / "none"), "SHIPPED_SCENARIOS": ""}
        return subprocess.run([BINARY, *arguments], cwd=tmp_path, env=os.environ | settings, capture_output=True, timeout=TIMEOUT, check=True, **options)

    everything = archive({"scenarios/@ann/mine.yaml": PLAIN, "scenarios/all.yaml": PLAIN})
    saved = run("import", "-", "--data", str(tmp_path / "one"), input=everything).stdout.decode()
    assert saved.splitlines() == ["saved: ann/mine", "saved: all"]
    exported = run("export", "--data", str(tmp_path / "one")).stdout
    with tarfile.open(fileobj=io.BytesIO(exported), mode="r:gz") as tar:
        assert tar.getnames() == ["scenarios/all.yaml", "scenarios/@ann/mine.yaml"]
    assert run("export", "ann/mine", "--data", str(tmp_path / "one")).stdout.decode() == PLAIN
    assert "/play/@ann/mine" in run("list", "--data", str(tmp_path / "one")).stdout.decode()


def test_a_name_of_two_segments_is_one_name_everywhere(ann, presenter):
    answer = ann.save("@ann/two", PLAIN)
    assert answer.status_code == 201 and answer.headers["Location"] == "/api/scenarios/@ann/two"
    entry = ann.get(answer.headers["Location"]).json()
    assert (entry["name"], entry["owner"], entry["mine"], entry["play"]) == ("ann/two", "ann", True, "/play/@ann/two")
    assert ann.get(entry["play"]).text.endswith("data: plain\n\n")
    assert ann.post("/api/scenarios/@ann/two/duplicate", json={"name": "ann/three"}).headers["Location"] == "/api/scenarios/@ann/three"
    assert ann.post("/api/scenarios/@ann/three/rename", json={"name": "ann/four"}).status_code == 200
    assert ann.delete("/api/scenarios/@ann/four").status_code == 200
    assert ann.post("/api/scenarios/@ann/four/undelete").status_code == 200
    assert ann.post("/api/scenarios/@ann/four/versions/1/restore").status_code == 200
    assert presenter.get("/api/scenarios/@ann/four").json()["mine"] is False
    assert ann.get("/play/ann/two").status_code == 404
    assert ann.get("/play/@ann").status_code == 404
    assert ann.get("/play/@ann/twoo").status_code == 404


def test_a_participant_takes_their_scenarios_home_and_elsewhere(ann, bob, presenter):
    def names(somebody):
        with tarfile.open(fileobj=io.BytesIO(somebody.get("/api/export").content), mode="r:gz") as tar:
            return tar.getnames()

    assert names(bob) == ["scenarios/secret.yaml"]
    assert "scenarios/@bob/secret.yaml" in names(presenter)
    assert SECRET.encode() not in ann.get("/api/export").content
    answer = ann.post("/api/import", data=archive({"scenarios/home.yaml": PLAIN}), headers={"Content-Type": "application/gzip"})
    assert answer.json()["created"] == ["ann/home"]
    assert "ann/home" in ann.names() and "home" not in presenter.names()


def test_what_is_saved_outlives_a_restart(tmp_path):
    server = open_room(tmp_path)
    try:
        somebody = Somebody(server, "ann")
        assert somebody.save("@ann/kept").status_code == 201
        cookies, key = somebody.cookies, somebody.key
    finally:
        server.process.kill()
        server.stop()
    # On the same port, where the browser would come back to.
    server = open_room(tmp_path, PORT=str(server.port))
    try:
        again = Somebody(server)
        again.cookies = cookies
        assert again.names() == ["ann/kept", "plain"]
        assert again.get("/play/@ann/kept").status_code == 200
        assert again.get(f"/api/sessions/{key}").status_code == 200
    finally:
        server.stop()


def test_without_a_room_who_sits_at_the_machine_sees_all(tmp_path):
    (tmp_path / "scenarios").mkdir()
    server = Playground(tmp_path)
    try:
        local = Somebody(server)
        assert local.save("@ann/theirs").status_code == 201
        assert local.save("everybodys").status_code == 201
        assert {"ann/theirs", "everybodys"} <= set(local.names())
        stranger = {"X-Forwarded-For": "192.0.2.1"}
        listed = local.get("/api/scenarios", headers=stranger)
        assert "ann/theirs" not in listed.text and "everybodys" in listed.text
        assert "Vary" in listed.headers
        assert local.get("/api/scenarios/@ann/theirs", headers=stranger).status_code == 404
        assert local.get("/play/@ann/theirs", headers=stranger).status_code == 200
    finally:
        server.stop()
