"""What the presenter does with a room: who is in it, handing out, signing out, removing and forgetting; and what `/api/changes` tells whom."""

import json
import threading

import pytest

from playground import Playground
from test_whose import HELD, PLAIN, Somebody, room_file, wait_until


@pytest.fixture
def server(tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "plain.yaml").write_text(PLAIN)
    server = Playground(tmp_path, arguments=["--room"], SHIPPED_SCENARIOS="")
    yield server
    server.stop()


@pytest.fixture
def presenter(server):
    return Somebody(server, token=room_file(server)["token"])


class Follower:
    """Follows `/api/changes` as a page does: `events` are pairs of a type and its data."""

    def __init__(self, somebody):
        self.events = []
        self.ended = threading.Event()
        self.answer = somebody.get("/api/changes", stream=True)
        threading.Thread(target=self._read, daemon=True).start()
        wait_until(lambda: ("ready", {}) in self.events, "the stream begins")

    def _read(self):
        kind = None
        try:
            for line in self.answer.iter_lines(chunk_size=1):
                field, _, value = line.decode().partition(": ")
                if field == "event":
                    kind = value
                elif field == "data":
                    self.events.append((kind, json.loads(value)))
        except Exception:  # closed
            pass
        self.ended.set()

    def told(self, kind):
        return [data for event, data in self.events if event == kind]

    def close(self):
        self.answer.raw.shutdown()
        self.answer.close()


def members(presenter):
    return {member["name"]: member for member in presenter.get("/api/room").json()["participants"]}


def test_the_room_says_who_is_in_and_how_one_joins(server, presenter):
    room = presenter.get("/api/room").json()
    assert room["name"] == "room" and room["participants"] == [] and room["handout"] is None
    assert room["join"] == f"{room['addresses'][0]}/join?code={room_file(server)['code']}"
    ann = Somebody(server, "ann")
    ann.save("@ann/one")
    ann.save("@ann/two")
    member = members(presenter)["ann"]
    assert (member["session"], member["in"], member["here"], member["scenarios"]) == (ann.key, True, False, 2)
    page = Follower(ann)
    wait_until(lambda: members(presenter)["ann"]["here"], "her page is open")
    page.close()
    wait_until(lambda: not members(presenter)["ann"]["here"], "her page is closed")


def test_the_presenter_is_told_who_comes_and_others_are_not(server, presenter):
    watching, visiting = Follower(presenter), Follower(Somebody(server))
    Somebody(server, "ann")
    bob = Somebody(server, "bob")
    participating = Follower(bob)
    Somebody(server, "cleo")
    wait_until(lambda: {"participants": 3} in watching.told("room"), "three are in")
    assert watching.told("room")[:2] == [{"participants": 1}, {"participants": 2}]
    presenter.post("/api/room/hand-out", json={"scenario": "plain"})
    wait_until(lambda: participating.told("hand-out"), "a scenario is handed out")
    assert participating.told("room") == [] and visiting.told("room") == [] and visiting.told("hand-out") == []


def test_changes_tell_each_of_what_is_theirs(server, presenter):
    ann, bob = Somebody(server, "ann"), Somebody(server, "bob")
    pages = {"presenter": Follower(presenter), "ann": Follower(ann), "bob": Follower(bob), "visitor": Follower(Somebody(server))}
    ann.save("@ann/x")
    assert presenter.post("/api/scenarios/@ann/x/rename", json={"name": "ann/y"}).status_code == 200
    presenter.save("shared")
    bob.save("@bob/z")
    presenter.save("last")
    for page in pages.values():
        wait_until(lambda: any(change["name"] == "last" for change in page.told("change")), "the last change is told")
    told = {name: [(change["change"], change["name"]) for change in page.told("change")] for name, page in pages.items()}
    anns, bobs, last = [("created", "ann/x"), ("renamed", "ann/y")], [("created", "bob/z")], [("created", "last")]
    shared = [("created", "shared")]
    assert told == {
        "presenter": anns + shared + bobs + last, "ann": anns + shared + last, "bob": shared + bobs + last, "visitor": shared + last,
    }  # fmt: skip
    assert "ann/" not in json.dumps(pages["bob"].events)


def test_what_is_handed_out_is_there_for_all_in_the_room(server, presenter):
    ann = Somebody(server, "ann")
    page = Follower(ann)
    assert ann.get("/api/room/hand-out").status_code == 204
    first = presenter.post("/api/room/hand-out", json={"scenario": "plain"})
    assert first.status_code == 201 and (first.json()["title"], first.json()["scenario"]) == ("Plain", "plain")
    assert ann.get("/api/room/hand-out").json() == first.json() == presenter.get("/api/room").json()["handout"]
    second = presenter.post("/api/room/hand-out", json={"title": "Mine", "source": HELD}).json()
    assert second["source"] == HELD and second["id"] != first.json()["id"]
    assert Somebody(server).get("/api/room/hand-out").status_code == 401
    assert presenter.delete("/api/room/hand-out").status_code == 204
    wait_until(lambda: {"id": None} in page.told("hand-out"), "it is taken back")
    assert page.told("hand-out") == [{"id": first.json()["id"], "title": "Plain"}, {"id": second["id"], "title": "Mine"}, {"id": None}]


def test_a_participants_scenario_is_handed_out_as_its_text(server, presenter):
    ann, bob = Somebody(server, "ann"), Somebody(server, "bob")
    ann.save("@ann/good", HELD)
    presenter.post("/api/room/hand-out", json={"scenario": "ann/good"})
    got = bob.get("/api/room/hand-out").json()
    assert got["source"] == HELD and "scenario" not in got


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"scenario": "nothing-there"}, 422, "nothing-there"), ({}, 422, "'scenario'"), ({"scenario": "plain", "source": "x"}, 422, "not both"),
        ({"source": "steps: 1"}, 422, "steps"), ({"scenario": "plain", "title": ""}, 422, "title"), ({"title": "x" * 201, "source": PLAIN}, 422, "title"),
        ({"source": "#" * 300_000}, 413, "262144"), ({"scenario": 1}, 422, "string"), ({"name": "plain"}, 422, "name"),
    ],
)  # fmt: skip
def test_what_cannot_be_handed_out_is_named(presenter, body, status, word):
    answer = presenter.post("/api/room/hand-out", json=body)
    assert answer.status_code == status and word in answer.json()["detail"], answer.text
    assert presenter.get("/api/room").json()["handout"] is None


def test_signing_everybody_out_ends_cookies_and_links_and_keeps_work(server, presenter):
    ann = Somebody(server, "ann")
    ann.save("@ann/kept")
    page, code = Follower(ann), room_file(server)["code"]
    watching = ann.get("/api/sessions", headers={"Accept": "text/event-stream"}, stream=True)
    room = presenter.post("/api/room/sign-out").json()
    assert code not in room["join"] and room["join"].endswith(room_file(server)["code"])
    assert ann.get("/api/access").json()["role"] == "visitor"
    assert ann.get("/api/sessions").status_code == 401
    assert presenter.get("/api/access").json()["role"] == "presenter"
    wait_until(lambda: ("reset", {}) in page.events, "her page is told to read everything again")
    assert watching.content, "what she watches ends"
    assert ann.post("/api/join", json={"name": "ann", "code": code}).status_code == 401
    assert not members(presenter)["ann"]["in"]
    code = room_file(server)["code"]
    assert ann.post("/api/join", json={"name": "ann", "code": code}).json()["session"] == ann.key
    assert "ann/kept" in ann.names()
    assert Somebody(server).post("/api/join", json={"name": "ann", "code": code}).status_code == 409


def test_who_is_removed_goes_with_their_work(server, presenter):
    ann, bob = Somebody(server, "ann"), Somebody(server, "bob")
    for somebody in (ann, bob):
        somebody.save(f"@{somebody.name}/mine", HELD)
    draft = ann.post("/api/drafts", data=PLAIN, headers={"Content-Type": "application/yaml"}).json()["id"]
    stream = ann.get(f"/play/@ann/mine?session={ann.key}-run", stream=True)
    assert presenter.delete("/api/room/participants/ann").status_code == 204
    assert presenter.delete("/api/room/participants/ann").status_code == 404
    stream.content  # ends
    assert ann.get("/api/access").json()["role"] == "visitor"
    assert presenter.get("/play/@ann/mine").status_code == 404
    assert presenter.get(f"/api/drafts/{draft}").status_code == 404
    assert list(members(presenter)) == ["bob"] and bob.get("/play/@bob/mine", stream=True).status_code == 200
    old = dict(ann.cookies)
    again = Somebody(server, "ann")
    assert again.key != ann.key and again.names() == ["plain"]
    stale = Somebody(server)
    stale.cookies.update(old)
    assert stale.get("/api/access").json()["role"] == "visitor", "the cookie of a former Ann"


def test_forgetting_leaves_no_name_no_work_and_no_journal(server, presenter):
    ann = Somebody(server, "ann")
    ann.save("@ann/mine")
    presenter.save("everybodys")
    ann.get("/play/plain").content
    presenter.post("/api/room/hand-out", json={"scenario": "plain"})
    before = room_file(server)
    room = presenter.delete("/api/room").json()
    assert room["participants"] == [] and room["handout"] is None
    after = room_file(server)
    assert after["code"] != before["code"] and after["key"] != before["key"] and after["token"] == before["token"]
    assert presenter.names() == ["everybodys", "plain"]
    assert presenter.get(f"/api/sessions/{ann.key}").status_code == 404
    assert ann.get("/api/access").json()["role"] == "visitor"
    assert ann.post("/api/join", json={"key": ann.key, "code": after["code"]}).status_code == 404


def test_without_a_room_the_presenter_is_told_so(tmp_path):
    (tmp_path / "scenarios").mkdir()
    server = Playground(tmp_path)
    try:
        local = Somebody(server)
        for method, path in [("GET", "/api/room"), ("DELETE", "/api/room"), ("POST", "/api/room/sign-out"), ("GET", "/api/room/hand-out"), ("DELETE", "/api/room/participants/ann")]:
            answer = local.request(method, path)
            assert answer.status_code == 404 and "--room" in answer.json()["detail"], path
    finally:
        server.stop()
