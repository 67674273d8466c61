"""Browsers allow six connections to a server: beside what is run, a tab of the playground holds one stream of its own at most."""

import pytest
from line_proxy import LineProxy
from playground_page import button, rows, state, wire_rows, write
from playwright.sync_api import expect

GATED = "title: Gated\nsteps:\n  - { event: before, data: one }\n  - gate: go\n  - { event: after, data: two }\n"
OWN = r"^/api/(changes(\?|$)|sessions/[^/]+/journal)"


@pytest.fixture
def asked(playground):
    proxy = LineProxy(playground.port)
    yield proxy
    proxy.stop()


def expect_held(asked, names):
    asked.expect(lambda asked: asked.held(OWN), names)


@pytest.mark.parametrize("client", ["fetch, GET", "fetch, POST", "EventSource"])
def test_a_run_has_one_stream_of_the_page_beside_it(page, asked, client):
    page.goto(asked.url)
    expect_held(asked, ["changes"])
    write(page, GATED)
    page.get_by_label("Client", exact=True).select_option(client)
    button(page, "Run").click()
    expect(page.get_by_text("waits at the gate go")).to_be_visible()
    expect(wire_rows(page, "event: before")).to_be_visible()
    expect_held(asked, ["journal"])
    button(page, "Open the gate").click()
    expect(rows(page, "after")).to_be_visible()
    expect(state(page)).to_have_text("closed")
    expect_held(asked, ["changes"])


def test_watching_is_the_only_stream_of_the_page(page, asked):
    page.goto(f"{asked.url}/#watch=alone")
    expect(page.locator(".pill-reason")).to_contain_text("nothing was sent to this session yet")
    expect_held(asked, ["journal"])
    button(page, "Stop").click()
    expect_held(asked, ["changes"])


def test_the_streams_of_a_page_end_when_it_is_left(page, asked):
    page.goto(asked.url)
    expect_held(asked, ["changes"])
    page.goto(f"{asked.url}/sign-in/")
    expect_held(asked, [])
