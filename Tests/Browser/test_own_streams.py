"""Browsers allow six connections to a server: beside what is run, a tab of the playground holds one stream of its own at most."""

import pytest
from playground_page import button, rows, state, wire_rows, write
from playwright.sync_api import expect

GATED = "title: Gated\nsteps:\n  - { event: before, data: one }\n  - gate: go\n  - { event: after, data: two }\n"

# The page's own event streams: those that it holds, and the most that it held at once.
COUNT = """
  window.own = { held: [], most: 0 };
  const ask = window.fetch;
  window.fetch = (url, options = {}) => {
    if (`${url}`.startsWith('/api/') && options.headers?.Accept === 'text/event-stream') {
      const name = `${url}`.split('/').at(-1);
      window.own.held.push(name);
      window.own.most = Math.max(window.own.most, window.own.held.length);
      options.signal.addEventListener('abort', () => window.own.held.splice(window.own.held.indexOf(name), 1), { once: true });
    }
    return ask(url, options);
  };
"""


@pytest.fixture
def counting_page(page):
    page.add_init_script(COUNT)
    return page


def expect_held(page, names):
    assert page.evaluate("window.own.held") == names


@pytest.mark.parametrize("client", ["fetch, GET", "fetch, POST", "EventSource"])
def test_a_run_has_one_stream_of_the_page_beside_it(counting_page, client):
    page = counting_page
    with page.expect_request("**/api/changes*"):
        page.goto("/")
    expect_held(page, ["changes"])
    write(page, GATED)
    page.get_by_label("Client", exact=True).select_option(client)
    button(page, "Run").click()
    expect(page.get_by_text("waits at the gate go")).to_be_visible()
    expect(wire_rows(page, "event: before")).to_be_visible()
    expect_held(page, ["journal"])
    with page.expect_request("**/api/changes*"):
        button(page, "Open the gate").click()
    expect(rows(page, "after")).to_be_visible()
    expect(state(page)).to_have_text("closed")
    expect_held(page, ["changes"])
    assert page.evaluate("window.own.most") == 1


def test_watching_is_the_only_stream_of_the_page(counting_page):
    page = counting_page
    page.goto("/#watch=alone")
    expect(page.locator(".pill-reason")).to_contain_text("nothing was sent to this session yet")
    expect_held(page, ["journal"])
    with page.expect_request("**/api/changes*"):
        button(page, "Stop").click()
    expect_held(page, ["changes"])
    assert page.evaluate("window.own.most") == 1
