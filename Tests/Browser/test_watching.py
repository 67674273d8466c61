"""Journeys on the playground: the session of somebody else, whose clients are shown side by side."""

import re
import subprocess

import requests
from conftest import NARROW
from playground_page import button, message, reason, rows, state, text_box, wire_rows
from playwright.sync_api import expect

TIMEOUT = 20
GATED = "title: Gated\nretry: 10ms\nsteps:\n  - { event: hello, id: 1, data: one }\n  - gate: go\n  - { event: bye, id: 2, data: two }\n  - gate: on\n  - { event: last, data: three }\n"


def draft(page, text):
    answer = page.request.post("/api/drafts", data=text, headers={"Content-Type": "application/yaml"})
    return answer.json()["play"]


def lane(page, name):
    return page.get_by_role("region", name=re.compile(rf"^Client \d: {name}"))


def listen(page, target):
    """An EventSource in a page of its own, as somebody's app has it."""
    app = page.context.new_page()
    app.goto("/favicon.svg")
    app.evaluate("target => { window.source = new EventSource(target); }", target)
    return app


def open_gate(page, session, gate):
    assert page.request.post(f"/api/sessions/{session}/gates/{gate}").ok


def test_what_another_client_received_is_watched_here(page, playground):
    url = f"{playground.url}/play/custom-events?session=phone&speed=100"
    body = requests.get(url, timeout=TIMEOUT).text
    first_type = re.search("^event: (.+)$", body, re.MULTILINE)[1]
    page.goto("/#watch=phone")
    expect(rows(page, first_type).first).to_be_visible()
    expect(wire_rows(page, f"event: {first_type}").first).to_be_visible()
    expect(state(page)).to_have_text("closed")
    requests.get(f"{playground.url}/play/multi-line?session=phone&speed=100", timeout=TIMEOUT)
    expect(wire_rows(page, "GET /play/multi-line")).to_be_visible()
    button(page, "Stop").click()
    expect(button(page, "Run")).to_be_visible()


def test_a_session_that_is_not_there_yet_is_waited_for(page, playground):
    page.goto("/#watch=later")
    hint = page.locator(".watch-form .command code").first
    expect(hint).to_contain_text("session=later")
    expect(reason(page)).to_contain_text("nothing was sent to this session yet")
    requests.get(f"{playground.url}/play/multi-line?session=later&speed=100", timeout=TIMEOUT)
    expect(wire_rows(page, "GET /play/multi-line")).to_be_visible()
    expect(hint).to_be_hidden()


def test_a_key_that_makes_no_sense_is_refused_with_the_reason(new_page):
    page = new_page()  # the console tells of the refusal too
    page.goto("/#watch=a%20b")
    expect(reason(page)).to_contain_text("letters, digits, '-' or '_'")
    expect(button(page, "Run")).to_be_visible()


def test_clients_that_have_streams_at_once_are_shown_side_by_side(page, playground):
    target = f"{draft(page, GATED)}?session=both"
    page.goto("/#watch=both")
    expect(page.locator(".watch-heading")).to_have_text("Session both: nobody opened a stream in it yet")
    app = listen(page, target)
    browser = lane(page, "Chrome")
    expect(rows(browser, "hello")).to_be_visible()
    curl = subprocess.Popen(["curl", "-sN", playground.url + target], stdout=subprocess.PIPE)
    terminal = lane(page, "curl")
    expect(rows(terminal, "hello")).to_be_visible()
    expect(page.locator(".watch-heading")).to_have_text("Session both: 2 clients")
    for one in [browser, terminal]:
        expect(one.locator(".pill-word")).to_have_text("open")
        expect(one.locator(".counts")).to_contain_text("1 event ·")
        expect(one.locator(".wire-row", has_text="event: hello")).to_be_visible()
        expect(one.get_by_role("img", name=re.compile("^Timeline, .*hello 1"))).to_be_visible()
        expect(one.get_by_text("waits at the gate go")).to_be_visible()
    boxes = [one.bounding_box() for one in [browser, terminal]]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"] and boxes[0]["y"] == boxes[1]["y"]

    open_gate(page, "both", "go")
    expect(rows(terminal, "bye")).to_be_visible()
    expect(rows(browser, "bye")).to_be_visible()
    curl.kill()
    curl.communicate()
    expect(terminal.locator(".pill-reason")).to_have_text("the client left")
    expect(browser.locator(".pill-word")).to_have_text("open")
    app.evaluate("source.close()")
    expect(browser.locator(".pill-reason")).to_have_text("the client left")


def test_two_tabs_come_back_each_in_its_place(page):
    # Each is cut after its own event: they come back with different ids.
    text = """title: Cut
retry: 10ms
steps:
  - { event: "${query.tab}", id: "${query.tab}-1", data: "attempt ${attempt}" }
  - gate: "cut"
  - end: truncate
  - { event: "${query.tab}", id: "${query.tab}-2", data: behind }
  - end: hold
"""
    target = f"{draft(page, text)}?session=tabs"
    page.goto("/#watch=tabs")
    apps = []
    for number, tab in enumerate(["one", "two"]):
        apps.append(listen(page, f"{target}&tab={tab}"))
        expect(page.locator(".output")).to_have_count(number + 1)
        expect(rows(page.locator(".output").nth(number), tab)).to_have_count(1)
    open_gate(page, "tabs", "cut")
    for number in range(2):
        expect(page.locator(".output").nth(number).get_by_text("waits at the gate cut")).to_be_visible()
        expect(page.locator(".output").nth(number).locator(".wire-head")).to_have_count(2)
    open_gate(page, "tabs", "cut")
    for number, tab in enumerate(["one", "two"]):
        output = page.locator(".output").nth(number)
        expect(rows(output, tab)).to_have_count(2)
        expect(rows(output, tab).last).to_contain_text("behind")
        expect(output.locator(".timeline-break-label")).to_have_text(f"↻ id {tab}-1")
        expect(output.locator(".wire-head")).to_have_count(2)
    expect(page.locator(".output")).to_have_count(2)


def test_what_is_paused_searched_and_chosen_holds_for_all_that_are_shown(page, playground):
    target = f"{draft(page, GATED)}?session=view"
    page.goto("/#watch=view")
    listen(page, target)
    expect(rows(page, "hello")).to_have_count(1)
    with requests.get(playground.url + target, stream=True, timeout=TIMEOUT):
        expect(rows(page, "hello")).to_have_count(2)
        button(page, "Pause the view").click()
        open_gate(page, "view", "go")
        expect(page.locator(".waiting-lines")).to_have_text(re.compile("^paused, [2-9] waiting$"))
        expect(rows(page, "bye")).to_have_count(0)
        button(page, "Pause the view").click()
        expect(rows(page, "bye")).to_have_count(2)
        page.get_by_label("Search the events").fill("two")
        expect(page.locator(".found")).to_have_text("2 found")
        second = lane(page, "python-requests")
        rows(second, "hello").click()
        page.keyboard.press("j")
        expect(second.locator("[aria-selected=true]")).not_to_have_text(re.compile("one"))
        expect(second.locator(".wire-row[data-lit]").first).to_be_visible()
        expect(page.locator(".wire-row[data-lit]")).to_have_count(second.locator(".wire-row[data-lit]").count())


def test_the_key_of_a_session_is_typed_or_pasted_and_a_client_joins_as_the_hint_says(page, playground):
    page.goto("/#name=agent-tasks")
    expect(text_box(page)).to_contain_text("title: Agent tasks")
    page.get_by_text("Watch curl, an app or a phone").click()
    key = page.get_by_label("Session key")
    commands = page.locator(".watch-form .command code")
    expect(commands.first).to_have_text(f"curl -N '{playground.url}/stream/demo/tasks?session=my-app'")
    key.fill("no key")
    button(page, "Watch").click()
    assert key.evaluate("field => field.validationMessage").startswith("A session’s key is 1 to 64 letters")
    key.fill(f"{playground.url}/play/agent-tasks?session=typed-1")
    expect(commands.first).to_have_text(f"curl -N '{playground.url}/stream/demo/tasks?session=typed-1'")
    expect(commands.nth(1)).to_have_text(f"{playground.url}/stream/demo/tasks?session=typed-1")
    key.press("Enter")
    expect(page).to_have_url(re.compile("#watch=typed-1$"))
    expect(reason(page)).to_contain_text("nothing was sent to this session yet")
    expect(text_box(page)).to_contain_text("title: Agent tasks")
    requests.get(f"{commands.nth(1).inner_text()}&speed=100", timeout=TIMEOUT)
    expect(rows(page, "all_complete")).to_be_visible()

    button(page, "Stop").click()
    button(page, "Watch").click()
    expect(button(page, "Stop")).to_be_visible()
    expect(rows(page, "all_complete")).to_be_visible()
    page.get_by_label("Speed", exact=True).fill("100")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("#name=agent-tasks$"))
    expect(page.locator(".watch-heading")).to_be_hidden()
    expect(rows(page, "all_complete")).to_be_visible()


def test_the_line_that_sent_an_event_is_lit_only_in_the_scenario_that_it_is_of(page, playground):
    requests.get(f"{playground.url}/play/agent-tasks?session=lines&speed=100", timeout=TIMEOUT)
    page.goto("/#name=custom-events")
    expect(text_box(page)).to_contain_text("title: Custom events")
    page.evaluate("location.hash = 'watch=lines'")
    rows(page, "all_complete").click()
    go = page.get_by_role("button", name=re.compile("^line \\d+ of agent-tasks$"))
    expect(go).to_be_visible()
    expect(page.locator(".cm-sent")).to_have_count(0)
    go.click()
    expect(text_box(page)).to_contain_text("title: Agent tasks")
    expect(page.locator(".cm-sent")).to_contain_text("id: all")
    expect(message(page)).to_be_hidden()


def test_side_by_side_fits_a_phone(new_page, playground, console):
    page = new_page(viewport=NARROW)
    for agent in ["one/1", "two/2"]:
        requests.get(f"{playground.url}/play/agent-tasks?session=narrow&speed=100", headers={"User-Agent": agent}, timeout=TIMEOUT)
    page.goto("/#watch=narrow")
    expect(rows(page, "all_complete")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert console == []
