"""A room: how one joins, comes back and is signed out, over sockets with a real server."""

import concurrent.futures
import json
import pathlib
import re
import time

import pytest
import requests

from playground import Playground

TIMEOUT = 30  # seconds; a bound for a busy machine, not a wait


def open_room(folder, *arguments, **settings):
    return Playground(folder, arguments=["--room", *arguments], **settings)


class Browser(requests.Session):
    """Keeps cookies, and follows no redirect by itself."""

    def __init__(self, server, token=None):
        super().__init__()
        self.server = server
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def request(self, method, path, **arguments):
        return super().request(method, self.server.url + path, **({"timeout": TIMEOUT} | arguments | {"allow_redirects": False}))

    def join(self, name, code=None, **arguments):
        body = {"name": name} | ({} if code is None else {"code": code})
        return self.post("/api/join", json=body, **arguments)

    @property
    def access(self):
        return self.get("/api/access").json()


def room_file(server):
    return json.loads((server.folder / "data" / "room.json").read_text())


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = open_room(tmp_path_factory.mktemp("room"), "Class 7b")
    yield server
    server.stop()


@pytest.fixture
def code(server):
    return room_file(server)["code"]


def test_what_a_room_is_known_by_lies_in_a_file_that_only_its_owner_may_read(server):
    file = pathlib.Path(server.folder / "data" / "room.json")
    assert file.stat().st_mode & 0o777 == 0o600
    room = room_file(server)
    assert set(room) == {"name", "code", "token", "key", "made"}
    assert room["name"] == "Class 7b" and re.fullmatch(r"[0-9a-f]{64}", room["key"])


def test_whoever_comes_is_a_visitor_until_they_join_or_sign_in(server, code):
    browser = Browser(server)
    access = browser.access
    assert (access["role"], access["by"], access["you"]) == ("visitor", None, None)
    assert access["room"] == {"name": "Class 7b"} and access["join"] == "/join/"
    assert access["origin"].startswith("http://")
    refused = browser.get("/api/sessions")
    assert refused.status_code == 401
    assert (refused.json()["join"], refused.json()["signIn"]) == ("/join/", "/sign-in/")
    joined = browser.join("visitor-1", code)
    assert joined.status_code == 201
    access = browser.access
    assert (access["role"], access["by"], access["you"]) == ("participant", "room", joined.json())
    assert access["may"] == ["reads", "computes", "tries", "keepsOwn", "observesOwn"]
    assert browser.get("/api/sessions").status_code == 200
    presenter = Browser(server, room_file(server)["token"])
    assert presenter.access["role"] == "presenter"


def test_a_participant_has_a_colour_and_a_key_that_nobody_guesses(server, code):
    answer = Browser(server).join("cleo", code)
    you = answer.json()
    assert you["name"] == "cleo" and 0 <= you["colour"] < 12
    assert re.fullmatch(r"cleo-[0-9A-Za-z]{22}", you["session"])
    field = answer.headers["Set-Cookie"]
    assert re.fullmatch(rf"sse-playground-{server.port}-room=cleo\.\d+\.\w+\.\w+; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax", field)
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_link_takes_the_code_out_of_the_address(server, code):
    browser = Browser(server)
    answer = browser.get(f"/join?code={code}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/join/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.match(rf"sse-playground-{server.port}-invited=", answer.headers["Set-Cookie"])
    assert "HttpOnly" in answer.headers["Set-Cookie"] and code not in answer.headers["Set-Cookie"]
    assert browser.access["role"] == "visitor", "invited is not in"
    assert browser.join("by-link").status_code == 201
    wrong = Browser(server).get("/join?code=nonsense")
    assert (wrong.status_code, wrong.headers["Location"]) == (303, "/join/?problem=code")
    assert "Set-Cookie" not in wrong.headers
    plain = Browser(server).get("/join?from=board")
    assert (plain.status_code, plain.headers["Location"]) == (308, "/join/?from=board")
    log = "".join(server.log)
    assert code not in re.sub(r"^ *http://\S+$", "", log, flags=re.MULTILINE), "only the greeting says it"


def test_without_the_code_nobody_joins(server):
    assert Browser(server).join("eve").status_code == 401
    wrong = Browser(server).join("eve", "nonsense")
    assert wrong.status_code == 401 and "link" in wrong.json()["detail"]
    forged = Browser(server)
    forged.cookies.set(f"sse-playground-{server.port}-invited", ".9999999999.00.00")
    assert forged.join("eve").status_code == 401


@pytest.mark.parametrize("name", ["", "Ann", "-ann", "a" * 33, "a/b", "a b", "ä", "@ann"])
def test_a_name_is_plain(server, code, name):
    answer = Browser(server).join(name, code)
    assert answer.status_code == 422 and "1 to 32 of a–z" in answer.json()["detail"]


def test_a_name_is_one_persons_and_its_key_lets_them_in_elsewhere(server, code):
    first = Browser(server)
    ann = first.join("ann", code).json()
    taken = Browser(server).join("ann", code)
    assert taken.status_code == 409 and taken.json()["proposal"] == "ann-2" and "'ann-2'" in taken.json()["detail"]
    assert first.join("ann", code).json() == ann, "who has the name may say it again"
    phone = Browser(server)
    assert phone.post("/api/join", json={"key": ann["key"], "code": code}).json() == ann
    assert phone.access["you"] == ann
    assert phone.post("/api/join", json={"key": "0" * 32, "code": code}).status_code == 404
    assert phone.post("/api/join", json={"key": ann["session"], "code": code}).status_code == 404, "a session's key stands in addresses, and scenarios read it"
    assert phone.post("/api/join", json={"key": ann["key"], "name": "ann", "code": code}).status_code == 422
    assert phone.post("/api/join", json={"code": code}).status_code == 422
    assert Browser(server).post("/api/join", json={"key": ann["key"]}).status_code == 401


def test_who_leaves_is_a_visitor_again(server, code):
    browser = Browser(server)
    browser.join("leaver", code)
    answer = browser.post("/api/leave")
    assert answer.status_code == 204 and browser.access["role"] == "visitor"
    assert Browser(server).join("leaver", code).status_code == 409


def test_a_cookie_is_one_persons(server, code):
    browser = Browser(server)
    browser.join("mallory", code)
    name = f"sse-playground-{server.port}-room"
    value = browser.cookies[name]
    for other in [
        value.replace("mallory", "cleo"), value[:-1] + ("0" if value[-1] != "0" else "1"), "cleo.9999999999.00.00", "", "....",
        value.replace(value.split(".")[1], str(int(value.split(".")[1]) + 1)),
    ]:  # fmt: skip
        forged = requests.get(f"{server.url}/api/access", headers={"Cookie": f"{name}={other}"}, timeout=TIMEOUT)
        assert forged.json()["role"] == "visitor", other


def test_a_scenario_does_not_see_the_cookies(server, code):
    (server.scenarios / "echo.yaml").write_text("steps: [{ data: \"${headers.cookie ?? 'none'}\" }]\n")
    browser = Browser(server)
    browser.get(f"/join?code={code}")
    browser.join("echoed", code)
    deadline = time.monotonic() + TIMEOUT
    while (answer := browser.get("/play/echo")).status_code == 404:
        assert time.monotonic() < deadline
    assert len(browser.cookies) == 2 and answer.text.endswith("data: none\n\n")


def test_a_class_joins_at_once(server, code):
    with concurrent.futures.ThreadPoolExecutor(25) as pool:
        answers = list(pool.map(lambda number: Browser(server).join(f"pupil-{number}", code), range(25)))
        same = list(pool.map(lambda _: Browser(server).join("wanted", code).status_code, range(10)))
    assert {answer.status_code for answer in answers} == {201}
    people = [answer.json() for answer in answers]
    assert len({person["session"] for person in people}) == 25
    assert len({person["colour"] for person in people}) == 12, "all colours are used before one is used more often than others"
    assert sorted(same) == [201] + [409] * 9


def test_the_presenter_signs_in_with_the_rooms_token(server):
    browser = Browser(server)
    token = room_file(server)["token"]
    assert browser.post("/api/sign-in", json={"token": "nonsense"}).status_code == 401
    assert browser.post("/api/sign-in", json={"token": token}).status_code == 204
    assert (browser.access["role"], browser.access["by"]) == ("presenter", "cookie")
    assert browser.get("/api/room").status_code == 200
    assert token not in re.sub(r"^ *http://\S+$", "", "".join(server.log), flags=re.MULTILINE)


def test_other_sites_make_nobody_join(server, code):
    crossing = Browser(server).join("x", code, headers={"Origin": "http://evil.example"})
    assert crossing.status_code == 403
    form = Browser(server).post("/api/join", data={"name": "x", "code": code})
    assert form.status_code == 415


def test_after_ten_wrong_codes_answers_wait_and_the_right_one_is_let_in(tmp_path):
    server = open_room(tmp_path)
    try:
        for number in range(10):
            assert Browser(server).join("eve", f"guess-{number}").status_code == 401
        started = time.monotonic()
        assert Browser(server).get("/join?code=another").status_code == 303
        assert time.monotonic() - started >= 1
        started = time.monotonic()
        assert Browser(server).join("eve", "another").status_code == 401
        assert time.monotonic() - started >= 1
        assert Browser(server).join("ann", room_file(server)["code"]).status_code == 201
    finally:
        server.stop()


def test_without_a_room_there_is_nothing_to_join(tmp_path):
    server = Playground(tmp_path)
    try:
        assert Browser(server).join("ann", "x").status_code == 404
        assert Browser(server).post("/api/leave").status_code == 404
        assert Browser(server).get("/join?code=x").headers["Location"] == "/join/"
        assert not (server.folder / "data" / "room.json").exists()
    finally:
        server.stop()


def test_a_restart_keeps_names_cookies_and_the_token(tmp_path):
    first = open_room(tmp_path)
    browser = Browser(first)
    room = room_file(first)
    ann = browser.join("ann", room["code"]).json()
    first.kill()
    second = open_room(tmp_path, PORT=str(first.port))
    browser.server = second
    assert browser.access["you"] == ann
    assert room_file(second) == room
    assert Browser(second, room["token"]).access["role"] == "presenter"
    second.stop()
    third = open_room(tmp_path, "--new", PORT=str(first.port))
    browser.server = third
    assert browser.access["role"] == "visitor"
    renewed = room_file(third)
    assert renewed["token"] == room["token"] and renewed["code"] != room["code"] and renewed["key"] != room["key"]
    assert Browser(third).join("ann", room["code"]).status_code == 401
    again = browser.join("ann", renewed["code"]).json()
    assert again | {"key": ann["key"]} == ann, "the name comes with its work to who takes it up first"
    assert again["key"] != ann["key"]
    assert Browser(third).join("ann", renewed["code"]).status_code == 409
    third.stop()


def test_who_has_a_page_or_a_stream_open_is_here(server, code):
    presenter = Browser(server, token=room_file(server)["token"])
    key = Browser(server).join("here-or-not", code).json()["session"]

    def is_here():
        [entry] = [entry for entry in presenter.get("/api/room").json()["participants"] if entry["name"] == "here-or-not"]
        return entry["here"]

    assert not is_here()
    for session in (key, f"{key}-run-2"):
        stream = Browser(server).get(f"/play/counter?session={session}", stream=True)
        assert stream.status_code == 200
        assert is_here()
        stream.close()
        deadline = time.monotonic() + TIMEOUT
        while is_here():
            assert time.monotonic() < deadline
            time.sleep(0.05)
    other = Browser(server).get(f"/play/counter?session={key}x", stream=True)
    assert not is_here()
    other.close()


def test_what_another_wrote_is_not_played_in_ones_own_session_by_opening_it(server, code):
    ann, bob = Browser(server), Browser(server)
    own = ann.join("opens", code).json()
    bob.join("writes", code)
    text = "steps:\n  - data: ${session}\n"
    assert bob.put("/api/scenarios/@writes/asks", data=text, headers={"Content-Type": "application/yaml"}).status_code == 201
    draft = bob.post("/api/drafts", data=text, headers={"Content-Type": "application/yaml"}).json()["play"]
    for address in ("/play/@writes/asks", draft):
        assert own["session"] not in ann.get(address).text, address
    assert ann.put("/api/scenarios/@opens/asks", data=text, headers={"Content-Type": "application/yaml"}).status_code == 201
    assert own["session"] in ann.get("/play/@opens/asks").text


def test_guesses_at_the_token_are_counted_whoever_makes_them(tmp_path):
    server = open_room(tmp_path)
    ann = Browser(server)
    ann.join("ann", room_file(server)["code"])
    guess = {"Authorization": "Bearer nonsense"}
    for _ in range(10):
        assert ann.get("/api/room", headers=guess).status_code == 403
    begun = time.monotonic()
    assert ann.get("/api/room", headers=guess).status_code == 403
    assert ann.get("/api/access", headers=guess).json()["role"] == "participant"
    # Each waits a second.
    assert time.monotonic() - begun >= 2
    server.stop()


def test_a_file_that_others_could_read_is_replaced(tmp_path):
    first = open_room(tmp_path)
    before = json.loads((tmp_path / "data" / "room.json").read_text())
    first.stop()
    (tmp_path / "data" / "room.json").chmod(0o644)
    open_room(tmp_path).stop()
    after = json.loads((tmp_path / "data" / "room.json").read_text())
    assert after["key"] != before["key"] and after["token"] != before["token"]
    assert (tmp_path / "data" / "room.json").stat().st_mode & 0o077 == 0
    open_room(tmp_path).stop()
    assert json.loads((tmp_path / "data" / "room.json").read_text()) == after
