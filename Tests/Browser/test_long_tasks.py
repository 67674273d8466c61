"""A hundred events a second must leave the page time to answer, and so must ten thousand that came before."""

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
WATCH = """
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.longTasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
"""
LIMIT = 100  # ms
# A tab may be kept from running by other work on the machine; what is the page's own doing comes back every time.
TRIES = 3


@pytest.fixture
def busy_page(new_page):
    page = new_page()
    page.add_init_script(WATCH)
    return page


def longest_task(page, act):
    """How long the longest task is while something is done, in milliseconds."""
    start = page.evaluate("performance.now()")
    act()
    tasks = page.evaluate("window.longTasks")
    return max((task["duration"] for task in tasks if task["startTime"] > start), default=0)


def hold(measure):
    longest = []
    while len(longest) < TRIES and (not longest or longest[-1] > LIMIT):
        longest.append(measure())
    assert longest[-1] <= LIMIT, f"tasks of {longest} ms"


def expect_all(page):
    expect(page.locator(".counts")).to_contain_text(f"{EVENTS:,} events", timeout=60_000)


@pytest.mark.parametrize("client", ["fetch, GET", "EventSource"])
def test_a_hundred_events_a_second_leave_the_main_thread_free(busy_page, client):
    page = busy_page

    def run():
        button(page, "Run").click()
        expect_all(page)

    def measure():
        page.goto("/")
        write(page, BUSY)
        expect(page.get_by_role("region", name="Check")).to_contain_text("no mistakes")
        page.get_by_label("Client", exact=True).select_option(client)
        return longest_task(page, run)

    hold(measure)


def test_watching_a_hundred_events_a_second_leaves_the_main_thread_free(busy_page, playground):
    page = busy_page
    play = page.request.post("/api/drafts", data=BUSY, headers={"Content-Type": "application/yaml"}).json()["play"]
    sessions = iter(range(TRIES))

    def measure():
        session = f"busy-{next(sessions)}"
        page.goto(f"/#watch={session}")
        expect(page.locator(".pill-reason")).to_contain_text("nothing was sent to this session yet")
        page.reload()  # only the fragment differs from the time before
        expect(page.locator(".pill-reason")).to_contain_text("nothing was sent to this session yet")
        client = threading.Thread(target=requests.get, args=[f"{playground.url}{play}?session={session}"], kwargs={"timeout": 60})

        def watch():
            client.start()
            expect_all(page)
            client.join()

        return longest_task(page, watch)

    hold(measure)


def test_ten_thousand_events_leave_timeline_list_and_wire_smooth(busy_page):
    page = busy_page
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

    def measure():
        page.goto("/")
        write(page, FULL)
        expect(page.get_by_role("region", name="Check")).to_contain_text("no mistakes")
        button(page, "Run").click()
        expect(page.locator(".counts")).to_contain_text(re.compile(r"1\d,\d{3} events"), timeout=60_000)
        expect(page.get_by_role("img", name=re.compile(r"^Timeline, .*trade \d{4}"))).to_be_visible()
        longest = longest_task(page, look_around)
        button(page, "Stop").click()
        return longest

    hold(measure)
