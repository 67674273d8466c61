"""Each page against axe's rules for WCAG 2.2 AA, light and dark, wide and narrow."""

import re

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from conftest import NARROW, WIDE
from playground import Playground
from playground_page import text_box, write
from playwright.sync_api import expect
from room_page import Room

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # what is right is not told of node by node, which takes most of the time
}


def show_start(page):
    page.goto("/")
    expect(page.get_by_role("button", name=re.compile("^Run ")).first).to_be_visible()


def show_run(page):
    page.goto("/#counter")
    page.locator("summary", has_text="Request and client").click()
    page.get_by_label("Client", exact=True).select_option("EventSource")
    page.get_by_label("Speed", exact=True).fill("20")
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator(".event-row").nth(1).click()
    expect(page.get_by_role("region", name="The chosen event")).to_be_visible()


def show_broken(page):
    page.goto("/#broken")
    expect(page.locator(".problem")).to_be_visible()


def show_written(page):
    """The cursor within the text, and what completes it."""
    page.goto("/#name=agent-tasks")
    expect(page.locator(".cm-content")).to_contain_text("steps")
    text_box(page).press("ControlOrMeta+End")
    page.keyboard.insert_text("\nti")
    page.keyboard.press("Control+Space")
    expect(page.locator(".cm-tooltip-autocomplete li[aria-selected]")).to_be_visible()


def show_clients(page):
    page.goto("/clients/")
    for client in ("event-source", "react-reducer", "shared-worker"):
        page.locator(f"#{client}").get_by_role("button", name="Start", exact=True).click()
        expect(page.locator(f"#{client} .client-events li").nth(1)).to_be_attached()


def show_wire(page):
    page.goto("/#agent-tasks")
    page.get_by_label("Speed", exact=True).fill("20")
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator(".event-row[data-kind=event]", has_text="all_complete").click()
    expect(page.locator(".wire-row[data-lit]").first).to_be_visible()


def show_watched(page):
    for agent in ("my-app/1", "curl/8", "curl/8"):
        page.request.get("/play/custom-events?session=watched&speed=100", headers={"User-Agent": agent})
    page.goto("/#watch=watched")
    page.get_by_text("Watch curl, an app or a phone").click()
    page.get_by_label("Session key").fill("watched")
    expect(page.locator(".output")).to_have_count(2)
    page.locator(".output").last.locator(".event-row", has_text="user-left").last.click()
    expect(page.locator(".wire-row[data-lit]").first).to_be_visible()


def show_marked(page):
    """What is wrong in a request, a run that ended as the server asked, and another text than that of the run."""
    page.goto("/")
    write(page, "title: Over\nattempts:\n  - { status: 204 }\nsteps:\n  - data: x\n")
    page.locator("summary", has_text="Request and client").click()
    page.get_by_label("Client", exact=True).select_option("fetch, POST")
    page.get_by_label("Header fields").fill("nonsense")
    page.get_by_role("textbox", name="Body").fill("nonsense")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".output .pill-word")).to_have_text("closed as asked")
    write(page, "title: Another\nsteps:\n  - data: x\n")
    expect(page.locator(".run-note")).to_be_visible()


def show_refused(page):
    page.set_extra_http_headers({"X-Forwarded-For": "192.0.2.7"})
    page.goto(f"{page.guarded}/sessions/")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("dialog", name="Sign in")).to_contain_text("ADMIN_TOKEN")


def show_sign_in(page):
    page.set_extra_http_headers({"X-Forwarded-For": "192.0.2.7"})
    page.goto(f"{page.guarded}/sign-in/")
    page.get_by_label("Token", exact=True).fill("wrong-horse-battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not the server's token")


def show_samples(page):
    show_wire(page)
    page.get_by_role("button", name="Copy as…").click()
    page.get_by_role("dialog", name="Copy as").get_by_role("button", name="React").click()


def show_gallery(page):
    page.goto("/gallery/")
    expect(page.locator(".gallery-card .timeline svg").first).to_be_visible()


def show_learn(page):
    page.goto("/learn/")
    page.get_by_role("button", name="Run the example Dispatch").click()
    expect(page.get_by_text("no blank line before the end")).to_be_visible()


def show_pitfalls(page):
    page.goto("/pitfalls/")
    expect(page.get_by_role("link", name="The blank line is missing")).to_be_visible()


def show_pitfall(page):
    page.goto("/pitfalls/#strict-mode")
    page.get_by_label("Speed", exact=True).select_option("10")
    page.get_by_role("button", name="Run both").click()
    expect(page.get_by_role("region", name="Broken")).to_contain_text("percent\":100")
    expect(page.get_by_text("Reading both texts…")).to_have_count(0)


def show_beside(page):
    page.goto("/clients/#side-by-side")
    for client in ("react", "react-reducer"):
        expect(page.locator(f"#{client}").get_by_role("button", name="Start", exact=True)).to_be_visible()
    page.get_by_role("button", name="Start all").click()
    for client in ("event-source", "react-reducer", "shared-worker"):
        expect(page.locator(f"#{client} .client-events li").nth(1)).to_be_attached()


def show_sessions(page):
    page.goto("/clients/")
    for client, stream in (("event-source", "0"), ("fetch-stream", "3")):
        page.locator("#stream").select_option(value=stream)
        page.locator(f"#{client}").get_by_role("button", name="Start", exact=True).click()
        expect(page.locator(f"#{client} .client-events li").first).to_be_attached()
    stepped = page.context.new_page()
    stepped.goto("/#name=order-tracking&run")
    expect(stepped.locator(".event-row").first).to_be_visible()
    sessions = page.context.new_page()
    sessions.goto("/sessions/")
    expect(sessions.get_by_role("button", name=re.compile("^Step"))).to_be_visible()
    sessions.get_by_label("Ended streams, too").check()
    expect(sessions.locator(".stream[data-state=closed]").first).to_be_visible()
    return sessions


def in_room(room, name):
    """Somebody who has joined, as a client of the API."""
    client = requests.Session()
    joined = client.post(f"{room.server.url}/api/join", json={"name": name, "code": room.file["code"]}, timeout=30)
    if joined.status_code == 409:
        joined = client.post(f"{room.server.url}/api/join", json={"name": joined.json()["proposal"], "code": room.file["code"]}, timeout=30)
    return client, joined.json()


def show_join(page):
    in_room(page.room, "ann")
    page.goto(f"{page.room.server.url}/join?code={page.room.file['code']}")
    page.get_by_label("Your name").fill("ann")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("^Join as ann-"))).to_be_visible()


def show_participant(page):
    """Somebody in the room, with a scenario of their own, and another handed out while they wrote."""
    url = page.room.server.url
    client, you = in_room(page.room, "lea")
    page.context.add_cookies([{"name": cookie.name, "value": cookie.value, "url": url} for cookie in client.cookies])
    client.put(f"{url}/api/scenarios/@{you['name']}/my-stream", data="title: My first\nsteps: [{ data: x }]\n", headers={"Content-Type": "application/yaml"}, timeout=30)
    page.goto(f"{url}/#name={you['name']}%2Fmy-stream")
    write(page, "title: My second\nsteps:\n  - { data: x }\n")
    page.room.ask("POST", "/api/room/hand-out", json={"scenario": "agent-tasks"})
    expect(page.locator(".document-message")).to_contain_text("was handed out")
    page.room.ask("DELETE", "/api/room/hand-out")


def show_room(page):
    """The presenter's page, with a class that plays, waits and is away."""
    url = page.room.server.url
    playing = []
    for name, path in (("mia", "/events"), ("noah", "/play/order-tracking"), ("olga", None)):
        client, you = in_room(page.room, name)
        if path:
            playing.append(client.get(f"{url}{path}?session={you['session']}", stream=True, timeout=30))
    page.playing = playing
    page.goto(f"{url}/sign-in/#token={page.room.file['token']}")
    expect(page.locator(".member[data-state=open], .member[data-state=waiting]").nth(1)).to_be_visible()


PAGES = {
    "join": show_join,
    "participant": show_participant,
    "room": show_room,
    "start": show_start,
    "run": show_run,
    "broken": show_broken,
    "written": show_written,
    "clients": show_clients,
    "clients-beside": show_beside,
    "wire": show_wire,
    "marked": show_marked,
    "refused": show_refused,
    "sign-in": show_sign_in,
    "samples": show_samples,
    "watched": show_watched,
    "gallery": show_gallery,
    "learn": show_learn,
    "pitfalls": show_pitfalls,
    "pitfall": show_pitfall,
    "sessions": show_sessions,
}


@pytest.fixture(autouse=True)
def broken_scenario(playground):
    (playground.scenarios / "broken.yaml").write_text("title: Broken\nsteps:\n  - data: x\n    atfer: 1s\n", encoding="utf-8")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """The address of a server that has a token."""
    server = Playground(tmp_path_factory.mktemp("guarded"), ADMIN_TOKEN="correct-horse-battery")
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    room = Room(tmp_path_factory.mktemp("room"), "Class 7b")
    yield room
    room.stop()


@pytest.mark.parametrize("name", PAGES)
def test_page_breaks_no_rule(new_page, guarded, room, name):
    page = new_page(color_scheme="light", viewport=WIDE, reduced_motion="reduce")
    page.guarded, page.room = guarded, room
    page = PAGES[name](page) or page
    light = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    violations = []
    for look, scheme, viewport in [
        ("light", "light", WIDE),
        ("dark", "dark", WIDE),
        ("dark, narrow", "dark", NARROW),
        ("light, narrow", "light", NARROW),
    ]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(viewport)
        body = expect(page.locator("body"))
        (body.to_have_css if scheme == "light" else body.not_to_have_css)("background-color", light)
        results = Axe().run(page, options=RULES)
        violations += [
            f"{look}: {violation['id']}: {node['html']} {node['failureSummary']}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
    assert violations == []
