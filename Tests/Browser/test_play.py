"""Journeys on the playground: running a scenario, and seeing what comes."""

import json
import re

import pytest
from conftest import NARROW
from playground_page import button, check, message, reason, rows, run, speed, state, text_box, wire_rows, write
from playwright.sync_api import expect

COUNTER = "/#counter"


@pytest.fixture
def scenario_file(playground):
    """Writes scenarios that are gone after the test."""
    written = []

    def write(name, text):
        path = playground.scenarios / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        written.append(path)

    yield write
    for path in written:
        path.unlink(missing_ok=True)


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
    run(page, "20")
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


def test_one_event_is_shown_whole(page):
    page.goto(COUNTER)
    run(page, "1000")
    rows(page, "complete").click()
    detail = page.get_by_role("region", name="The chosen event")
    expect(detail).to_contain_text('"message": "Stream completed"')
    page.get_by_role("listbox").press("Escape")
    expect(detail).to_be_hidden()


def test_the_view_pauses_while_the_stream_goes_on(page):
    page.goto(COUNTER)
    run(page, "40")
    expect(rows(page, "message").first).to_be_visible()
    page.get_by_role("button", name="Pause the view").click()
    expect(page.locator(".held")).to_have_text(re.compile(r"^paused, [1-9]\d* held$"))
    shown = rows(page).last.inner_text()
    expect(page.locator(".held")).to_have_text(re.compile(r"^paused, \d{2} held$"))
    assert rows(page).last.inner_text() == shown
    page.get_by_role("button", name="Pause the view").click()
    expect(page.locator(".held")).to_have_text("")
    expect(rows(page).last).not_to_have_text(shown)


def test_clear_empties_the_view(page):
    page.goto(COUNTER)
    run(page, "1000")
    expect(state(page)).to_have_text("closed")
    button(page, "Clear").click()
    expect(rows(page)).to_have_count(0)
    expect(page.locator(".counts")).to_contain_text("0 events")


def test_the_list_follows_the_end_only_while_it_is_there(page):
    page.goto(COUNTER)
    run(page, "40")
    expect(page.get_by_text(re.compile(r"^[2-9]\d events"))).to_be_visible()
    expect(rows(page).last).to_be_in_viewport()
    page.get_by_role("listbox").press("Home")
    expect(rows(page).first).to_have_attribute("aria-posinset", "1")
    news = page.get_by_role("button", name=re.compile(r"^↓ \d+ new$"))
    expect(news).to_be_visible()
    expect(rows(page).first).to_have_attribute("aria-posinset", "1")
    news.click()
    expect(news).to_be_hidden()
    expect(rows(page, "complete")).to_be_in_viewport()


def test_what_is_shown_can_be_filtered(page):
    page.goto("/#agent-tasks")
    run(page, "100")
    expect(rows(page, "all_complete")).to_have_count(1)
    page.get_by_label("Show", exact=True).select_option("Only task_update")
    expect(rows(page)).to_have_count(3)
    page.get_by_label("Show", exact=True).select_option("Events only")
    expect(rows(page)).to_have_count(7)
    page.get_by_label("Show", exact=True).select_option("Everything")
    expect(rows(page, "closed")).to_have_count(1)


def test_events_are_searched_and_gone_through(page):
    page.goto("/#agent-tasks")
    run(page, "100")
    expect(rows(page, "all_complete")).to_have_count(1)
    page.keyboard.press("/")
    expect(page.get_by_label("Search the events")).to_be_focused()
    page.keyboard.type("task b")
    expect(page.locator(".found")).to_have_text("2 found")
    expect(page.locator(".event-row[data-found]")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(rows(page, "task_update").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(rows(page, "task_complete").nth(1)).to_have_attribute("aria-selected", "true")
    page.get_by_label("Search the events").fill("no such thing")
    expect(page.locator(".found")).to_have_text("none found")


def test_events_and_bytes_are_exported(page):
    page.goto("/#agent-tasks")
    run(page, "100")
    expect(rows(page, "all_complete")).to_have_count(1)
    with page.expect_download() as download:
        button(page, "Export the events").click()
    events = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [event["event"] for event in events].count("task_update") == 3
    assert json.loads(events[-1]["data"]) == {"message": "All tasks completed"}
    with page.expect_download() as download:
        button(page, "Export the bytes").click()
    raw = download.value.path().read_bytes()
    assert raw.endswith(b'event: all_complete\ndata: {"message":"All tasks completed"}\nid: all\n\n') or b"event: all_complete" in raw


def test_keys_run_pause_step_and_help(page):
    page.goto("/#agent-tasks")
    speed(page, "100")
    page.keyboard.press("Control+Enter")
    expect(rows(page, "all_complete")).to_have_count(1)
    page.get_by_role("listbox").focus()
    page.keyboard.press("Space")
    expect(button(page, "Pause the view")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    expect(button(page, "Pause the view")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("j")
    expect(rows(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("j")
    expect(rows(page).nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("k")
    expect(rows(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("pauses the view")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    text_box(page).press("j")
    expect(text_box(page)).to_contain_text("j")


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


def test_scenarios_are_found_by_words(page):
    page.goto("/")
    page.get_by_label("Find a scenario").fill("agent-tasks")
    expect(page.locator(".scenario")).to_have_count(1)
    page.get_by_label("Find a scenario").fill("no such thing")
    expect(page.get_by_text("No scenario matches.")).to_be_visible()


def test_the_list_can_be_put_away_and_stays_so(page):
    page.goto("/")
    expect(page.get_by_label("Find a scenario")).to_be_visible()
    button(page, "Scenarios").click()
    expect(page.get_by_label("Find a scenario")).to_be_hidden()
    page.reload()
    expect(text_box(page)).to_be_visible()
    expect(page.get_by_label("Find a scenario")).to_be_hidden()
    button(page, "Scenarios").click()
    expect(page.get_by_label("Find a scenario")).to_be_focused()


def test_everything_can_be_done_by_keyboard(page):
    page.goto("/")
    expect(page.locator(".scenario").first).to_be_visible()
    page.get_by_label("Find a scenario").focus()
    page.keyboard.type("Counter")
    page.keyboard.press("Tab")
    expect(page.locator(".scenario").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(button(page, "Run")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Speed", exact=True)).to_be_focused()
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    expect(rows(page, "message").first).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "listbox":
            break
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(rows(page).nth(1)).to_have_attribute("aria-selected", "true")


GOOD = "title: Fresh from disk\nsteps:\n  - event: hello\n    data: there\n    after: 10ms\n"


def test_a_file_edited_on_disk_shows_up_and_its_mistakes_have_places(page, scenario_file):
    page.goto("/")
    scenario_file("fresh", GOOD)
    card = page.locator(".scenario", has_text="Fresh from disk")
    expect(card).to_be_visible()
    card.click()
    expect(text_box(page)).to_contain_text("after: 10ms")
    scenario_file("fresh", GOOD.replace("after", "atfer"))
    expect(card.get_by_text("has mistakes")).to_be_visible()
    expect(text_box(page)).to_contain_text("atfer: 10ms")
    expect(check(page)).to_contain_text("line 5, column 5")
    scenario_file("fresh", GOOD)
    expect(check(page)).to_contain_text("no mistakes")
    write(page, GOOD.replace("there", "mine"))
    scenario_file("fresh", GOOD.replace("there", "theirs"))
    expect(message(page)).to_contain_text("fresh was saved elsewhere in the meantime")
    expect(text_box(page)).to_contain_text("mine")
    button(page, "Open that, and drop my changes").click()
    expect(text_box(page)).to_contain_text("theirs")


def test_text_of_a_scenario_stays_text(page, scenario_file):
    scenario_file("markup", 'title: "<img src=x onerror=alert(1)>"\nsteps:\n  - data: "<b>bold</b>"\n')
    page.goto("/")
    page.locator(".scenario", has_text="<img src=x onerror=alert(1)>").click()
    expect(text_box(page)).to_contain_text("<b>bold</b>")
    button(page, "Run").click()
    expect(rows(page, "message").first).to_contain_text("<b>bold</b>")
    expect(page.locator(".events b")).to_have_count(0)


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


@pytest.mark.xfail(strict=False, reason="Firefox through WebDriver BiDi is not reliable everywhere")
def test_firefox_plays_a_scenario(new_page, firefox, console):
    page = new_page(firefox)
    page.goto(COUNTER)
    run(page, "1000")
    expect(rows(page, "complete")).to_be_visible()
    expect(state(page)).to_have_text("closed")
    assert console == []
