"""Journeys on the playground: the scenarios to choose from, and files that change on disk."""

from playground_page import button, check, message, rows, text_box, write
from playwright.sync_api import expect


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
