"""How somebody gets into a room in a browser: by its link, with a code, on another device, where something was refused; and out again."""

import re

import pytest
from conftest import NARROW
from playground_page import button, message, rows, text_box, write
from playwright.sync_api import expect
from room_page import Room, join, session_of, who

TEXT = "title: Mine\nsteps:\n  - { event: mine, data: one }\n"


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    room = Room(tmp_path_factory.mktemp("join"), "7b")
    yield room
    room.stop()


@pytest.fixture
def visit(new_page, remote, room):
    """Opens pages, each of a browser of its own."""

    def open_page(path=None, **options):
        page = new_page(remote, base_url=room.url, reduced_motion="reduce", **options)
        if path is not None:
            page.goto(path)
        return page

    return open_page


def form(page):
    return page.locator("main .join-form, dialog[open] .join-form")


def test_the_link_leads_in_and_its_code_is_not_in_the_address(visit, room):
    page = visit(room.link)
    expect(page).to_have_url(f"{room.url}/join/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Join the room 7b")
    form(page).get_by_label("Your name").fill("Lea Marie")
    expect(form(page).get_by_label("Your name")).to_have_value("lea-marie")
    form(page).get_by_role("button", name="Join", exact=True).click()
    expect(page).to_have_url(re.compile(rf"^{room.url}/(#.*)?$"))
    expect(who(page, "lea-marie")).to_be_visible()


def test_who_comes_without_the_link_types_the_code(visit, room):
    page = visit("/gallery/")
    page.get_by_role("link", name="Join the room").click()
    expect(page).to_have_url(f"{room.url}/join/?next=%2Fgallery%2F")
    form(page).get_by_label("Your name").fill("typist")
    form(page).get_by_role("button", name="Join", exact=True).click()
    expect(form(page).get_by_role("alert")).to_contain_text("code")
    form(page).get_by_label("Code of the room").fill("wrong")
    form(page).get_by_role("button", name="Join", exact=True).click()
    expect(form(page).get_by_role("alert")).to_contain_text("not the room's code")
    form(page).get_by_label("Code of the room").fill(f" {room.file['code']} ")
    form(page).get_by_role("button", name="Join", exact=True).click()
    expect(page).to_have_url(f"{room.url}/gallery/")
    expect(who(page, "typist")).to_be_visible()


def test_a_wrong_link_says_so(visit, room):
    page = visit(f"{room.url}/join?code=nonsense")
    expect(form(page).get_by_role("alert")).to_contain_text("The code in the link is not that of the room")
    assert "nonsense" not in page.url


def test_a_name_that_is_taken_has_another_proposed(visit, room):
    join(visit(), room, "ann")
    page = visit(room.link)
    form(page).get_by_label("Your name").fill("ann")
    form(page).get_by_role("button", name="Join", exact=True).click()
    expect(form(page).get_by_role("alert")).to_contain_text("ann-2")
    form(page).get_by_role("button", name="Join as ann-2").click()
    expect(who(page, "ann-2")).to_be_visible()


def test_another_device_joins_with_the_key(visit, room):
    first = join(visit(), room, "carl")
    who(first, "carl").click()
    session, key = first.get_by_role("dialog", name="You are carl").locator("code").all_inner_texts()
    assert session == session_of(first) and key != session
    phone = visit(room.link, viewport=NARROW)
    form(phone).get_by_role("button", name="I joined already, on another device").click()
    form(phone).get_by_label("Your key").fill(session)
    form(phone).get_by_role("button", name="Join", exact=True).click()
    expect(form(phone).get_by_role("alert")).to_be_visible()
    form(phone).get_by_label("Your key").fill(key)
    form(phone).get_by_role("button", name="Join", exact=True).click()
    expect(phone).to_have_url(re.compile(r":\d+/(#.*)?$"))
    expect(who(phone, "carl")).to_be_visible()
    assert session_of(phone) == session


def test_what_was_refused_goes_on_once_one_has_joined(visit, room):
    page = visit(room.link)
    page.goto("/")
    write(page, TEXT)
    button(page, "Run").click()
    dialog = page.get_by_role("dialog", name="Join the room")
    expect(dialog).to_contain_text("join the room")
    expect(rows(page)).to_have_count(0)
    form(page).get_by_label("Your name").fill("dora")
    form(page).get_by_role("button", name="Join", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(rows(page, "mine")).to_contain_text("one")
    expect(text_box(page)).to_contain_text("title: Mine")
    expect(who(page, "dora")).to_be_visible()


@pytest.mark.parametrize("path", ["/sessions/", "/#watch=somebody"])
def test_every_page_shows_the_way_in(visit, path):
    page = visit(path)
    banner = page.locator(".server-banner")
    expect(banner).to_contain_text("401 Unauthorized")
    banner.get_by_role("button", name="Join the room").click()
    dialog = page.get_by_role("dialog", name="Join the room")
    expect(dialog.get_by_label("Your name")).to_be_focused()
    dialog.get_by_text("Sign in with the token, as the presenter").click()
    expect(dialog.get_by_label("Token")).to_be_visible()


def test_joining_in_another_tab_lets_the_page_go_on(visit, room):
    page = visit("/sessions/")
    expect(page.locator(".server-banner")).to_contain_text("401 Unauthorized")
    join(page.context.new_page(), room, "eve")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # headless tabs are never hidden
    expect(page.locator(".server-banner")).to_be_hidden()
    expect(page.get_by_text(re.compile("streams? open"))).to_be_visible()
    expect(who(page, "eve")).to_be_visible()


def test_who_leaves_is_a_visitor_and_the_next_one_finds_nothing_of_theirs(visit, room):
    page = join(visit(), room, "finn")
    write(page, TEXT)
    expect(page.locator(".document-state")).to_have_text("not saved")
    who(page, "finn").click()
    page.get_by_role("button", name="Leave the room").click()
    expect(page.get_by_role("link", name="Join the room")).to_be_visible()
    expect(text_box(page)).not_to_contain_text("title: Mine")
    join(page, room, "gina")
    expect(text_box(page)).not_to_contain_text("title: Mine")


def test_what_a_visitor_wrote_is_theirs_once_they_join(visit, room):
    page = visit("/")
    write(page, TEXT)
    expect(page.locator(".document-state")).to_have_text("not saved")
    join(page, room, "hugo")
    expect(text_box(page)).to_contain_text("title: Mine")
    expect(message(page)).to_contain_text("did not save is here again")


def test_what_a_participant_kept_is_not_replaced_by_what_a_visitor_wrote(visit, room):
    page = join(visit(), room, "ines")
    write(page, TEXT)
    expect(page.locator(".document-state")).to_have_text("not saved")
    who(page, "ines").click()
    _, key = page.get_by_role("dialog", name="You are ines").locator("code").all_inner_texts()
    page.get_by_role("button", name="Leave the room").click()
    expect(page.get_by_role("link", name="Join the room")).to_be_visible()
    write(page, TEXT.replace("Mine", "A visitor’s"))
    expect(page.locator(".document-state")).to_have_text("not saved")
    page.goto(room.link)
    form(page).get_by_role("button", name="I joined already, on another device").click()
    form(page).get_by_label("Your key").fill(key)
    form(page).get_by_role("button", name="Join", exact=True).click()
    expect(who(page, "ines")).to_be_visible()
    expect(text_box(page)).to_contain_text("title: Mine")
    who(page, "ines").click()
    page.get_by_role("button", name="Leave the room").click()
    expect(page.get_by_role("link", name="Join the room")).to_be_visible()
    expect(text_box(page)).to_contain_text("title: A visitor’s")


FILL = """
() => {
  let number = 0;
  for (let size = 1 << 20; size > 0; size >>= 1) {
    try {
      for (;;) localStorage.setItem(`filler${number += 1}`, 'x'.repeat(size));
    } catch {
      // Smaller ones may still fit.
    }
  }
}
"""


def test_one_is_in_where_the_browser_can_keep_nothing_more(visit, room, console):
    page = visit("/")
    write(page, TEXT)
    expect(page.locator(".document-state")).to_have_text("not saved")
    page.goto(room.link)
    page.evaluate(FILL)
    form(page).get_by_label("Your name").fill("jana")
    form(page).get_by_role("button", name="Join", exact=True).click()
    expect(who(page, "jana")).to_be_visible()
    expect(page).to_have_url(re.compile(r":\d+/(#.*)?$"))
    assert console == []


def test_the_presenters_link_signs_in_by_itself(visit, room):
    page = visit(room.sign_in_link)
    expect(page).to_have_url(f"{room.url}/room/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Room 7b")
    expect(page.locator("header.site").get_by_role("link", name="Room", exact=True)).to_have_attribute("aria-current", "page")
    page.go_back()
    assert "token" not in page.url


def test_a_wrong_link_of_the_presenter_says_so(visit, room):
    page = visit("/sign-in/#token=nonsense")
    expect(page.get_by_role("alert")).to_contain_text("not the server's token")
    assert page.url == f"{room.url}/sign-in/"
    expect(page.get_by_label("Token", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="join it with a name")).to_be_visible()
