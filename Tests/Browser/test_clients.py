"""Journeys on the page `/clients/`."""

import re

import pytest
from clients_page import BROWSER_CLIENTS, card, select, start, state
from conftest import NARROW
from playground import ROOT
from playwright.sync_api import expect

COUNTER = re.compile(r"/events(\?.*)?$")

# Counts the connections that are open, as the page's own EventSource makes and closes them.
COUNT_EVENT_SOURCES = """
  window.made = 0;
  window.ended = 0;
  window.EventSource = class extends EventSource {
    constructor(...options) { super(...options); window.made += 1; }
    close() { if (this.readyState !== EventSource.CLOSED) window.ended += 1; super.close(); }
  };
"""


@pytest.mark.parametrize("client", BROWSER_CLIENTS)
def test_client_receives_events_and_closes_when_the_stream_is_complete(page, client):
    page.goto("/clients/")
    start(page, client)
    expect(card(page, client).locator(".client-events")).to_contain_text("Agent update #")
    expect(state(page, client)).to_have_text("closed")
    expect(card(page, client).locator(".pill-reason")).to_have_text("after the event complete")
    expect(card(page, client).locator(".client-count")).to_have_text("101 events")
    expect(card(page, client).locator(".client-events li").first).to_contain_text("Stream completed")
    expect(card(page, client).get_by_role("button", name="Start", exact=True)).to_be_visible()


@pytest.mark.parametrize("client", BROWSER_CLIENTS)
def test_client_receives_named_events(page, client):
    page.goto("/clients/")
    start(page, client, stream="Agent tasks", speed="20")
    events = card(page, client).locator(".client-events")
    for name in ("task_update", "task_complete", "all_complete"):
        expect(events.locator("b", has_text=name).first).to_be_visible()
    expect(state(page, client)).to_have_text("closed")


@pytest.mark.parametrize("client", BROWSER_CLIENTS)
def test_client_stops_and_starts_over(page, client):
    page.goto("/clients/")
    start(page, client, speed="20")
    expect(card(page, client).locator(".client-events li").first).to_be_visible()
    card(page, client).get_by_role("button", name="Stop", exact=True).click()
    expect(state(page, client)).to_have_text("closed")
    expect(card(page, client).locator(".pill-reason")).to_have_text("stopped here")
    card(page, client).get_by_role("button", name="Start", exact=True).click()
    expect(state(page, client)).to_have_text("open")
    expect(card(page, client).locator(".client-events li").last).to_contain_text('"counter":1,')


def test_react_mounted_twice_keeps_one_connection(page):
    page.add_init_script(COUNT_EVENT_SOURCES)
    page.goto("/clients/")
    start(page, "react", speed="4")
    expect(card(page, "react").locator(".client-events li").first).to_contain_text("Agent update #1")
    # StrictMode mounts, unmounts and mounts again: two are made, one of them is closed.
    assert page.evaluate("[made, ended]") == [2, 1]
    card(page, "react").get_by_role("button", name="Stop", exact=True).click()
    expect(state(page, "react")).to_have_text("closed")
    ids = card(page, "react").locator(".client-events i").all_inner_texts()
    assert len(ids) == len(set(ids)), "an event was received twice"
    assert page.evaluate("made - ended") == 0


def test_real_react_renders_its_client(page):
    page.goto("/clients/")
    expect(card(page, "react").get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert page.evaluate("React.version") == "18.3.1"


@pytest.mark.parametrize("client", ["event-source", "fetch-stream"])
def test_client_says_that_it_was_refused(new_page, client):
    page = new_page()  # the console tells of the refusal too
    page.route(COUNTER, lambda route: route.fulfill(status=503, body="no"))
    page.goto("/clients/")
    start(page, client)
    expect(state(page, client)).to_have_text("closed")
    expect(card(page, client).locator(".pill-reason")).to_have_text(re.compile("refused|HTTP 503"))


def test_fetch_client_reads_records_a_row_each(page):
    page.goto("/clients/")
    start(page, "fetch-stream", stream="Records")
    expect(state(page, "fetch-stream")).to_have_text("closed")
    expect(card(page, "fetch-stream").locator(".pill-reason")).to_have_text("everything has arrived")
    events = card(page, "fetch-stream").locator(".client-events li")
    expect(events.first.locator("b")).to_have_text("record")
    expect(events.first).to_contain_text('"done":true')
    expect(events.last).to_contain_text('"content":"You"')
    expect(card(page, "fetch-stream").locator(".client-count")).to_have_text(f"{events.count()} events")


@pytest.mark.parametrize(
    ("framing", "rows"),
    [("json-seq", ['record{"a":1}', 'record"two"']), ("text", ['text{"a":1}', "texttwo"])],
)
def test_fetch_client_reads_every_format(page, framing, rows):
    page.goto("/clients/")
    text = f"format: {framing}\nsteps: [{{ data: {{ a: 1 }} }}, {{ after: 300ms, data: two }}]\n"
    draft = page.request.post("/api/drafts", data=text, headers={"Content-Type": "application/yaml"}).json()
    page.route(COUNTER, lambda route: route.continue_(url=page.url.split("/clients")[0] + draft["play"]))
    start(page, "fetch-stream")
    expect(state(page, "fetch-stream")).to_have_text("closed")
    expect(card(page, "fetch-stream").locator(".client-events li")).to_have_text(rows[::-1])


def test_event_source_refuses_records(new_page):
    page = new_page()  # the browser writes into the console that it was no event stream
    page.goto("/clients/")
    start(page, "event-source", stream="Records")
    expect(card(page, "event-source").locator(".pill-reason")).to_have_text("the server refused, or sent no event stream")


def test_fetch_client_reconnects_with_the_last_event_id(page):
    received = []

    def answer(route):
        received.append(route.request.all_headers().get("last-event-id"))
        body = "retry: 1\nid: 7\ndata: first\n\n" if len(received) == 1 else "event: complete\ndata: second\n\n"
        route.fulfill(body=body, content_type="text/event-stream")

    page.route(COUNTER, answer)
    page.goto("/clients/")
    start(page, "fetch-stream")
    expect(state(page, "fetch-stream")).to_have_text("closed")
    assert received == [None, "7"]
    expect(card(page, "fetch-stream").locator(".client-events li")).to_have_count(2)


@pytest.mark.parametrize(
    ("client", "files"),
    [
        ("event-source", ["clients/event-source/client.js"]),
        ("fetch-stream", ["clients/fetch-stream/client.js", "lib/event-stream-parser.js", "lib/record-parser.js", "lib/last-event-id.js"]),
        ("react", ["clients/react/useEventSource.js", "clients/react/App.js", "clients/react/StartStop.js", "clients/react/react.js"]),
        (
            "react-reducer",
            ["clients/react-reducer/streamReducer.js", "clients/react-reducer/Reconnecting.js", "clients/fetch-stream/client.js"],
        ),
        ("shared-worker", ["clients/shared-worker/client.js", "clients/shared-worker/worker.js", "clients/event-source/client.js"]),
        (
            "service-worker",
            [
                "clients/service-worker/service-worker-broken.js",
                "clients/service-worker/service-worker-fixed.js",
                "clients/service-worker/tab.js",
                "clients/service-worker/client.js",
            ],
        ),
        ("python", ["clients/python/client.py"]),
        ("curl", ["clients/curl/client.sh"]),
    ],
)
def test_the_source_beside_a_client_is_its_file(page, client, files):
    page.goto("/clients/")
    sources = card(page, client).locator(".source pre code")
    expect(sources).to_have_count(len(files))
    for index, file in enumerate(files):
        text = (ROOT / "Public" / file).read_text(encoding="utf-8")
        expect(sources.nth(index)).to_have_text(text)
        assert sources.nth(index).evaluate("node => node.textContent") == text


def test_react_with_a_reducer_says_when_it_tries_again_and_after_which_event(new_page):
    page = new_page()  # the browser writes into the console that the connection was lost
    page.goto("/clients/")
    start(page, "react-reducer", stream="Reconnect", speed="4")
    expect(card(page, "react-reducer").locator(".trouble")).to_have_text(
        re.compile(r"Trying again in [01]\.\d s, attempt 1, going on after event 3\. What you see may be out of date\.")
    )
    expect(state(page, "react-reducer")).to_have_text("reconnecting")
    expect(card(page, "react-reducer").locator(".client-events")).to_contain_text('"part":3')
    ids = card(page, "react-reducer").locator(".client-events i").all_inner_texts()
    assert len(ids) == len(set(ids)), "an event was received twice"


def shown_events(page):
    return card(page, "shared-worker").locator(".client-events li")


def test_two_tabs_share_one_connection(page):
    page.goto("/clients/")
    start(page, "shared-worker", speed="4")
    other = page.context.new_page()
    other.goto("/clients/")
    start(other, "shared-worker", speed="4")
    for tab in (page, other):
        expect(card(tab, "shared-worker").locator(".pill-reason")).to_have_text("one connection, 2 tabs")
    expect(shown_events(other)).not_to_have_count(0)
    # The time in an event is that of its sending: two connections would show two times.
    first = shown_events(other).last.inner_text()
    assert first in shown_events(page).all_inner_texts()
    other.close()
    expect(card(page, "shared-worker").locator(".pill-reason")).to_have_text("one connection, this tab")
    expect(state(page, "shared-worker")).to_have_text("open")


def test_without_shared_workers_a_tab_has_a_worker_of_its_own(page):
    page.add_init_script("delete window.SharedWorker")
    page.goto("/clients/")
    start(page, "shared-worker", speed="20")
    expect(card(page, "shared-worker").locator(".pill-reason")).to_have_text("a connection of this tab: there are no shared workers here")
    expect(shown_events(page)).not_to_have_count(0)
    assert len(page.workers) == 1
    card(page, "shared-worker").get_by_role("button", name="Stop", exact=True).click()
    expect(state(page, "shared-worker")).to_have_text("closed")
    expect(shown_events(page)).not_to_have_count(0)


def test_a_service_worker_that_keeps_everything_holds_the_stream_back(page):
    page.goto("/clients/")
    select(page, "Counter", "4")
    keeps, leaves = (page.get_by_role("group", name=f"Behind the one that {what}") for what in ("keeps everything", "leaves streams alone"))
    for side in (keeps, leaves):
        side.get_by_role("button", name="Start", exact=True).click()
    expect(leaves.locator(".client-events")).to_contain_text("Agent update #3")
    expect(keeps.locator(".pill-word")).to_have_text("connecting")
    expect(keeps.locator(".client-events li")).to_have_count(0)
    for side in (keeps, leaves):
        side.get_by_role("button", name="Stop", exact=True).click()
        expect(side.locator(".pill-word")).to_have_text("closed")
    # All at once, when the stream is over.
    select(page, "Agent tasks", "20")
    keeps.get_by_role("button", name="Start", exact=True).click()
    expect(keeps.locator(".client-events")).to_contain_text("all_complete")
    expect(keeps.locator(".pill-word")).to_have_text("closed")


def test_nothing_stays_of_a_service_worker(page):
    page.goto("/clients/")
    side = page.get_by_role("group", name="Behind the one that keeps everything")
    start_button = side.get_by_role("button", name="Start", exact=True)
    start_button.click()
    expect(side.locator(".pill-word")).to_have_text("connecting")
    page.evaluate("navigator.serviceWorker.getRegistrations().then((found) => { window.seen = found.length; })")
    assert page.evaluate("window.seen") == 1
    side.get_by_role("button", name="Stop", exact=True).click()
    expect(side.locator(".pill-word")).to_have_text("closed")
    expect(start_button).to_be_visible()
    page.goto("/clients/")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((found) => found.length)") == 0
    assert page.evaluate("caches.keys()") == []


def test_the_commands_name_the_chosen_feed(page, playground):
    page.goto("/clients/")
    select(page, "Agent tasks", "20")
    expect(card(page, "python")).to_contain_text(f"python3 client.py '{playground.url}/play/agent-tasks?speed=20'")
    expect(card(page, "curl")).to_contain_text(f"curl -N '{playground.url}/play/agent-tasks?speed=20'")


@pytest.mark.parametrize("client", ["react", "react-reducer"])
def test_without_react_the_page_says_so_and_still_streams(new_page, client):
    page = new_page()  # the console tells of the missing file too
    page.route("**/vendor/**", lambda route: route.fulfill(status=404, body="no"))
    page.goto("/clients/")
    expect(card(page, client)).to_contain_text("React is missing")
    expect(card(page, client)).to_contain_text("make setup")
    start(page, client, speed="20")
    expect(card(page, client).locator(".client-events")).to_contain_text("Agent update #1")


def test_clients_run_by_keyboard(page):
    page.goto("/clients/")
    page.get_by_role("list", name="The clients").get_by_role("link").last.focus()
    page.keyboard.press("Tab")
    expect(card(page, "event-source").get_by_role("button", name="Start", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(state(page, "event-source")).to_have_text("open")
    page.keyboard.press("Enter")
    expect(state(page, "event-source")).to_have_text("closed")


def test_nothing_is_wider_than_a_phone(new_page, console):
    page = new_page(viewport=NARROW, has_touch=True)
    page.goto("/clients/")
    start(page, "fetch-stream")
    expect(card(page, "fetch-stream").locator(".client-events li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert console == []
