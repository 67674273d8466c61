"""Journeys on the page `/`."""

import re

import pytest
from conftest import NARROW
from playwright.sync_api import expect

COUNTER = "/#counter"


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def rows(page, event_type=None):
    every = page.locator(".event-row")
    return every.filter(has=page.locator(".event-type", has_text=re.compile(f"^{event_type}$"))) if event_type else every


def state(page):
    return page.locator(".run .pill-word")


def reason(page):
    return page.locator(".run .pill-reason")


def start(page, speed="50"):
    page.get_by_label("Speed", exact=True).fill(speed)
    button(page, "Start").click()


def open_client_options(page):
    page.locator("summary", has_text="Client").click()


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
    expect(page.get_by_role("button", name=re.compile("^Run "))).to_have_count(3)
    page.get_by_role("button", name=re.compile("^Run ")).first.click()
    expect(rows(page, "message").first).to_be_visible()
    expect(state(page)).to_have_text("open")


def test_a_chosen_scenario_shows_its_events_until_it_is_stopped(page):
    page.goto("/")
    page.get_by_role("button", name=re.compile("^Counter")).click()
    expect(page).to_have_url(re.compile("#counter$"))
    start(page, "20")
    first = rows(page, "message").filter(has_text='"counter":1,')
    expect(first).to_contain_text("Agent update #1")
    expect(first.locator(".event-id")).to_have_text("#1")
    expect(first.locator(".event-time")).to_have_text(re.compile(r"^\d\d:\d\d:\d\d\.\d{3}$"))
    second = rows(page, "message").filter(has_text='"counter":2,')
    expect(second.locator(".event-delta")).to_have_text(re.compile(r"^\+"))
    expect(state(page)).to_have_text("open")
    expect(reason(page)).to_have_text(re.compile(r"^HTTP 200, seed \S+$"))
    button(page, "Stop").click()
    expect(state(page)).to_have_text("closed")
    expect(reason(page)).to_have_text("stopped here")
    expect(button(page, "Start")).to_be_focused()


def test_a_stream_that_completes_is_closed_and_not_connected_to_again(page):
    page.goto(COUNTER)
    start(page, "1000")
    expect(state(page)).to_have_text("closed")
    expect(reason(page)).to_have_text("after the event complete")
    expect(rows(page, "complete")).to_contain_text('"total":100')
    expect(page.locator(".counts")).to_contain_text("101 events")


def test_events_of_every_type_are_shown(page):
    page.goto("/#agent-tasks")
    start(page, "100")
    expect(rows(page, "task_update")).to_have_count(3)
    expect(rows(page, "task_complete")).to_have_count(3)
    expect(rows(page, "all_complete")).to_have_count(1)


def test_the_curl_line_says_what_start_plays(page, playground):
    page.goto("/#agent")
    expect(page.locator(".run .command code")).to_have_text(f"curl -N {playground.url}/stream/demo")
    page.get_by_label("agent_id").fill("a b")
    page.get_by_label("Speed", exact=True).fill("20")
    page.get_by_label("Seed").fill("7")
    expect(page.locator(".run .command code")).to_have_text(f"curl -N '{playground.url}/stream/a%20b?speed=20&seed=7'")
    button(page, "Start").click()
    expect(rows(page, "agent_message").first).to_contain_text('"agent_id":"a b"')


def test_one_event_is_shown_whole(page):
    page.goto(COUNTER)
    start(page, "1000")
    rows(page, "complete").click()
    detail = page.get_by_role("region", name="The chosen event")
    expect(detail).to_contain_text('"message": "Stream completed"')
    page.get_by_role("listbox").press("Escape")
    expect(detail).to_be_hidden()


def test_the_view_pauses_while_the_stream_goes_on(page):
    page.goto(COUNTER)
    start(page, "40")
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
    start(page, "1000")
    expect(state(page)).to_have_text("closed")
    button(page, "Clear").click()
    expect(rows(page)).to_have_count(0)
    expect(page.locator(".counts")).to_have_text("0 events")


def test_the_list_follows_the_end_only_while_it_is_there(page):
    page.goto(COUNTER)
    start(page, "40")
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


def test_a_long_list_keeps_few_rows_in_the_document(page):
    page.goto(COUNTER)
    start(page, "1000")
    expect(page.locator(".counts")).to_contain_text("101 events")
    assert rows(page).count() < 60


def test_comments_are_shown_when_asked_for(page, scenario_file):
    scenario_file("remark", "title: Remark\nsteps:\n  - comment: a remark\n  - event: complete\n    data: x\n")
    page.goto("/#remark")
    button(page, "Start").click()
    expect(rows(page, "complete")).to_be_visible()
    expect(rows(page, "comment")).to_have_count(0)
    page.get_by_label("Comments and ignored lines").check()
    expect(rows(page, "comment").filter(has_text="a remark")).to_be_visible()


def test_the_browsers_own_event_source_plays_too(page):
    page.goto("/#agent-tasks")
    open_client_options(page)
    page.get_by_label("Client", exact=True).select_option("EventSource")
    page.get_by_label("Listen for event types").fill("task_complete")
    start(page, "20")
    expect(rows(page, "task_complete").first).to_be_visible()
    expect(rows(page, "task_update")).to_have_count(0)
    button(page, "Stop").click()
    expect(state(page)).to_have_text("closed")


def test_another_scenario_ends_the_stream_of_the_one_before(page):
    page.goto(COUNTER)
    start(page, "20")
    expect(state(page)).to_have_text("open")
    page.get_by_role("button", name=re.compile("^Agent tasks")).click()
    expect(state(page)).to_have_text("not connected")
    expect(rows(page)).to_have_count(0)


def test_scenarios_are_found_by_words(page):
    page.goto("/")
    page.get_by_label("Find a scenario").fill("agent-tasks")
    expect(page.locator(".scenario")).to_have_count(1)
    page.get_by_label("Find a scenario").fill("no such thing")
    expect(page.get_by_text("No scenario matches.")).to_be_visible()


def test_everything_can_be_done_by_keyboard(page):
    page.goto("/")
    expect(page.locator(".scenario").first).to_be_visible()
    page.get_by_label("Find a scenario").focus()
    page.keyboard.type("Counter")
    page.keyboard.press("Tab")
    expect(page.locator(".scenario").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Counter", level=2)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Speed", exact=True)).to_be_focused()
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    expect(rows(page, "message").first).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "listbox":
            break
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(rows(page).nth(1)).to_have_attribute("aria-selected", "true")


GOOD = "title: Fresh from disk\nsteps:\n  - event: hello\n    data: there\n    after: 10ms\n"


def test_a_new_file_shows_up_and_a_broken_one_says_where(page, scenario_file):
    page.goto("/")
    scenario_file("fresh", GOOD)
    card = page.locator(".scenario", has_text="Fresh from disk")
    expect(card).to_be_visible()
    card.click()
    scenario_file("fresh", GOOD.replace("after", "atfer"))
    expect(card.get_by_text("has mistakes")).to_be_visible()
    mistakes = page.locator(".mistakes")
    expect(mistakes).to_contain_text("fresh.yaml:5:5")
    expect(mistakes).to_contain_text("after")
    expect(mistakes.locator("pre")).to_have_text("    atfer: 10ms\n    ^", use_inner_text=True)
    scenario_file("fresh", GOOD)
    expect(mistakes).to_be_hidden()


def test_text_of_a_scenario_stays_text(page, scenario_file):
    scenario_file("markup", 'title: "<img src=x onerror=alert(1)>"\nsteps:\n  - data: "<b>bold</b>"\n')
    page.goto("/#markup")
    expect(page.get_by_role("heading", name="<img src=x onerror=alert(1)>")).to_be_visible()
    button(page, "Start").click()
    expect(rows(page, "message").first).to_contain_text("<b>bold</b>")
    expect(page.locator(".events b")).to_have_count(0)


def test_a_refusal_is_explained(new_page, scenario_file):
    page = new_page()  # the console tells of the refusal too
    scenario_file("never-good", "title: Never good\nsteps: nonsense\n")
    page.goto("/#never-good")
    expect(page.locator(".mistakes")).to_contain_text("no good version to play yet")
    button(page, "Start").click()
    expect(state(page)).to_have_text("closed")
    expect(reason(page)).to_have_text(re.compile("^HTTP 503 .*mistakes"))


def test_a_lost_server_is_tried_again_and_the_wait_is_shown(new_page, start_playground):
    server = start_playground()
    page = new_page()  # the console tells of the lost connection too
    page.goto(f"{server.url}{COUNTER}")
    start(page, "20")
    expect(rows(page, "message").first).to_be_visible()
    server.process.kill()
    expect(state(page)).to_have_text(re.compile(r"^reconnecting in \d+ s$"))
    expect(reason(page)).to_contain_text("the connection broke")
    button(page, "Stop").click()
    expect(state(page)).to_have_text("closed")


def test_nothing_is_wider_than_a_phone(new_page, console):
    page = new_page(viewport=NARROW, has_touch=True)
    page.goto("/")
    page.get_by_role("button", name=re.compile("^Counter")).tap()
    start(page)
    expect(rows(page, "message").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert console == []


@pytest.mark.xfail(strict=False, reason="Firefox through WebDriver BiDi is not reliable everywhere")
def test_firefox_plays_a_scenario(new_page, firefox, console):
    page = new_page(firefox)
    page.goto(COUNTER)
    start(page, "1000")
    expect(rows(page, "complete")).to_be_visible()
    expect(state(page)).to_have_text("closed")
    assert console == []
