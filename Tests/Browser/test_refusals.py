"""What the server refuses for want of permission: it is shown as what it is, with the way in, and the page goes on where it was."""

import re

import pytest
from conftest import NARROW
from playground_page import button, message, rows, state, text_box, write
from playwright.sync_api import expect

TOKEN = "correct-horse-battery"
# A request that came through a proxy is a visitor's, also on the machine of the server.
VISITOR = {"X-Forwarded-For": "192.0.2.7"}
TEXT = "title: Mine\nsteps:\n  - { event: mine, data: one }\n"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    from playground import Playground

    server = Playground(tmp_path_factory.mktemp("guarded"), ADMIN_TOKEN=TOKEN)
    yield server
    server.stop()


@pytest.fixture
def visitor(new_page, guarded):
    """Opens pages of somebody who has not signed in; the console tells of what is refused."""

    def open_page(path, **options):
        page = new_page(extra_http_headers=VISITOR, reduced_motion="reduce", **options)
        page.goto(guarded.url + path)
        return page

    return open_page


def banner(page):
    return page.locator(".server-banner")


def dialog(page):
    return page.get_by_role("dialog", name="Sign in")


def sign_in(page, token=TOKEN):
    dialog(page).get_by_label("Token").fill(token)
    dialog(page).get_by_role("button", name="Sign in").click()


def test_a_save_goes_on_where_it_was_refused_and_nothing_is_lost(visitor, guarded):
    page = visitor("/#counter")
    button(page, "Run").click()
    expect(rows(page, "message").first).to_be_visible()
    write(page, TEXT)
    button(page, "Save as…").click()
    save = page.get_by_role("dialog", name="Save as")
    save.get_by_label("Name").fill("mine")
    save.get_by_role("button", name="Save", exact=True).click()
    expect(dialog(page)).to_contain_text(re.compile("sign in", re.IGNORECASE))
    sign_in(page, "wrong")
    expect(dialog(page).get_by_role("alert")).to_contain_text("not the server's token")
    sign_in(page)
    expect(save).to_be_hidden()
    expect(message(page)).to_contain_text("It plays at /play/mine")
    expect(text_box(page)).to_contain_text("title: Mine")
    expect(rows(page, "message").first).to_be_visible()
    expect(state(page)).to_have_text("open")
    expect(banner(page)).to_be_hidden()


@pytest.mark.parametrize("viewport", [None, NARROW])
def test_a_run_that_was_refused_begins_once_one_is_signed_in(visitor, viewport):
    page = visitor("/", **({"viewport": viewport} if viewport else {}))
    write(page, TEXT)
    button(page, "Run").click()
    expect(dialog(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    expect(banner(page)).to_contain_text("401 Unauthorized")
    expect(text_box(page)).to_contain_text("title: Mine")
    expect(rows(page)).to_have_count(0)
    banner(page).get_by_role("button", name="Sign in").click()
    sign_in(page)
    expect(rows(page, "mine")).to_contain_text("one")
    expect(banner(page)).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize(
    ("path", "ask"),
    [
        ("/sessions/", lambda page: None),
        ("/#watch=somebody", lambda page: None),
        ("/learn/", lambda page: page.get_by_role("button", name="Run the example Fields", exact=True).click()),
        ("/pitfalls/#clean-end", lambda page: [page.locator(".side-wire summary").first.click(), page.get_by_role("button", name="Run both").click()]),
    ],
)
def test_every_page_says_what_was_refused_and_goes_on_when_one_is_signed_in(visitor, path, ask):
    page = visitor(path)
    ask(page)
    expect(banner(page)).to_contain_text("401 Unauthorized")
    expect(banner(page)).not_to_contain_text("cannot be reached")
    expect(dialog(page)).to_be_hidden()  # nobody waits for it: it is not put before everything
    banner(page).get_by_role("button", name="Sign in").click()
    sign_in(page)
    expect(banner(page)).to_be_hidden()
    goes_on = {
        "/sessions/": page.locator(".streams, .stream-empty").locator("visible=true").first,
        "/#watch=somebody": page.get_by_text("nobody opened a stream in it yet"),
        "/learn/": page.get_by_role("list", name="Events of Fields").get_by_role("listitem").first,
        "/pitfalls/#clean-end": page.get_by_text(re.compile("^The server says: (HTTP 200|the client left|the scenario ended)")).first,
    }[path]
    expect(goes_on).to_be_visible()


def test_signing_in_elsewhere_lets_the_page_go_on(visitor):
    page = visitor("/")
    write(page, TEXT)
    button(page, "Run").click()
    link = dialog(page).get_by_role("link", name="Sign in on a separate page")
    expect(link).to_have_attribute("href", re.compile(r"/sign-in/\?next=%2F"))
    with page.context.expect_page() as opened:
        link.click()
    other = opened.value
    other.get_by_label("Token").fill(TOKEN)
    other.get_by_role("button", name="Sign in").click()
    expect(other).to_have_url(re.compile(r":\d+/(#.*)?$"))
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")  # headless windows never lose the focus
    expect(rows(page, "mine")).to_contain_text("one")


def test_who_does_not_want_to_sign_in_is_not_told_again(visitor):
    page = visitor("/#counter")
    button(page, "Run").click()
    expect(rows(page, "message").first).to_be_visible()
    expect(banner(page)).to_contain_text("401 Unauthorized")
    button(page, "Not now").click()
    button(page, "Stop").click()
    with page.expect_response("**/journal*") as refused:
        button(page, "Run").click()
    assert refused.value.status == 401
    expect(banner(page)).to_be_hidden()


def test_a_server_without_a_token_says_so(new_page, playground):
    page = new_page(extra_http_headers=VISITOR)
    page.goto(playground.url + "/sessions/")
    expect(banner(page)).to_contain_text(re.compile(r"^40[13] .*has no ADMIN_TOKEN. Set one and restart"))
    expect(banner(page).get_by_role("button", name="Sign in")).to_have_count(0)
    banner(page).get_by_role("button", name="Not now").click()
    expect(banner(page)).to_be_hidden()
