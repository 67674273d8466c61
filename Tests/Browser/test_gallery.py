"""Journeys on the page `/gallery/`."""

import re

from conftest import NARROW
from playwright.sync_api import expect


def cards(page):
    return page.locator(".gallery-card:visible")


def card(page, title):
    return page.get_by_role("article", name=title, exact=True)


def test_scenarios_are_shown_by_group_with_what_they_teach(page):
    page.goto("/gallery/")
    expect(page.get_by_role("region", name="basics")).to_contain_text("Where to begin")
    expect(page.get_by_role("region", name="pitfalls")).to_be_visible()
    expect(card(page, "Counter")).to_contain_text("Teaches ids")
    expect(card(page, "Counter")).to_contain_text("/events · 101 events")


def test_a_card_has_a_timeline_of_its_plan(page):
    page.goto("/gallery/")
    expect(card(page, "Agent tasks").get_by_role("img", name=re.compile(r"Timeline, 9\.0 s: task_update 3, task_complete 3, all_complete 1"))).to_be_visible()


def test_a_card_says_what_its_timeline_leaves_out(page):
    page.goto("/gallery/")
    for title, note in [
        ("Counter", "101 events · 3 min 18 s · its beginning is drawn"),
        ("Chat tokens", re.compile(r"· more than \d\d events · its beginning is drawn")),
        ("Order tracking, step by step", "drawn up to the gate packed"),
        ("Unavailable twice", "at first it answers 503"),
        ("Unavailable twice", "connections 1 to 2: answer 503, from 3: the steps"),
    ]:
        card(page, title).scroll_into_view_if_needed()
        expect(card(page, title)).to_contain_text(note)


def test_a_card_says_that_it_is_drawn_with_seed_1_where_each_request_draws_its_own(page):
    page.goto("/gallery/")
    text = "title: Drawn anew\nseed: random\nsteps: [{ id: '${requestId}-1', data: '${seed}' }]\n"
    saved = page.request.put("/api/scenarios/drawn-anew", data=text, headers={"Content-Type": "application/yaml"})
    expect(saved).to_be_ok()
    try:
        expect(card(page, "Drawn anew")).to_contain_text("different each time, drawn with seed 1")
    finally:
        page.request.delete("/api/scenarios/drawn-anew")


def test_scenarios_are_found_by_words_and_by_tag(page):
    page.goto("/gallery/")
    expect(card(page, "Counter")).to_be_visible()
    page.get_by_label("Search").fill("agent tasks")
    expect(cards(page)).to_have_count(1)
    expect(page.locator("#found")).to_have_text("1 scenario")
    page.get_by_label("Search").fill("no such thing")
    expect(page.locator("#found")).to_have_text("No scenario matches.")
    page.get_by_label("Search").fill("")
    page.get_by_label("Tag").select_option("agents")
    expect(card(page, "Agent messages")).to_be_visible()
    expect(card(page, "Counter")).to_be_hidden()


def test_groups_are_jumped_to_and_counted(page):
    page.goto("/gallery/")
    groups = page.get_by_role("navigation", name="Groups").get_by_role("listitem")
    expect(groups).to_have_text([re.compile(rf"^{name} \d+$") for name in ("basics", "protocols", "domains", "faults", "pitfalls", "live", "load")])
    groups.filter(has_text="load").get_by_role("link").click()
    expect(page.get_by_role("heading", name="load", exact=True)).to_be_in_viewport()
    page.get_by_label("Search").fill("firehose")
    expect(groups.filter(visible=True)).to_have_text(["load 1"])


def test_a_pitfall_leads_to_both_of_its_halves(page):
    page.goto("/gallery/")
    page.get_by_label("Search").fill("clean-end")
    expect(cards(page)).to_have_count(2)
    page.get_by_role("link", name="A clean end is no end (fixed), beside its other half").click()
    expect(page.get_by_role("heading", level=1, name="A clean end is no end")).to_be_visible()


def test_one_click_opens_a_scenario_and_runs_it(page):
    page.goto("/gallery/")
    page.get_by_role("link", name="Run Agent tasks").click()
    expect(page).to_have_url(re.compile(r"/#name=agent-tasks"))
    expect(page.locator(".event-row", has_text="task_update").first).to_be_visible()


def test_a_scenario_opens_in_the_playground_by_keyboard(page):
    page.goto("/gallery/")
    expect(card(page, "Counter")).to_be_visible()
    page.get_by_label("Search").fill("counter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("navigation", name="Groups").get_by_role("link", name="basics")).to_be_focused()
    page.get_by_role("link", name="Run Counter").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Open Counter in the playground")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="The scenario, as YAML")).to_contain_text("title: Counter")
    expect(page.locator(".event-row")).to_have_count(0)


def test_nothing_is_wider_than_a_phone(new_page, console):
    page = new_page(viewport=NARROW, has_touch=True)
    page.goto("/gallery/")
    expect(card(page, "Counter")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert console == []
