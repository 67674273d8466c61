"""A hundred events a second must leave the page time to answer, and so must ten thousand that came before."""

import json
import re
import threading

import pytest
import requests
from playground_page import button, rows, write
from playwright.sync_api import expect

EVENTS = 600
MANY = 10_000
EVENT = """
      id: ${n}
      event: "${n % 3 == 0 ? 'price' : 'trade'}"
      data: { n: "${n}", symbol: ABC, price: "${round(walk(100, 1), 2)}", at: "${now}" }
"""
BUSY = f"title: Busy\nsteps:\n  - repeat: {EVENTS}\n    every: 10ms\n    as: n\n    steps:\n    - {EVENT.strip()}\n"
FULL = f"title: Full\nsteps:\n  - repeat: {MANY}\n    as: n\n    steps:\n    - {EVENT.strip()}\n  - repeat: forever\n    every: 10ms\n    as: n\n    steps:\n    - {EVENT.strip()}\n"
LIMIT = 100  # ms of the main thread's own time: other work on the machine does not count


@pytest.fixture
def longest_task(chromium):
    """How long the longest task of a page's main thread is while something is done, in milliseconds: `longest_task(page, act)`."""

    def measure(page, act):
        chromium.start_tracing(page=page, categories=["disabled-by-default-devtools.timeline", "__metadata"])
        try:
            act()
        finally:
            trace = chromium.stop_tracing()
        events = json.loads(trace)["traceEvents"]
        main = {(event["pid"], event["tid"]) for event in events if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"}
        # The task that the end of the trace cuts has no length.
        tasks = [event["tdur"] / 1000 for event in events if event["name"] == "RunTask" and "tdur" in event and (event["pid"], event["tid"]) in main]
        assert len(tasks) > 100, "the trace has no tasks: has Chromium renamed them?"
        return max(tasks)

    return measure


def expect_all(within):
    expect(within.locator(".counts")).to_contain_text(f"{EVENTS:,} events", timeout=60_000)


@pytest.mark.parametrize("client", ["fetch, GET", "EventSource"])
def test_a_hundred_events_a_second_leave_the_main_thread_free(page, longest_task, client):
    page.goto("/")
    write(page, BUSY)
    expect(page.get_by_role("region", name="Check")).to_contain_text("no mistakes")
    page.get_by_label("Client", exact=True).select_option(client)

    def run():
        button(page, "Run").click()
        expect_all(page)

    assert longest_task(page, run) <= LIMIT


def test_watching_a_hundred_events_a_second_leaves_the_main_thread_free(page, longest_task, playground):
    play = page.request.post("/api/drafts", data=BUSY, headers={"Content-Type": "application/yaml"}).json()["play"]
    page.goto("/#watch=busy")
    expect(page.locator(".pill-reason")).to_contain_text("nothing was sent to this session yet")
    clients = [threading.Thread(target=requests.get, args=[f"{playground.url}{play}?session=busy"], kwargs={"timeout": 60}) for _ in range(2)]

    def watch():
        for client in clients:
            client.start()
        expect(page.locator(".output")).to_have_count(2)
        for index in range(2):
            expect_all(page.locator(".output").nth(index))

    assert longest_task(page, watch) <= LIMIT
    for client in clients:
        client.join()


def test_ten_thousand_events_leave_timeline_list_and_wire_smooth(page, longest_task):
    wire = page.get_by_role("region", name="The bytes as they arrived")
    events = page.get_by_role("listbox", name="Received events")
    scrubber = page.get_by_label("Scrub through the run")

    def look_around():
        for part, key in [(events, "Home"), (events, "PageDown"), (events, "End"), (scrubber, "Home"), (scrubber, "End"), (scrubber, "ArrowLeft")]:
            part.press(key)
        for part in [wire, events]:
            part.evaluate("part => { part.scrollTop = part.scrollHeight / 2; }")
            expect(part.locator(".wire-row, .event-row").first).to_be_attached()
        rows(page).first.click()
        expect(wire.locator("[data-lit]").first).to_be_in_viewport()
        for name in ["Zoom in", "Zoom in", "Zoom out", "Show all of the timeline"]:
            button(page, name).click()
        page.get_by_label("Show", exact=True).select_option("Only price")
        page.get_by_label("Search the events").fill("abc")
        expect(page.locator(".found")).to_have_text(re.compile(r"\d,\d{3} found$"))
        page.get_by_label("Search the events").press("Enter")

    page.goto("/")
    write(page, FULL)
    expect(page.get_by_role("region", name="Check")).to_contain_text("no mistakes")
    button(page, "Run").click()
    expect(page.locator(".counts")).to_contain_text(re.compile(r"1\d,\d{3} events"), timeout=60_000)
    expect(page.get_by_role("img", name=re.compile(r"^Timeline, .*trade \d{4}"))).to_be_visible()
    assert longest_task(page, look_around) <= LIMIT
