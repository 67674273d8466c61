"""Pages live by the stream of changes: one for all tabs, whichever of them closes, picked up again after a restart."""

import pytest
from conftest import TIMEOUT, WIDE
from line_proxy import LineProxy
from playground import Playground
from playwright.sync_api import expect

# Timers of a second and more never run down, so that nothing is found by asking again and again.
IMPATIENT = """
const start = globalThis.setTimeout;
globalThis.setTimeout = (work, wait, ...rest) => (wait >= 1000 ? 0 : start(work, wait, ...rest));
"""
TEXT = "title: {}\nsteps:\n  - data: x\n"


class Tabs:
    """Tabs of one browser at a server of the test's own; `asked` knows what they asked for."""

    def __init__(self, browser, server):
        self.asked = LineProxy(server.port)
        self.context = browser.new_context(base_url=self.asked.url, viewport=WIDE)
        self.context.set_default_timeout(TIMEOUT)

    def open(self, script=IMPATIENT):
        page = self.context.new_page()
        page.add_init_script(script)
        page.goto("/gallery/")
        expect(card(page, "First")).to_be_visible()
        return page

    def expect_streams(self, held, opened):
        """How many streams of changes are open, and how many were opened so far."""
        self.asked.expect(lambda asked: (len(asked.held("^/api/changes")), len(asked.asked("/api/changes"))), (held, opened))


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
    tabs.asked.stop()


def test_a_file_edited_on_disk_shows_in_every_tab_by_one_stream(tabs, server):
    one, two = tabs.open(), tabs.open()
    (server.scenarios / "second.yaml").write_text(TEXT.format("Second"))
    for page in (one, two):
        expect(card(page, "Second")).to_be_visible()
    (server.scenarios / "second.yaml").unlink()
    for page in (one, two):
        expect(card(page, "Second")).to_have_count(0)
    tabs.expect_streams(held=1, opened=1)


@pytest.mark.parametrize("closed", [0, 1])
def test_the_stream_goes_on_whichever_tab_closes(tabs, server, closed):
    pages = [tabs.open(), tabs.open()]
    tabs.expect_streams(held=1, opened=1)
    pages.pop(closed).close()
    (server.scenarios / "third.yaml").write_text(TEXT.format("Third"))
    expect(card(pages[0], "Third")).to_be_visible()
    tabs.expect_streams(held=1, opened=1)


def test_a_hidden_page_leaves_the_stream_to_others_and_the_last_ends_it(tabs, server):
    one, two = tabs.open(), tabs.open()
    hide = "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true}); document.dispatchEvent(new Event('visibilitychange')); }"
    one.evaluate(hide, True)
    (server.scenarios / "second.yaml").write_text(TEXT.format("Second"))
    expect(card(two, "Second")).to_be_visible()
    expect(card(one, "Second")).to_have_count(0)
    tabs.expect_streams(held=1, opened=1)
    two.evaluate(hide, True)
    tabs.expect_streams(held=0, opened=1)
    one.evaluate(hide, False)
    expect(card(one, "Second")).to_be_visible()
    tabs.expect_streams(held=1, opened=2)


def test_without_shared_workers_each_tab_has_a_stream(tabs, server):
    one, two = (tabs.open(script=f"{IMPATIENT} delete globalThis.SharedWorker;") for _ in range(2))
    tabs.expect_streams(held=2, opened=2)
    (server.scenarios / "second.yaml").write_text(TEXT.format("Second"))
    for page in (one, two):
        expect(card(page, "Second")).to_be_visible()
    one.close()
    tabs.expect_streams(held=1, opened=2)


def test_after_a_restart_the_list_is_read_again(tabs, server, tmp_path):
    page = tabs.open(script="")
    server.stop()
    (server.scenarios / "third.yaml").write_text(TEXT.format("Third"))
    again = Playground(tmp_path, PORT=str(server.port))
    try:
        tabs.asked.expect(lambda asked: len(asked.held("^/api/changes")), 1)
        expect(card(page, "Third")).to_be_visible()
        expect(page.locator("#trouble")).to_be_hidden()
    finally:
        again.stop()


def test_without_the_stream_the_list_is_asked_for(tabs, server):
    tabs.context.route("**/api/changes*", lambda route: route.fulfill(status=404))
    page = tabs.open(script="delete globalThis.SharedWorker;")
    (server.scenarios / "second.yaml").write_text(TEXT.format("Second"))
    expect(card(page, "Second")).to_be_visible()
