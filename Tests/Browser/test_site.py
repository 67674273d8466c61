"""What all pages have in common: one navigation, a title, nothing on the console, and few streams of their own."""

import re

import pytest
from line_proxy import LineProxy
from playwright.sync_api import expect

PAGES = {
    "/": "Play",
    "/gallery/": "Gallery",
    "/pitfalls/": "Pitfalls",
    "/clients/": "Clients",
    "/sessions/": "Sessions",
    "/learn/": "Learn",
}


class Streams:
    """The event streams that a page has open, as its requests begin and end."""

    def __init__(self, page):
        self.open = set()
        self.most = 0
        self.statuses = []
        page.on("request", self._begin)
        page.on("response", lambda response: response.request in self.open and self.statuses.append(response.status))
        page.on("requestfinished", lambda request: self.open.discard(request))
        page.on("requestfailed", lambda request: self.open.discard(request))

    def _begin(self, request):
        if request.resource_type != "eventsource" and request.headers.get("accept") != "text/event-stream":
            return
        self.open.add(request)
        self.most = max(self.most, len(self.open))


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_the_same_navigation_and_marks_itself(page, address):
    page.goto(address)
    navigation = page.get_by_role("navigation", name="Pages")
    links = navigation.get_by_role("link")
    expect(links).to_have_text(list(PAGES.values()))
    assert [link.get_attribute("href") for link in links.all()] == list(PAGES)
    expect(navigation.locator("[aria-current=page]")).to_have_text([PAGES[address]])
    expect(page.locator("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page).to_have_title(re.compile("SSE Playground$"))


@pytest.mark.parametrize("address", PAGES)
def test_the_first_tab_stop_skips_the_navigation(page, address):
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_attached()
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator(skip.get_attribute("href"))).to_be_focused()


def test_reading_takes_one_stream_at_most(page, playground):
    proxy = LineProxy(playground.port)
    try:
        for path, held in (("/gallery/", ["changes"]), ("/sessions/", ["sessions"]), ("/clients/", []), ("/pitfalls/", []), ("/learn/", [])):
            page.goto(proxy.url + path)
            expect(page.locator(".server-mark")).to_have_text("server")
            proxy.expect(lambda proxy: proxy.held("^/api/(changes|sessions)$"), held)
    finally:
        proxy.stop()


def test_examples_take_one_stream_however_many_are_started(page):
    streams = Streams(page)
    page.goto("/learn/")
    for example in ("Heartbeat", "Types", "A first stream"):
        page.get_by_role("button", name=f"Run the example {example}", exact=True).click()
        expect(page.get_by_role("group", name=f"Example: {example}").locator(".pill-word")).to_have_text(re.compile("^(?:open|closed)$"))
    # One that has ended meanwhile has played, too: it was not refused.
    assert streams.most == 1
    assert len(streams.statuses) >= 3 and set(streams.statuses) == {200}


def test_a_pitfall_takes_one_stream_a_side(page):
    streams = Streams(page)
    page.goto("/pitfalls/#named-events")
    page.get_by_label("Speed", exact=True).select_option("10")
    page.get_by_role("button", name="Run both").click()
    expect(page.get_by_role("region", name="Fixed")).to_contain_text("5 events")
    assert streams.most == 2


def test_a_client_takes_one_stream_and_gives_it_back(page):
    streams = Streams(page)
    page.goto("/clients/")
    for client in ("event-source", "fetch-stream", "react-reducer"):
        card = page.locator(f"#{client}")
        card.get_by_role("button", name="Start", exact=True).click()
        expect(card.locator(".pill-word")).to_have_text("open")
        with page.expect_event("requestfailed"):
            card.get_by_role("button", name="Stop", exact=True).click()
        assert streams.open == set()
    # StrictMode mounts twice: the first connection of the three is given up for the second.
    assert streams.most <= 2
