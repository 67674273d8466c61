"""The presenter's page of a room: how others join, who is here and what they do, and what is done to one or to all."""

import re

import pytest
import requests
from conftest import NARROW
from line_proxy import LineProxy
from playground_page import button, rows, text_box, write
from playwright.sync_api import expect
from room_page import NAME, Room, join, session_of, who

GATED = "title: Gated\nsteps:\n  - { event: before, id: 7, data: one }\n  - gate: go\n  - { event: after, data: two }\n  - gate: again\n"


@pytest.fixture
def room(tmp_path):
    room = Room(tmp_path, "7b")
    yield room
    room.stop()


@pytest.fixture
def presenter(new_page, remote, room):
    """The presenter's page."""
    page = new_page(remote, base_url=room.url, reduced_motion="reduce")
    page.goto(room.sign_in_link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Room 7b")
    return page


@pytest.fixture
def enter(new_page, remote, room):
    return lambda name, **options: join(new_page(remote, base_url=room.url, reduced_motion="reduce", **options), room, name)


def member(page, name):
    return page.get_by_role("row", name=name, exact=True)


def fact(page, name, which):
    return member(page, name).locator(f"[data-fact='{which}']")


def confirm(page, label):
    page.get_by_role("dialog").get_by_role("button", name=label).click()


def test_the_way_in_is_shown_large_and_on_the_whole_screen(presenter, room):
    invite = presenter.get_by_role("region", name="How to join")
    expect(invite.locator(".invite-address")).to_have_text(f"{NAME}:{room.server.port}/join")
    expect(invite.locator(".invite-code")).to_have_text(room.file["code"])
    expect(invite.get_by_role("link")).to_have_attribute("href", room.link)
    image = invite.get_by_role("img", name="QR code of the link")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    button(invite, "Full screen").click()
    expect(button(invite, "Leave full screen")).to_be_visible()
    assert presenter.evaluate("document.fullscreenElement.className") == "card room-invite"
    button(invite, "Leave full screen").click()
    expect(button(invite, "Full screen")).to_be_visible()


def test_who_is_here_and_what_they_do_is_seen_and_held(presenter, enter):
    expect(presenter.get_by_text("Nobody has joined yet.")).to_be_visible()
    ann, bob = enter("ann"), enter("bob")
    expect(member(presenter, "ann")).to_be_visible()
    expect(fact(presenter, "bob", "State")).to_have_text("here")
    for page in (ann, bob):
        write(page, GATED)
        button(page, "Run").click()
        expect(rows(page, "before")).to_be_visible()
    expect(fact(presenter, "ann", "State")).to_have_text("waits at go")
    expect(fact(presenter, "ann", "Scenario")).to_have_text("a draft")
    expect(fact(presenter, "ann", "Events")).to_have_text("1")
    expect(fact(presenter, "ann", "Last event")).to_have_text("before #7 one")
    # To one …
    button(presenter, "Pause every stream of ann").click()
    expect(fact(presenter, "ann", "State")).to_have_text("paused")
    expect(fact(presenter, "bob", "State")).to_have_text("waits at go")
    button(presenter, "Resume every stream of ann").click()
    button(presenter, "Send every stream of ann").click()
    dialog = presenter.get_by_role("dialog", name="Send by hand")
    dialog.get_by_label("Type", exact=True).fill("note")
    dialog.get_by_label("Text").fill("Look here")
    dialog.get_by_role("button", name="Send", exact=True).click()
    expect(rows(ann, "note")).to_contain_text("Look here")
    expect(rows(bob, "note")).to_have_count(0)
    presenter.keyboard.press("Escape")
    # … or to all.
    button(presenter, "Open gate of every stream").click()
    for page in (ann, bob):
        expect(rows(page, "after")).to_be_visible()
    button(presenter, "End every stream of bob").click()
    expect(fact(presenter, "bob", "Scenario")).to_have_text("a draft, ended")
    expect(fact(presenter, "ann", "State")).to_have_text("waits at again")
    button(presenter, "Cut every stream").click()
    expect(fact(presenter, "ann", "Scenario")).to_have_text("a draft, ended")


def test_who_goes_away_and_comes_back_is_seen(presenter, enter, room):
    ann = enter("ann")
    expect(fact(presenter, "ann", "State")).to_have_text("here")
    ann.goto("about:blank")
    expect(fact(presenter, "ann", "State")).to_have_text("away")
    ann.goto(room.url)
    expect(fact(presenter, "ann", "State")).to_have_text("here")


def test_a_scenario_is_handed_out_to_all_and_to_who_comes_later(presenter, enter):
    ann = enter("ann")
    expect(presenter.get_by_text("Nothing is handed out.")).to_be_visible()
    presenter.get_by_label("Scenario", exact=True).select_option("agent-tasks")
    button(presenter, "Hand out").click()
    expect(presenter.get_by_text("agent-tasks was handed out: everybody’s page opens it.")).to_be_visible()
    expect(presenter.get_by_text("Handed out now: Agent tasks.")).to_be_visible()
    expect(text_box(ann)).to_contain_text("title: Agent tasks")
    expect(text_box(enter("bob"))).to_contain_text("title: Agent tasks")
    button(presenter, "End it").click()
    expect(presenter.get_by_text("Nothing is handed out.")).to_be_visible()
    cleo = enter("cleo")
    expect(who(cleo, "cleo")).to_be_visible()
    expect(text_box(cleo)).not_to_contain_text("title: Agent tasks")


def test_one_is_removed_with_their_work_after_a_question(presenter, enter, room):
    ann = enter("ann")
    write(ann, "title: Of Ann\nsteps: [{ data: x }]\n")
    button(ann, "Save as…").click()
    ann.get_by_role("dialog", name="Save as").get_by_label("Name").fill("one")
    ann.get_by_role("dialog", name="Save as").get_by_role("button", name="Save", exact=True).click()
    expect(member(presenter, "ann")).to_contain_text("1 saved")
    button(presenter, "Remove ann").click()
    expect(presenter.get_by_role("dialog")).to_contain_text("1 scenario of theirs is deleted permanently.")
    confirm(presenter, "Keep")
    expect(member(presenter, "ann")).to_be_visible()
    button(presenter, "Remove ann").click()
    confirm(presenter, "Remove ann")
    expect(presenter.get_by_text("ann was removed.")).to_be_visible()
    expect(member(presenter, "ann")).to_have_count(0)
    assert room.ask("GET", "/api/scenarios/@ann/one").status_code == 404
    expect(ann.get_by_role("link", name="Join the room")).to_be_visible()


def test_everybody_is_signed_out_and_joins_anew(presenter, enter, room):
    ann = enter("ann")
    key = session_of(ann)
    before = room.file["code"]
    button(presenter, "Sign everybody out").click()
    confirm(presenter, "Sign everybody out")
    expect(presenter.get_by_text("Everybody was signed out. The link and its QR code are new.")).to_be_visible()
    expect(presenter.locator(".invite-code")).not_to_have_text(before)
    expect(presenter.locator(".invite-code")).to_have_text(room.file["code"])
    expect(ann.get_by_role("link", name="Join the room")).to_be_visible()
    join(ann, room, "ann")
    assert session_of(ann) == key


def test_the_room_is_forgotten_after_a_question(presenter, enter, room):
    enter("ann")
    expect(member(presenter, "ann")).to_be_visible()
    button(presenter, "End and forget").click()
    expect(presenter.get_by_role("dialog")).to_contain_text("deleted permanently")
    confirm(presenter, "Forget it all")
    expect(presenter.get_by_text("Nobody has joined yet.")).to_be_visible()
    assert room.ask("GET", "/api/room").json()["participants"] == []


def test_others_are_shown_the_way_in_and_nothing_else(enter, room, new_page, remote):
    ann = enter("ann")
    ann.goto("/room/")
    expect(ann.locator(".server-banner")).to_contain_text("403 Forbidden")
    expect(ann.get_by_role("region", name="How to join")).to_be_hidden()
    ann.locator(".server-banner").get_by_role("button", name="Sign in").click()
    ann.get_by_role("dialog", name="Sign in").get_by_label("Token").fill(room.file["token"])
    ann.get_by_role("dialog", name="Sign in").get_by_role("button", name="Sign in").click()
    expect(ann.get_by_role("region", name="How to join")).to_be_visible()
    expect(ann.locator(".server-banner")).to_be_hidden()
    visitor = new_page(remote, base_url=room.url)
    visitor.goto("/room/")
    expect(visitor.locator(".server-banner")).to_contain_text("401 Unauthorized")


def test_without_a_room_the_page_says_so(new_page, start_playground, tmp_path):
    server = start_playground()
    page = new_page(base_url=server.url)
    page.goto("/room/")
    expect(page.locator("#trouble")).to_contain_text("--room")
    page.goto("/join/")
    expect(page.get_by_text("No room is open on this server")).to_be_visible()
    server.stop()


def test_the_page_holds_two_streams_and_fits_a_phone(presenter, room, enter):
    enter("ann")
    proxy = LineProxy(room.server.port)
    try:
        presenter.goto(proxy.url.replace("127.0.0.1", NAME) + f"/sign-in/#token={room.file['token']}")
        proxy.expect(lambda proxy: proxy.held("^/api/(changes|sessions)$"), ["changes", "sessions"])
    finally:
        proxy.stop()
    presenter.set_viewport_size(NARROW)
    expect(member(presenter, "ann")).to_be_visible()
    assert presenter.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_the_page_comes_back_with_the_server(presenter, enter, room, tmp_path):
    enter("ann")
    expect(member(presenter, "ann")).to_be_visible()
    room.server.process.kill()
    room.server.process.wait()
    expect(presenter.locator(".server-mark")).to_have_text(re.compile("no server"))
    again = Room(tmp_path, PORT=str(room.server.port))
    try:
        assert requests.get(again.server.url + "/healthz", timeout=30).ok
        expect(fact(presenter, "ann", "State")).to_have_text("here")
        expect(presenter.locator(".invite-code")).to_have_text(again.file["code"])
    finally:
        again.stop()
