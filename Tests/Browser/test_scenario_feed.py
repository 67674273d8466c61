"""Pages live by the stream of changes: one for all tabs, taken over when its tab closes, picked up again after a restart."""

import pytest
from conftest import TIMEOUT, WIDE
from playground import Playground
from playwright.sync_api import expect

# Timers of a second and more never run down, so that nothing is found by asking again and again.
IMPATIENT = """
const start = globalThis.setTimeout;
globalThis.setTimeout = (work, wait, ...rest) => (wait >= 1000 ? 0 : start(work, wait, ...rest));
"""
TEXT = "title: {}\nsteps:\n  - data: x\n"


class Tabs:
    """Tabs of one browser at a server of the test's own; knows what they asked for."""

    def __init__(self, browser, server):
        self.context = browser.new_context(base_url=server.url, viewport=WIDE)
        self.context.set_default_timeout(TIMEOUT)
        self.requests = []
        self.context.on("request", lambda request: self.requests.append(request.url.removeprefix(server.url)))

    def open(self, script=IMPATIENT):
        page = self.context.new_page()
        page.add_init_script(script)
        page.goto("/gallery/")
        expect(card(page, "First")).to_be_visible()
        return page

    def asked(self, path):
        return [url for url in self.requests if url.split("?")[0] == path]


def card(page, title):
    return page.get_by_role("article", name=title, exact=True)


@pytest.fixture
def server(tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "first.yaml").write_text(TEXT.format("First"))
    server = Playground(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def tabs(chromium, server):
    tabs = Tabs(chromium, server)
    yield tabs
    tabs.context.close()


def test_a_file_edited_on_disk_shows_in_every_tab_by_one_stream(tabs, server):
    one, two = tabs.open(), tabs.open()
    (server.scenarios / "second.yaml").write_text(TEXT.format("Second"))
    for page in (one, two):
        expect(card(page, "Second")).to_be_visible()
    (server.scenarios / "second.yaml").unlink()
    for page in (one, two):
        expect(card(page, "Second")).to_have_count(0)
    assert len(tabs.asked("/api/changes")) == 1


def test_another_tab_goes_on_where_the_closed_one_was(tabs, server):
    one, two = tabs.open(), tabs.open()
    (server.scenarios / "second.yaml").write_text(TEXT.format("Second"))
    expect(card(two, "Second")).to_be_visible()
    with two.expect_response("**/api/changes?lastEventId=*") as response:
        one.close()
    assert response.value.status == 200
    (server.scenarios / "third.yaml").write_text(TEXT.format("Third"))
    expect(card(two, "Third")).to_be_visible()
    assert len(tabs.asked("/api/changes")) == 2


def test_a_hidden_page_leaves_the_stream_to_others(tabs, server):
    one, two = tabs.open(), tabs.open()
    hide = "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true}); document.dispatchEvent(new Event('visibilitychange')); }"
    with two.expect_response("**/api/changes*"):
        one.evaluate(hide, True)
    (server.scenarios / "second.yaml").write_text(TEXT.format("Second"))
    expect(card(two, "Second")).to_be_visible()
    expect(card(one, "Second")).to_have_count(0)
    one.evaluate(hide, False)
    expect(card(one, "Second")).to_be_visible()
    assert len(tabs.asked("/api/changes")) == 2


def test_after_a_restart_the_list_is_read_again(tabs, server, tmp_path):
    page = tabs.open(script="")
    with page.expect_response("**/api/changes*") as response:
        server.stop()
        (server.scenarios / "third.yaml").write_text(TEXT.format("Third"))
        again = Playground(tmp_path, PORT=str(server.port))
    try:
        assert response.value.status == 200
        expect(card(page, "Third")).to_be_visible()
        expect(page.locator("#trouble")).to_be_hidden()
    finally:
        again.stop()


def test_without_the_stream_the_list_is_asked_for(tabs, server):
    tabs.context.route("**/api/changes*", lambda route: route.fulfill(status=404))
    page = tabs.open(script="")
    (server.scenarios / "second.yaml").write_text(TEXT.format("Second"))
    expect(card(page, "Second")).to_be_visible()
