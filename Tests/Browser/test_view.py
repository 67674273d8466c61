"""Journeys on the playground: looking at what came."""

import json
import re

from playground_page import button, rows, run, speed, state, text_box
from playwright.sync_api import expect

COUNTER = "/#counter"


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
    expect(page.locator(".waiting-lines")).to_have_text(re.compile(r"^paused, [1-9]\d* waiting$"))
    shown = rows(page).last.inner_text()
    expect(page.locator(".waiting-lines")).to_have_text(re.compile(r"^paused, \d{2} waiting$"))
    assert rows(page).last.inner_text() == shown
    page.get_by_role("button", name="Pause the view").click()
    expect(page.locator(".waiting-lines")).to_have_text("")
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
    button(page, "Keys").click()
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    text_box(page).press("j")
    expect(text_box(page)).to_contain_text("j")


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
