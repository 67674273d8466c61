"""Journeys on the playground: a run beside the journal of its session."""

from playground_page import button, detail, reason, rows, wire_rows, write
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
