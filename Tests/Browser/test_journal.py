"""Journeys on the playground: a run beside the journal of its session."""

import pytest
from playground_page import button, detail, reason, rows, state, wire_rows, write
from playwright.sync_api import expect

TWO_EVENTS = "title: Two\nsteps:\n  - event: first\n    id: 1\n    data: one\n  - event: second\n    data: two\n"
GATED = "title: Gated\nsteps:\n  - { event: before, data: one }\n  - gate: go\n  - { event: after, data: two }\n"


def lit_line(page):
    return page.locator(".cm-sent")


def test_an_event_leads_to_the_line_that_sent_it_and_back(page):
    page.goto("/")
    write(page, TWO_EVENTS)
    button(page, "Run").click()
    rows(page, "second").click()
    expect(lit_line(page)).to_contain_text("event: second")
    expect(detail(page)).to_contain_text("line 6")
    page.locator(".cm-line", has_text="event: first").click()
    expect(rows(page, "first")).to_have_attribute("aria-selected", "true")


def test_no_line_is_lit_in_a_text_that_was_changed_since(page):
    page.goto("/")
    write(page, TWO_EVENTS)
    button(page, "Run").click()
    rows(page, "second").click()
    expect(lit_line(page)).to_contain_text("event: second")
    write(page, "# longer by a line\n" + TWO_EVENTS)
    rows(page, "first").click()
    expect(detail(page)).to_contain_text("line 3")
    expect(lit_line(page)).to_have_count(0)


def test_the_bytes_that_event_source_hides_come_from_the_journal(page):
    page.goto("/")
    write(page, TWO_EVENTS)
    page.get_by_label("Client").select_option("EventSource")
    button(page, "Run").click()
    expect(wire_rows(page, "event: second")).to_be_visible()
    expect(rows(page, "second")).to_contain_text("two")
    expect(reason(page)).to_contain_text("HTTP 200")
    rows(page, "first").click()
    expect(lit_line(page)).to_contain_text("event: first")


def test_the_end_of_an_event_source_is_told_of_after_its_bytes(page):
    page.goto("/")
    write(page, TWO_EVENTS + '  - raw: "data: cut off"\n')
    page.get_by_label("Client").select_option("EventSource")
    button(page, "Run").click()
    expect(rows(page).last.locator(".event-type")).to_have_text("closed")
    expect(rows(page).nth(-2).locator(".event-type")).to_have_text("unfinished: not dispatched")


def test_event_source_says_why_it_ended_as_the_journal_knows(new_page):
    page = new_page()  # the console tells of the broken streams too
    page.goto("/")
    for ending, said in [("complete", "the scenario ended it"), ("truncate", "the scenario ended it: cut off"), ("reset", "the scenario ended it: the connection was reset")]:
        write(page, TWO_EVENTS + f"  - end: {ending}\n")
        page.get_by_label("Client").select_option("EventSource")
        button(page, "Run").click()
        expect(reason(page)).to_have_text(f"{said}; the answer was HTTP 200, seed 1 (the server’s journal says so; EventSource hides it)")
        expect(state(page)).to_have_text("closed")
        expect(rows(page).last).to_contain_text(said)


@pytest.mark.parametrize("client", ["fetch, GET", "EventSource"])
def test_a_204_that_a_client_heeds_is_a_success(new_page, client):
    page = new_page()  # the console tells of an EventSource that was refused
    page.goto("/")
    write(page, "title: Over\nattempts:\n  - { status: 204 }\nsteps:\n  - data: x\n")
    page.get_by_label("Client").select_option(client)
    page.get_by_role("checkbox", name="Reconnect").check()
    button(page, "Run").click()
    expect(state(page)).to_have_text("closed as asked")
    expect(reason(page)).to_contain_text("HTTP 204: the server asks not to come back")
    expect(page.locator(".output .connection")).to_have_attribute("data-state", "done")
    expect(rows(page, "closed")).to_have_attribute("data-succeeded", "")
    expect(page.locator(".event-row[data-failed]")).to_have_count(0)


def test_an_event_source_whose_server_went_away_says_so(new_page, start_playground):
    server = start_playground()
    page = new_page()  # the console tells of the lost connection too
    page.goto(f"{server.url}/#heartbeat")
    page.get_by_label("Client").select_option("EventSource")
    page.get_by_role("checkbox", name="Reconnect").uncheck()
    button(page, "Run").click()
    expect(state(page)).to_have_text("open")
    server.process.kill()
    expect(state(page)).to_have_text("closed")
    expect(reason(page)).to_contain_text("the connection to the server broke")


def test_an_event_that_event_source_has_no_listener_for_says_so(page):
    page.goto("/")
    write(page, TWO_EVENTS)
    page.get_by_label("Client").select_option("EventSource")
    page.get_by_text("Request and client").click()
    page.get_by_label("Listen for event types").fill("first")
    button(page, "Run").click()
    expect(wire_rows(page, "event: second")).to_contain_text("nobody listens for this type")


def test_a_gate_that_holds_the_run_is_opened_from_the_page(page):
    page.goto("/")
    write(page, GATED)
    button(page, "Run").click()
    expect(page.get_by_text("waits at the gate go")).to_be_visible()
    button(page, "Open the gate").click()
    expect(rows(page, "after")).to_contain_text("two")
    expect(page.get_by_text("waits at the gate")).to_be_hidden()
