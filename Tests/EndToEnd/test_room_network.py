"""`serve --room` on a network: the addresses that it tells, the link, the code, and what stays when it starts again."""

import http.client
import json
import os
import pty
import re
import subprocess
import sys
import time
import urllib.parse

import namespaces
import pytest
import qr_codes
from playground import BINARY, ROOT, Playground
from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(ROOT / "Tests" / "Browser"))

from browsers import find_chromium  # noqa: E402

LIMIT = 60  # seconds; a bound for a busy machine, not a wait
LINK = re.compile(r"http://\S+/join\?code=\w{22}$", re.MULTILINE)
TOKEN = re.compile(r"http://127\.0\.0\.1:\d+/sign-in/#token=(\w{22})$", re.MULTILINE)


@pytest.fixture(scope="module")
def network():
    if reason := namespaces.missing():
        pytest.skip(reason)
    with namespaces.Network() as made:
        server = made.server
        # A second network, a bridge to containers, and an address that nobody gave.
        for name, kind, address in [
            ("docker0", ["bridge"], "172.17.0.1/16"), ("extra0", ["veth", "peer", "name", "extra1"], "10.78.0.1/24"),
            ("auto0", ["veth", "peer", "name", "auto1"], "169.254.7.7/16"),
        ]:  # fmt: skip
            server.ip("link", "add", name, "type", *kind)
            server.ip("address", "add", address, "dev", name)
            server.ip("link", "set", name, "up")
        server.ip("route", "add", "default", "via", "10.77.0.2", "dev", "room0")
        yield made


@pytest.fixture(scope="module")
def chromium(network):
    """On the server's machine."""
    with network.server.inside():
        playwright = sync_playwright().start()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
    yield browser
    browser.close()
    playwright.stop()


@pytest.fixture
def start(network, tmp_path):
    servers = []

    def begin(*arguments, **settings):
        servers.append(Playground(tmp_path, arguments=arguments, prefix=network.server.prefix, **settings))
        return servers[-1]

    yield begin
    for server in servers:
        server.stop()


def said(server):
    """What it said when it had started, with the line on how it ends."""
    deadline = time.monotonic() + LIMIT
    while not any("Ctrl+C" in line for line in server.log):
        assert time.monotonic() < deadline and server.process.poll() is None, server.log
        time.sleep(0.02)
    return "".join(server.log)


def link_of(server):
    return LINK.search(said(server))[0]


def token_of(server):
    return TOKEN.search(said(server))[1]


def ask(network, address, port, path, host=None, headers=None, method="GET", body=None):
    """Status, fields and body, asked from the other machine."""
    with network.clients.inside():
        connection = http.client.HTTPConnection(address, port, timeout=LIMIT)
        fields = {"Host": host} if host else {}
        connection.request(method, path, body=body, headers=fields | (headers or {}))
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), body


def test_it_tells_the_addresses_that_others_reach(start):
    server = start("--room", "Web course")
    text = said(server)
    assert "The room 'Web course' is open." in text
    assert link_of(server).startswith(f"http://10.77.0.1:{server.port}/join?code=")
    hosts = re.findall(r"^  http://(\S+):\d+/$", text, re.MULTILINE)
    assert hosts == ["10.78.0.1", "[fd77::1]", "172.17.0.1"]
    assert f"listening on http://0.0.0.0:{server.port}" in text.splitlines()
    assert "169.254" not in text and "fe80" not in text


def test_it_answers_to_its_names_on_the_network_and_to_no_others(network, start):
    server = start("--room")
    name = os.uname().nodename
    for host in (f"10.77.0.1:{server.port}", "10.78.0.1", name, name.split(".")[0] + ".local", "[fd77::1]"):
        assert ask(network, "10.77.0.1", server.port, "/healthz", host=host)[0] == 200, host
    assert ask(network, "fd77::1", server.port, "/healthz")[0] == 200
    assert ask(network, "10.77.0.1", server.port, "/healthz", host="example.org")[0] == 421


def test_names_that_were_chosen_go_before_addresses(start):
    server = start("--room", "--allowed-hosts", "class.example")
    assert link_of(server).startswith(f"http://class.example:{server.port}/join?code=")


def test_the_token_lets_the_presenter_in_and_being_on_the_machine_does_not(network, start):
    server = start("--room")
    fields = {"Authorization": f"Bearer {token_of(server)}"}
    status, _, body = ask(network, "10.77.0.1", server.port, "/api/access", headers=fields)
    assert (status, json.loads(body)["role"]) == (200, "presenter")
    with network.server.inside():
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=LIMIT)
        connection.request("GET", "/api/access")
        access = json.loads(connection.getresponse().read())
        connection.close()
    assert access["role"] == "visitor"
    assert access["origin"] == f"http://10.77.0.1:{server.port}"
    assert access["room"] == {"name": "room"}


def test_the_terminal_shows_a_code_that_a_reader_reads(network, tmp_path):
    environment = {"PATH": os.environ["PATH"], "PORT": "0", "DATA": str(tmp_path), "TERM": "xterm-256color"}
    screen, terminal = pty.openpty()
    process = subprocess.Popen(
        [*network.server.prefix, BINARY, "serve", "--room"], cwd=tmp_path, env=environment, stdin=subprocess.DEVNULL, stdout=terminal,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(terminal)
    try:
        text = b""
        while b"Ctrl+C" not in text:
            more = os.read(screen, 65536)
            assert more
            text += more
        shown = text.decode().replace("\r\n", "\n")
        assert qr_codes.read_terminal(shown) == LINK.search(shown)[0]
    finally:
        process.terminate()
        process.wait()
        os.close(screen)


def test_the_presenter_gets_the_code_as_a_picture_for_each_address(network, start, chromium):
    server = start("--room")
    page = chromium.new_page()
    fields = {"Authorization": f"Bearer {token_of(server)}"}
    status, answered, svg = ask(network, "10.77.0.1", server.port, "/api/room/qr.svg", headers=fields)
    assert (status, answered["Content-Type"], answered["Cache-Control"]) == (200, "image/svg+xml", "no-store")
    link = link_of(server)
    for side in (123, 360):
        assert qr_codes.read_svg(page, svg.decode(), side) == link
    other = f"http://[fd77::1]:{server.port}"
    path = "/api/room/qr.svg?origin=" + urllib.parse.quote(other, safe="")
    svg = ask(network, "10.77.0.1", server.port, path, headers=fields)[2]
    assert qr_codes.read_svg(page, svg.decode()) == other + "/join" + link.partition("/join")[2]
    status, _, body = ask(network, "10.77.0.1", server.port, "/api/room/qr.svg?origin=http://example.org", headers=fields)
    assert status == 422
    assert json.loads(body)["detail"].startswith(f"'origin' must be an address of the room (http://10.77.0.1:{server.port}, ")
    assert ask(network, "10.77.0.1", server.port, "/api/room/qr.svg")[0] == 401


def test_without_a_room_there_is_no_code(start_playground):
    server = start_playground()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=LIMIT)
    connection.request("GET", "/api/room/qr.svg")
    answer = connection.getresponse()
    assert answer.status == 404
    assert json.loads(answer.read())["detail"] == "No room is open. Start the server with --room."


def test_the_presenters_address_signs_in_and_their_page_shows_the_code(start, chromium):
    server = start("--room")
    page = chromium.new_page()
    page.goto(TOKEN.search(said(server))[0])
    expect(page).to_have_url(f"http://127.0.0.1:{server.port}/room/", timeout=LIMIT * 1000)
    image = page.get_by_alt_text("QR code of the link")
    expect(image).to_be_visible(timeout=LIMIT * 1000)
    assert qr_codes.read_image(image) == link_of(server)
    shown = page.locator("main").inner_text()
    assert f"10.77.0.1:{server.port}/join" in shown and link_of(server).partition("=")[2] in shown


def test_a_log_gets_no_code_drawn(start):
    assert "\x1b[" not in said(start("--room"))


def test_the_room_stays_when_it_starts_again_and_new_makes_a_new_link(start):
    first = start("--room", "7b")
    link, token, port = link_of(first), token_of(first), first.port
    first.kill()
    second = start("--room", PORT=str(port))
    assert (link_of(second), token_of(second)) == (link, token)
    assert "The room '7b' is open." in said(second)
    second.stop()
    third = start("--room", "--new", PORT=str(port))
    assert token_of(third) == token
    assert link_of(third) != link


def test_the_token_of_the_settings_goes_before_the_rooms_and_is_not_shown(start):
    server = start("--room", ADMIN_TOKEN="a-token-of-the-settings")
    assert "a-token-of-the-settings" not in said(server)
    assert f"  http://127.0.0.1:{server.port}/sign-in/   with ADMIN_TOKEN" in said(server)


def test_the_environment_opens_a_room_and_host_is_heeded(start):
    server = start(ROOM="Evening", HOST="127.0.0.1")
    assert "The room 'Evening' is open." in said(server)
    assert "Only this machine reaches it" in said(server)


def test_a_room_is_open_once(start, tmp_path):
    start("--room")
    done = run("serve", "--room", "--port", "0", "--data", str(tmp_path / "data"))
    assert done.returncode == 1
    assert f"The room of '{tmp_path}/data' is open in another server. End that one, or choose another DATA." in done.stderr


def test_a_room_that_is_not_open_can_be_forgotten(start, network, tmp_path):
    data = tmp_path / "data"
    nothing = run("room", "forget", "--data", str(data))
    assert (nothing.returncode, nothing.stdout) == (0, f"nothing to remove: there is no room in {data}\n")
    assert not data.exists()
    server = start("--room", "7b")
    link, token = link_of(server), token_of(server)
    code = link.partition("=")[2]
    json_body = {"Content-Type": "application/json"}
    for name in ("ann", "ben"):
        joined = ask(network, "10.77.0.1", server.port, "/api/join", headers=json_body, method="POST",
                     body=json.dumps({"name": name, "code": code}))  # fmt: skip
        assert joined[0] == 201, joined
    open_room = run("room", "forget", "--data", str(data))
    assert open_room.returncode == 1
    assert "is open in a running server: end that first, or forget the room on its page /room/" in open_room.stderr
    server.kill()
    done = run("room", "forget", "--data", str(data))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "removed 2 participants with 0 scenarios, the room's link and the presenter's token\n"
    assert not (data / "room.json").exists()
    again = start("--room")
    assert "The room 'room' is open." in said(again)
    assert link_of(again).partition("=")[2] != code and token_of(again) != token
    fields = {"Authorization": f"Bearer {token_of(again)}"}
    assert ask(network, "10.77.0.1", again.port, "/api/access", headers=fields)[0] == 200


def test_what_makes_no_sense_is_refused():
    done = run("serve", "--new")
    assert done.returncode == 64
    assert "--new is about a room: say --room, too" in done.stderr
    done = run("serve", "--room", "a\nb")
    assert done.returncode == 64
    assert done.stderr == "error: ROOM must be a name of at most 64 bytes in one line, got 'a\\u{a}b' (from --room)\n"


def run(*arguments):
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=LIMIT, stdin=subprocess.DEVNULL, check=False)
