"""Role × method → status, for every address that openapi.json describes: a visitor, a participant with what is theirs and with what is
another's, and the presenter, while a room is open."""

import json

import pytest
import requests

from playground import ROOT, Playground
from test_whose import HELD, PLAIN, YAML, Somebody, room_file, wait_until

TIMEOUT = 30  # seconds; a bound for a busy machine, not a wait
JSON = {"Content-Type": "application/json"}
# What an operation of a visitor's answers where nothing is wrong with who asks, but with what is asked.
SAYS_NO = {"POST /api/join": 401}  # without a code
# Own things that are well named and yet not there.
NOT_THERE = {"POST /api/scenarios/{name}/undelete": 409}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("roles")
    (folder / "scenarios").mkdir()
    server = Playground(folder, arguments=["--room"], SHIPPED_SCENARIOS="")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def operations():
    document = json.loads((ROOT / "Sources/OpenAPIDocument/openapi.json").read_text())
    found = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method != "parameters" and path != "/play/{name}":
                found.append((method.upper(), path, operation["x-role"]))
    return found


class Owner(Somebody):
    """A participant with a scenario, a draft and a stream that waits at a gate, all made anew when they are gone."""

    def __init__(self, server, name):
        super().__init__(server, name)
        self.scenario = f"@{name}/mine"
        self.stream = None
        self.renew()

    def renew(self):
        assert self.save(self.scenario, HELD).status_code in (200, 201)
        self.draft = self.post("/api/drafts", data=PLAIN, headers=YAML).json()["id"]
        if self.stream is not None:
            self.stream.close()
        self.stream = self.get(f"/play/{self.scenario}?session={self.key}", stream=True)
        self.stream_id = self.stream.headers["Playground-Stream"]
        wait_until(lambda: "door" in self.get(f"/api/sessions/{self.key}").json().get("gates", []), "the stream waits")


def send(somebody, method, path, owner):
    """Asks for an operation on what is the owner's, with a body that it takes."""
    address = path.replace("{name}", owner.scenario).replace("{id}", owner.draft).replace("{key}", owner.key).replace("{number}", "1")
    address = address.replace("{gate}", "door").replace("{stream}", owner.stream_id).replace("{participant}", owner.name)
    assert "{" not in address, f"no value for a parameter of {path}"
    if path.startswith("/api/streams/"):
        address += f"?session={owner.key}" + ("&gate=door" if path.endswith("/gate") else "")
    if path.endswith(("/changes", "/journal")):
        address += "?follow=false"
    body, headers = None, {}
    if method == "PUT" or path in ("/api/drafts", "/api/validate"):
        body, headers = HELD, YAML
    elif path.endswith(("/rename", "/duplicate")):
        name = owner.scenario[1:]
        body, headers = json.dumps({"name": f"{name}-copy" if path.endswith("/duplicate") else name}), JSON
    elif path.endswith("/inject"):
        body, headers = '{"data":"x"}', JSON
    elif path.endswith("/dispatched"):
        body, headers = '{"events":[]}', JSON
    elif path == "/api/import":
        body, headers = b"", {}
    elif path == "/api/room/hand-out" and method == "POST":
        body, headers = json.dumps({"title": "Plain", "source": PLAIN}), JSON
    elif path in ("/api/join", "/api/sign-in", "/api/origins") and method == "POST":
        body, headers = json.dumps({"/api/join": {"name": "zoe"}, "/api/sign-in": {"token": "x"}, "/api/origins": {"origin": "http://a.test"}}[path]), JSON
    answer = somebody.request(method, address, data=body, headers=headers, stream=True)
    answer.close()
    return answer


def effect_is_shared(path):
    """Whether what is asked for is the same for all who may: a list of what one may see, a text of one's own."""
    return not any(mark in path for mark in ("{name}", "{id}", "{key}", "/api/streams/"))


def test_a_visitor_may_do_what_the_table_says(server, operations):
    owner = Owner(server, "vera")
    visitor = Somebody(server)
    for method, path, role in operations:
        answer = send(visitor, method, path, owner)
        what = f"{method} {path}: {answer.status_code}"
        if role != "visitor":
            assert answer.status_code == 401, what
            assert answer.headers["WWW-Authenticate"].startswith("Bearer") and answer.headers["Content-Type"] == "application/problem+json"
        elif f"{method} {path}" in SAYS_NO or path == "/api/sign-in":
            assert answer.status_code == 401, what
        elif "{name}" in path:
            assert answer.status_code == 404, f"{what}, of a participant's scenario"
        else:
            assert answer.status_code not in (401, 403), what


def test_a_participant_may_change_what_is_theirs(server, operations):
    ann = Owner(server, "ann")
    for method, path, role in operations:
        if path in ("/api/leave", "/api/sign-out"):
            continue
        ann.renew()
        answer = send(ann, method, path, ann)
        what = f"{method} {path}: {answer.status_code}"
        if role == "presenter":
            assert answer.status_code == 403, what
        elif f"{method} {path}" in NOT_THERE:
            assert answer.status_code == NOT_THERE[f"{method} {path}"], what
        elif path in ("/api/join", "/api/sign-in"):
            assert answer.status_code == 401, what
        elif path == "/api/import":
            assert answer.status_code == 422, f"{what}, of an empty archive"
        else:
            assert answer.status_code < 400 or answer.status_code == 422, what


def test_a_participant_may_not_touch_what_is_anothers(server, operations):
    bob = Owner(server, "bob")
    eve = Owner(server, "eve")
    for method, path, role in operations:
        if effect_is_shared(path):
            continue
        answer = send(eve, method, path, bob)
        what = f"{method} {path}: {answer.status_code}"
        if method == "GET" or path == "/api/drafts/{id}":
            assert answer.status_code == 404, f"{what}: as if it were not there"
        else:
            assert answer.status_code == 403, what
    assert bob.get(f"/api/scenarios/{bob.scenario}").status_code == 200
    assert bob.get(f"/api/sessions/{bob.key}").json()["gates"] == ["door"], "its stream still waits"


def test_the_presenter_may_do_everything(server, operations):
    presenter = Somebody(server, token=room_file(server)["token"])
    for number, (method, path, _) in enumerate(operations):
        if path in ("/api/join", "/api/sign-in"):
            continue
        # Another each time, since some operations remove them.
        answer = send(presenter, method, path, Owner(server, f"paul-{number}"))
        assert answer.status_code not in (401, 403) and answer.status_code < 500, f"{method} {path}: {answer.status_code}"


def test_what_is_no_operation_is_nobodys(server):
    for somebody in (Somebody(server), Somebody(server, token=room_file(server)["token"])):
        assert somebody.request("PATCH", "/api/scenarios/x").status_code == 405
        assert somebody.get("/api/nothing").status_code == 404


def test_head_is_answered_as_get_is(server, operations):
    visitor = Somebody(server)
    for method, path, _ in operations:
        if method == "GET" and "{" not in path and path != "/api/changes":
            got, headed = visitor.get(path), visitor.head(path)
            assert (got.status_code, got.headers.get("Content-Type")) == (headed.status_code, headed.headers.get("Content-Type")), path


def test_the_links_of_a_refusal_lead_in(server):
    refused = requests.put(f"{server.url}/api/scenarios/x", timeout=TIMEOUT).json()
    for address in (refused["join"], refused["signIn"]):
        assert requests.get(server.url + address, timeout=TIMEOUT).status_code == 200
