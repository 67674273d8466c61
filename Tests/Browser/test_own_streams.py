"""Browsers allow six connections to a server: beside what is run, a tab of the playground holds one stream of its own at most."""

from urllib.parse import urlsplit

import pytest
from playground_page import button, rows, state, wire_rows, write
from playwright.sync_api import expect

GATED = "title: Gated\nsteps:\n  - { event: before, data: one }\n  - gate: go\n  - { event: after, data: two }\n"


class OwnStreams:
    """The page's own event streams: those that are open, and the most that were at once."""

    def __init__(self, page):
        self.open, self.most, self.seen = set(), 0, []
        page.on("request", self._begin)
        page.on("requestfinished", lambda request: self.open.discard(request))
        page.on("requestfailed", lambda request: self.open.discard(request))

    def _begin(self, request):
        path = urlsplit(request.url).path
        if not path.startswith("/api/") or request.headers.get("accept") != "text/event-stream":
            return
        self.open.add(request)
        self.seen.append(path)
        self.most = max(self.most, len(self.open))

    @property
    def names(self):
        return {urlsplit(request.url).path.rsplit("/", 1)[1] for request in self.open}


@pytest.mark.parametrize("client", ["fetch, GET", "fetch, POST", "EventSource"])
def test_a_run_has_one_stream_of_the_page_beside_it(new_page, client):
    page = new_page()  # the console may tell of a stream that was given up
    streams = OwnStreams(page)
    with page.expect_request("**/api/changes*"):
        page.goto("/")
    write(page, GATED)
    page.get_by_label("Client", exact=True).select_option(client)
    with page.expect_request("**/journal"):
        button(page, "Run").click()
    expect(page.get_by_text("waits at the gate go")).to_be_visible()
    expect(wire_rows(page, "event: before")).to_be_visible()
    assert streams.names == {"journal"}
    with page.expect_request("**/api/changes*"):
        button(page, "Open the gate").click()
    expect(rows(page, "after")).to_be_visible()
    expect(state(page)).to_have_text("closed")
    assert streams.names == {"changes"}
    assert streams.most == 1, streams.seen


def test_watching_is_the_only_stream_of_the_page(new_page):
    page = new_page()
    streams = OwnStreams(page)
    with page.expect_request("**/journal"):
        page.goto("/#watch=alone")
    expect(page.locator(".pill-reason")).to_contain_text("nothing was sent to this session yet")
    assert streams.names == {"journal"}
    with page.expect_request("**/api/changes*"):
        button(page, "Stop").click()
    assert streams.most == 1, streams.seen
