"""Journeys on the page `/sessions/`: real clients come and go, and the page shows it."""

import http.client
import re
import urllib.request

import pytest
from conftest import NARROW, TIMEOUT
from playwright.sync_api import expect

GATED = "title: Gated\nsteps:\n  - data: before\n  - gate: go\n  - data: behind\n  - end: hold\n"


@pytest.fixture
def client(playground):
    """Opens streams: `client("/play/counter?session=a")`."""
    streams = []

    def open_stream(target):
        request = urllib.request.Request(playground.url + target, headers={"User-Agent": "test-client/1.0", "Referer": "http://127.0.0.1:9/app"})
        streams.append(urllib.request.urlopen(request, timeout=TIMEOUT / 1000))
        return streams[-1]

    yield open_stream
    for stream in streams:
        stream.close()


def row(page, session):
    return page.get_by_role("table", name="Streams").locator("tr.stream").filter(has_text=session)


def fact(page, session, term):
    return row(page, session).locator(f'[data-fact="{term}"]')


def draft(page, text):
    answer = page.request.post("/api/drafts", data=text, headers={"Content-Type": "application/yaml"})
    return answer.json()["play"]


def test_a_stream_appears_with_who_has_it_and_goes_on_counting(page, client):
    page.goto("/sessions/")
    expect(page.get_by_text(re.compile(r"streams? open"))).to_be_visible()
    client("/play/counter?session=seen&speed=20&lastEventId=7")
    expect(row(page, "seen")).to_contain_text("GET /play/counter?session=seen&speed=20&lastEventId=7")
    expect(fact(page, "seen", "Agent")).to_have_text("test-client 1.0")
    expect(fact(page, "seen", "From")).to_have_text("127.0.0.1")
    expect(fact(page, "seen", "Page")).to_have_text("http://127.0.0.1:9/app")
    expect(fact(page, "seen", "Last-Event-ID")).to_have_text("7")
    expect(fact(page, "seen", "Attempt")).to_have_text("1")
    expect(fact(page, "seen", "Events")).to_have_text(re.compile(r"^[1-9]\d$"))
    expect(page.get_by_role("link", name="Watch session seen")).to_have_attribute("href", "/#watch=seen")


def test_a_stream_of_a_page_of_ours_names_the_page(page):
    page.goto("/clients/")
    page.locator("#event-source").get_by_role("button", name="Start", exact=True).click()
    sessions = page.context.new_page()
    sessions.goto("/sessions/")
    expect(fact(sessions, "/events?speed=4", "Page")).to_have_text("/clients/")


def test_a_stream_that_ended_is_gone_until_asked_for(page, client):
    page.goto("/sessions/")
    stream = client("/play/heartbeat?session=gone")
    expect(row(page, "gone")).to_be_visible()
    stream.close()
    expect(row(page, "gone")).to_have_count(0)
    page.get_by_label("Ended streams, too").check()
    expect(row(page, "gone")).to_contain_text("the client left")
    expect(row(page, "gone").get_by_role("button")).to_have_count(0)


def test_a_stream_is_stepped_from_gate_to_gate_by_keyboard(page, client):
    page.goto("/sessions/")
    lines = iter(client("/play/order-tracking?session=gated&speed=100").readline, b"")
    expect(row(page, "gated")).to_contain_text("It waits at the gate packed")
    step = row(page, "gated").get_by_role("button", name=re.compile("^Step stream"))
    step.press("Enter")
    expect(page.get_by_text(re.compile(r"^Stream \w+ goes on past the gate packed\.$"))).to_be_visible()
    expect(row(page, "gated")).to_contain_text("It waits at the gate shipped")
    assert any(b'"packed"' in line for line in lines)
    expect(step).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, "gated")).to_contain_text("It waits at the gate delivered")
    assert any(b'"shipped"' in line for line in lines)


def test_a_step_that_nothing_waits_for_is_kept(page, client):
    page.goto("/sessions/")
    stream = client(f"{draft(page, GATED)}?session=early")
    step = row(page, "early").get_by_role("button", name=re.compile("^Step stream"))
    step.click()
    assert any(line == b"data: behind\n" for line in iter(stream.readline, b""))
    expect(row(page, "early").get_by_text("It waits at the gate")).to_be_hidden()
    step.click()
    expect(page.get_by_text("No stream of the session waits now: the next that comes to a gate passes it.")).to_be_visible()


def test_a_stream_without_gates_has_no_step(page, client):
    page.goto("/sessions/")
    client("/play/heartbeat?session=ungated")
    expect(row(page, "ungated").get_by_role("button", name=re.compile("^End stream"))).to_be_visible()
    expect(row(page, "ungated").get_by_role("button", name=re.compile("^Step stream"))).to_be_hidden()


@pytest.mark.parametrize("ending", ["End", "Cut", "Reset"])
def test_a_stream_is_ended_as_asked(page, client, ending):
    page.goto("/sessions/")
    stream = client(f"/play/heartbeat?session=ends-{ending}")
    row(page, f"ends-{ending}").get_by_role("button", name=re.compile(f"^{ending} stream")).click()
    if ending == "End":
        stream.read()
    else:
        with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
            stream.read()
    expect(row(page, f"ends-{ending}")).to_have_count(0)


def test_streams_are_found_by_a_word(page, client):
    client("/play/heartbeat?session=needle")
    client("/play/counter?session=hay")
    page.goto("/sessions/")
    expect(row(page, "hay")).to_be_visible()
    page.get_by_label("Find").fill("needle heart")
    expect(row(page, "hay")).to_have_count(0)
    expect(row(page, "needle")).to_be_visible()


def test_no_open_stream_is_left_out_or_miscounted(page, client):
    for number in range(25):
        client(f"/play/heartbeat?session=crowd&n={number}")
    page.goto("/sessions/")
    page.get_by_label("Find").fill("crowd")
    expect(row(page, "crowd")).to_have_count(25)
    for number in range(25, 30):
        client(f"/play/heartbeat?session=crowd&n={number}")
    expect(row(page, "crowd")).to_have_count(30)
    page.reload()
    expect(page.get_by_role("status").filter(has_text=re.compile(r"^3\d streams open"))).to_be_visible()
    page.get_by_label("Find").fill("crowd")
    expect(row(page, "crowd")).to_have_count(30)


def test_more_streams_than_are_shown_at_once_are_a_click_away(page, client):
    for number in range(120):
        client(f"/play/heartbeat?session=hall-{number}")
    page.goto("/sessions/")
    expect(page.get_by_text(re.compile(r"^1\d\d streams open; 100 of 1\d\d are shown$"))).to_be_visible()
    page.get_by_label("Find").fill("hall")
    expect(row(page, "hall")).to_have_count(100)
    page.get_by_role("button", name="Show 20 more").click()
    expect(row(page, "hall")).to_have_count(120)
    expect(page.get_by_role("button", name=re.compile("^Show"))).to_be_hidden()


def test_without_streams_the_page_says_how_to_open_one(page):
    page.route("**/api/sessions?limit=100", lambda route: route.fulfill(json={"sessions": [], "total": 0}))
    page.goto("/sessions/")
    expect(page.get_by_text("No stream is open.")).to_be_visible()
    expect(page.get_by_text(re.compile("curl -N http://127.0.0.1:.*/events"))).to_be_visible()


def test_the_page_comes_back_when_its_feed_was_lost(new_page, client):
    page = new_page()  # the console tells of the refused requests
    page.route("**/api/sessions?limit=100", lambda route: route.fulfill(status=500, body="no"))
    page.goto("/sessions/")
    expect(page.locator("#trouble")).to_contain_text("The sessions could not be read")
    page.unroute("**/api/sessions?limit=100")
    client("/play/heartbeat?session=after")
    page.reload()
    expect(row(page, "after")).to_be_visible()
    expect(page.locator("#trouble")).to_be_hidden()


def test_a_row_is_reached_and_used_by_keyboard(page, client):
    client("/play/heartbeat?session=keys")
    page.goto("/sessions/")
    expect(row(page, "keys")).to_be_visible()
    row(page, "keys").get_by_role("button", name=re.compile("^Resume")).focus()
    page.keyboard.press("Tab")
    expect(row(page, "keys").get_by_role("button", name=re.compile("^End"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, "keys")).to_have_count(0)


def test_nothing_is_wider_than_a_phone(new_page, console, client):
    page = new_page(viewport=NARROW, has_touch=True)
    client("/play/heartbeat?session=a-rather-long-name-of-a-session-that-has-to-go-somewhere")
    page.goto("/sessions/")
    expect(row(page, "a-rather-long")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert console == []


def test_streams_stand_under_their_session(page, client):
    for number in range(3):
        client(f"/play/heartbeat?session=one-of-three&n={number}")
    client("/play/heartbeat?session=alone")
    page.goto("/sessions/")
    group = page.locator("tbody").filter(has=page.get_by_role("rowheader", name=re.compile("^Session one-of-three")))
    expect(group.locator("tr.stream")).to_have_count(3)
    expect(group).to_contain_text("3 streams open")
    group.get_by_role("button", name="End session one-of-three", exact=True).click()
    expect(page.get_by_text("3 streams were ended.")).to_be_visible()
    expect(row(page, "one-of-three")).to_have_count(0)
    expect(row(page, "alone")).to_have_count(1)


def test_an_event_is_sent_by_hand(page, client):
    stream = client("/play/heartbeat?session=sent")
    page.goto("/sessions/")
    row(page, "sent").get_by_role("button", name=re.compile("^Send stream")).click()
    dialog = page.get_by_role("dialog", name="Send by hand")
    dialog.get_by_label("Type").fill("note")
    dialog.get_by_label("Text").fill("two\nlines")
    dialog.get_by_role("button", name="Send", exact=True).click()
    expect(dialog.get_by_text("Sent to 1 stream.")).to_be_visible()
    assert any(line == b"event: note\n" for line in iter(stream.readline, b""))
    assert [stream.readline(), stream.readline()] == [b"data: two\n", b"data: lines\n"]


def test_what_cannot_be_sent_is_said(new_page, client):
    page = new_page()  # the console tells of the refused request
    client("/play/heartbeat?session=wrong")
    page.goto("/sessions/")
    row(page, "wrong").get_by_role("button", name=re.compile("^Send stream")).click()
    dialog = page.get_by_role("dialog", name="Send by hand")
    dialog.get_by_label("Id").fill(" 7")
    dialog.get_by_role("button", name="Send", exact=True).click()
    expect(dialog.locator(".trouble")).to_contain_text("The id begins or ends with white space")


def test_a_stream_is_paused_and_goes_on(page, client):
    client("/play/counter?session=held")
    page.goto("/sessions/")
    row(page, "held").get_by_role("button", name=re.compile("^Pause")).click()
    expect(page.get_by_text("1 stream was paused.")).to_be_visible()
    expect(row(page, "held")).to_contain_text("paused")
    row(page, "held").get_by_role("button", name=re.compile("^Resume")).click()
    expect(page.get_by_text("1 stream was resumed.")).to_be_visible()
    expect(fact(page, "held", "State")).to_have_text("open")
