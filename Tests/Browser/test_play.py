"""Journeys on the playground: running a scenario, and seeing what comes."""

import re

import pytest
from conftest import NARROW
from playground_page import button, check, message, reason, rows, run, speed, state, text_box, write
from playwright.sync_api import expect

COUNTER = "/#counter"


def test_an_empty_start_offers_three_scenarios_that_run_with_one_click(page):
    page.goto("/")
    starters = page.get_by_role("button", name=re.compile("^Run .+"))
    expect(starters).to_have_count(3)
    starters.first.click()
    expect(rows(page, "message").first).to_be_visible()
    expect(state(page)).to_have_text("open")
    expect(text_box(page)).to_contain_text("title: Counter")
    expect(page).to_have_url(re.compile(r"/#name=counter$"))


def test_a_chosen_scenario_shows_its_events_until_it_is_stopped(page):
    page.goto("/")
    page.get_by_role("button", name=re.compile("^Counter")).click()
    expect(page).to_have_url(re.compile("#name=counter$"))
    run(page, "5")
    first = rows(page, "message").filter(has_text='"counter":1,')
    expect(first).to_contain_text("Agent update #1")
    expect(first.locator(".event-id")).to_have_text("#1")
    expect(rows(page, "message").filter(has_text='"counter":2,').locator(".event-delta")).to_have_text(re.compile(r"^\+"))
    first.click()
    expect(page.get_by_role("region", name="The chosen event")).to_contain_text(re.compile(r"time\d\d:\d\d:\d\d\.\d{3}"))
    expect(state(page)).to_have_text("open")
    expect(reason(page)).to_have_text(re.compile(r"^HTTP 200, seed \S+$"))
    button(page, "Stop").click()
    expect(state(page)).to_have_text("closed")
    expect(reason(page)).to_have_text("stopped here")
    expect(button(page, "Run")).to_be_focused()


def test_links_as_they_were_written_earlier_still_open(page):
    page.goto("/editor/#name=agent-tasks&run")
    expect(page).to_have_url(re.compile(r"/#name=agent-tasks"))
    expect(rows(page, "task_update").first).to_be_visible()


def test_a_stream_that_completes_is_closed_and_not_connected_to_again(page):
    page.goto(COUNTER)
    page.get_by_role("checkbox", name="Reconnect").check()
    run(page, "1000")
    expect(state(page)).to_have_text("closed")
    expect(reason(page)).to_have_text("after the event complete")
    expect(rows(page, "complete")).to_contain_text('"total":100')
    expect(page.locator(".counts")).to_contain_text("101 events")


def test_events_of_every_type_are_shown(page):
    page.goto("/#agent-tasks")
    run(page, "100")
    expect(rows(page, "task_update")).to_have_count(3)
    expect(rows(page, "task_complete")).to_have_count(3)
    expect(rows(page, "all_complete")).to_have_count(1)


def test_the_curl_line_says_what_run_plays(page, playground):
    page.goto("/#agent")
    line = page.locator(".run-controls .command code")
    expect(line).to_have_text(f"curl -N {playground.url}/stream/demo")
    page.get_by_label("agent_id").fill("a b")
    speed(page, "20")
    page.get_by_label("Seed").fill("7")
    expect(line).to_have_text(f"curl -N '{playground.url}/stream/a%20b?speed=20&seed=7'")
    button(page, "Run").click()
    expect(rows(page, "agent_message").first).to_contain_text('"agent_id":"a b"')


def test_a_request_with_header_fields_and_a_body_is_posted(page, playground):
    page.goto("/")
    write(page, "title: Echo\nsteps:\n  - { event: echo, data: '${method} ${headers[\"X-Name\"]} ${body.model}' }\n")
    page.get_by_label("Client", exact=True).select_option("fetch, POST")
    page.locator("summary", has_text="Request and client").click()
    page.get_by_label("Header fields").fill("X-Name: Ada\n")
    page.get_by_role("textbox", name="Body").fill('{"model": "demo"}')
    button(page, "Run").click()
    expect(rows(page, "echo")).to_contain_text("POST Ada demo")
    expect(page.locator(".run-controls .command code")).to_contain_text("--data-raw '{\"model\": \"demo\"}'")


def test_comments_and_ignored_lines_are_told_of(page, scenario_file):
    scenario_file("remark", "title: Remark\nsteps:\n  - comment: a remark\n  - event: complete\n    data: x\n")
    page.goto("/")
    page.locator(".scenario", has_text="Remark").click()
    expect(text_box(page)).to_contain_text("a remark")
    button(page, "Run").click()
    expect(rows(page, "comment").filter(has_text="a remark")).to_be_visible()
    page.get_by_label("Show", exact=True).select_option("Events only")
    expect(rows(page, "comment")).to_have_count(0)


def test_another_run_takes_the_place_of_the_one_before(page):
    page.goto(COUNTER)
    run(page, "20")
    expect(state(page)).to_have_text("open")
    page.get_by_role("button", name=re.compile("^Agent tasks")).click()
    expect(text_box(page)).to_contain_text("title: Agent tasks")
    speed(page, "100")
    text_box(page).press("ControlOrMeta+Enter")
    expect(rows(page, "all_complete")).to_have_count(1)
    expect(rows(page, "message")).to_have_count(0)


def test_a_run_of_another_text_is_labelled_as_that(page):
    page.goto(COUNTER)
    run(page, "1000")
    note = page.locator(".run-note")
    expect(state(page)).to_have_text("closed")
    expect(note).to_be_hidden()
    text_box(page).press("ControlOrMeta+End")
    page.keyboard.type("# a remark")
    expect(note).to_have_text(re.compile("^This run is of the text as it was before it was changed"))
    for _ in "# a remark":
        page.keyboard.press("Backspace")
    expect(note).to_be_hidden()
    page.get_by_role("button", name=re.compile("^Agent tasks")).click()
    expect(note).to_have_text("This run is of counter, and not of agent-tasks, which is open.")
    button(page, "New").click()
    expect(note).to_have_text("This run is of counter, and not of the text, which is open.")
    button(page, "Run").click()
    expect(rows(page, "tick").first).to_be_visible()
    expect(note).to_be_hidden()
    page.get_by_role("button", name=re.compile("^Counter")).click()
    expect(note).to_have_text("This run is of a text without a name, and not of counter, which is open.")


@pytest.mark.parametrize("client", ["fetch, GET", "fetch, POST"])
def test_what_is_no_header_field_or_no_json_is_marked_as_it_is_typed(page, client):
    page.goto(COUNTER)
    page.get_by_label("Client", exact=True).select_option(client)
    page.locator("summary", has_text="Request and client").click()
    fields = page.get_by_label("Header fields")
    fields.press_sequentially("X-Name: Ada\nnonsense\nCookie: a=b")
    mistakes = page.locator("#request-headers-mistake")
    expect(mistakes).to_contain_text("Line 2 is left out. 'nonsense' has no colon: a field is Name: value.")
    expect(mistakes).to_contain_text("Line 3 is left out. Browsers do not let a page send Cookie")
    expect(fields).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".run-controls .command code")).to_contain_text("X-Name: Ada")
    fields.fill("X-Name: Ada")
    expect(mistakes).to_be_hidden()
    expect(fields).to_have_attribute("aria-invalid", "false")
    if client == "fetch, POST":
        body = page.get_by_role("textbox", name="Body")
        body.press_sequentially('{"model": demo}')
        expect(page.locator("#request-body-mistake")).to_contain_text("This is not JSON, though its Content-Type is application/json")
        fields.fill("Content-Type: text/plain")
        expect(page.locator("#request-body-mistake")).to_be_hidden()
        fields.fill("")
        body.fill('{"model": "demo"}')
        expect(page.locator("#request-body-mistake")).to_be_hidden()


def test_a_refusal_is_explained(new_page):
    page = new_page()  # the console tells of the refusal too
    page.goto("/")
    write(page, "title: Refuses\nattempts:\n  - { status: 503 }\nsteps:\n  - data: x\n")
    button(page, "Run").click()
    expect(state(page)).to_have_text("closed")
    expect(reason(page)).to_have_text(re.compile("^HTTP 503"))


def test_a_lost_server_is_tried_again_and_the_wait_is_shown(new_page, start_playground):
    server = start_playground()
    page = new_page()  # the console tells of the lost connection too
    page.goto(f"{server.url}{COUNTER}")
    page.get_by_role("checkbox", name="Reconnect").check()
    run(page, "20")
    expect(rows(page, "message").first).to_be_visible()
    server.process.kill()
    expect(state(page)).to_have_text(re.compile(r"^reconnecting in \d+ s$"))
    expect(reason(page)).to_contain_text("the connection broke")
    button(page, "Stop").click()
    expect(state(page)).to_have_text("closed")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_phone(new_page, console, scheme):
    page = new_page(viewport=NARROW, has_touch=True, color_scheme=scheme)
    page.goto("/")
    expect(page.get_by_label("Find a scenario")).to_be_hidden()
    button(page, "Scenarios").tap()
    page.get_by_role("button", name=re.compile("^Counter")).tap()
    expect(page.get_by_label("Find a scenario")).to_be_hidden()
    run(page)
    expect(rows(page, "message").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert console == []


def test_on_a_phone_a_first_run_takes_one_tap_and_is_seen(new_page, console):
    page = new_page(viewport=NARROW, has_touch=True)
    page.goto("/")
    starter = page.get_by_role("button", name="Run Agent tasks")
    expect(starter).to_be_visible()
    assert starter.bounding_box()["y"] < text_box(page).bounding_box()["y"]
    starter.tap()
    expect(rows(page, "task_update").first).to_be_in_viewport()
    expect(state(page)).to_be_in_viewport()
    assert console == []


@pytest.mark.xfail(strict=False, reason="Firefox through WebDriver BiDi is not reliable everywhere")
def test_firefox_plays_a_scenario(new_page, firefox, console):
    page = new_page(firefox)
    page.goto(COUNTER)
    run(page, "1000")
    expect(rows(page, "complete")).to_be_visible()
    expect(state(page)).to_have_text("closed")
    assert console == []
