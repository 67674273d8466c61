"""Journeys on the playground: the bytes on the wire, the events they became, the timeline, and how they light up together."""

import re

from playground_page import TWO_EVENTS, button, detail, rows, run, speed, wire_rows, write
from playwright.sync_api import expect


def test_the_bytes_stand_beside_the_events_and_light_up_together(page):
    page.goto("/")
    write(page, TWO_EVENTS)
    button(page, "Run").click()
    wire = page.get_by_role("region", name="The bytes as they arrived")
    expect(wire.locator(".wire-row", has_text="event: second")).to_be_visible()
    expect(wire.locator(".wire-row", has_text=": a remark")).to_contain_text("comment")
    expect(wire.locator(".wire-row", has_text="data: two")).to_contain_text("↵")
    rows(page, "first").click()
    expect(wire.locator("[data-lit]")).to_contain_text(["event: first", "id: 1", "data: one", "↵"])
    wire.locator(".wire-row", has_text="data: two").click()
    expect(rows(page, "second")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("region", name="The chosen event")).to_contain_text("two")


def test_bytes_that_dispatch_nothing_say_why(page):
    page.goto("/")
    raw = "title: x\nsteps:\n  - raw: \"data: good\\n\\nretry: soon\\nnonsense: 1\\nid: 7\\n\\ndata: cut off\"\n"
    write(page, raw)
    button(page, "Run").click()
    wire = page.get_by_role("region", name="The bytes as they arrived")
    for text, why in [
        ("retry: soon", "not only digits"),
        ("nonsense: 1", "no such field"),
        ("id: 7", "no data"),
        ("data: cut off", "no blank line before the end"),
    ]:
        expect(wire.locator(".wire-row", has_text=text)).to_contain_text(why)
    expect(rows(page, "message")).to_have_count(1)


def test_the_timeline_has_a_lane_for_each_type_and_chooses_events(page):
    page.goto("/#name=agent-tasks")
    speed(page, "100")
    button(page, "Run").click()
    expect(rows(page, "all_complete")).to_have_count(1)
    names = page.locator(".timeline-names span")
    expect(names.filter(has_text="task_update")).to_be_visible()
    expect(names.filter(has_text="all_complete")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Timeline, .*task_update 3, task_complete 3"))).to_be_visible()
    rows(page, "task_update").first.click()
    expect(page.locator(".timeline-lit")).to_have_count(1)


def test_the_timeline_is_zoomed_and_scrubbed(page):
    page.goto("/#agent-tasks")
    run(page, "5")
    timeline = page.get_by_role("img", name=re.compile("^Timeline, "))
    expect(timeline).to_have_attribute("aria-label", re.compile("all_complete 1"))
    whole = timeline.get_attribute("aria-label")
    rows(page, "task_update").first.click()
    button(page, "Zoom in").click()
    expect(timeline).not_to_have_attribute("aria-label", whole)
    button(page, "Show all of the timeline").click()
    expect(timeline).to_have_attribute("aria-label", whole)
    scrubber = page.get_by_label("Scrub through the run")
    scrubber.press("End")
    expect(rows(page, "all_complete")).to_have_attribute("aria-selected", "true")
    expect(scrubber).to_have_attribute("aria-valuetext", re.compile("^all_complete, "))
    scrubber.press("Home")
    expect(scrubber).to_have_attribute("aria-valuetext", re.compile(", 0 s$"))


def test_a_reconnection_shows_the_id_that_was_sent(new_page):
    page = new_page()  # the console tells of the broken connection too
    page.goto("/")
    write(page, "title: Cut\nretry: 10ms\nsteps:\n  - { id: 7, event: a, data: one }\n  - wait: 300ms\n  - end: truncate\n  - { event: complete, data: two }\n")
    page.get_by_role("checkbox", name="Reconnect").check()
    button(page, "Run").click()
    expect(rows(page, "complete")).to_be_visible()
    expect(page.locator(".timeline-break-label")).to_have_text("↻ id 7")
    expect(rows(page, "connecting")).to_contain_text("Last-Event-ID: 7")
    expect(page.locator(".wire-head")).to_have_count(2)


def test_chunk_boundaries_and_invisible_characters_are_seen(page):
    page.goto("/")
    write(page, 'title: Cut\nwrite: { every: 4 }\nsteps:\n  - data: "a\\tb\\u200Bc"\n')
    button(page, "Run").click()
    row = wire_rows(page, "data: a")
    expect(row.locator(".wire-cut").first).to_be_attached()
    expect(row.locator(".wire-mark")).to_have_text(["→", "U+200B", "↵"])


def test_what_is_chosen_stays_in_sight_while_more_comes_and_when_the_run_ends(page):
    page.goto("/")
    events = "".join(f"  - {{ event: e{number}, data: x }}\n" for number in range(60))
    more = "".join(f"  - {{ event: m{number}, data: y }}\n" for number in range(60))
    write(page, f"title: Long\nsteps:\n{events}  - gate: go\n{more}  - gate: end\n")
    button(page, "Run").click()
    expect(page.get_by_text("waits at the gate go")).to_be_visible()
    lit = page.locator(".wire-row[data-lit]")
    # The last there is: to bring its bytes into sight is to go to the end.
    rows(page, "e59").click()
    expect(lit.first).to_be_in_viewport(ratio=0.9)
    button(page, "Open the gate").click()
    expect(page.get_by_text("waits at the gate end")).to_be_visible()
    button(page, "Open the gate").click()
    expect(rows(page)).not_to_have_count(0)
    expect(page.locator(".output .pill-word")).to_have_text("closed")
    expect(page.locator(".counts")).to_contain_text("120 events")
    for number in range(2):
        expect(lit.nth(number)).to_be_in_viewport(ratio=0.9)
    expect(rows(page, "e59")).to_be_in_viewport(ratio=0.9)
    page.get_by_role("listbox").press("Escape")
    expect(rows(page, "closed")).to_be_in_viewport(ratio=0.9)
    expect(wire_rows(page, "event: m59")).to_be_in_viewport(ratio=0.9)


def test_what_is_chosen_stays_in_sight_when_the_list_becomes_lower(page):
    page.goto("/#name=agent-tasks")
    run(page, "100")
    expect(rows(page, "closed")).to_be_visible()
    rows(page, "all_complete").click()
    expect(detail(page)).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 500})
    in_view = """row => {
      const [own, around] = [row, row.closest('.wire, .event-scroller')].map((part) => part.getBoundingClientRect());
      return own.top >= around.top && own.bottom <= around.bottom;
    }"""
    for row in [rows(page, "all_complete"), page.locator(".wire-row[data-lit]").first, page.locator(".wire-row[data-lit]").last]:
        row.evaluate(f"row => new Promise((done) => {{ const look = () => (({in_view})(row) ? done() : requestAnimationFrame(look)); look(); }})")


def test_a_dot_of_the_timeline_leads_to_its_event_and_its_bytes(page):
    page.goto("/#agent-tasks")
    run(page, "5")
    expect(rows(page, "all_complete")).to_be_visible()
    first = rows(page, "task_update").first
    first.click()
    dot = page.locator(".timeline-lit").bounding_box()
    rows(page, "all_complete").click()
    expect(first).not_to_have_attribute("aria-selected", "true")
    page.mouse.click(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    expect(first).to_have_attribute("aria-selected", "true")
    expect(page.locator(".wire-row[data-lit]").first).to_contain_text("id: Task A processing")
    expect(page.locator(".cm-sent")).to_contain_text("after: 1s")
