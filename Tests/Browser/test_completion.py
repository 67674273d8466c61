"""What the editor offers while a scenario is typed, and how it explains keys."""

import re

from playground_page import check, text_box, write
from playwright.sync_api import expect


def test_what_could_stand_at_the_cursor_is_offered_and_a_key_is_explained(page):
    page.goto("/")
    write(page, "title: x\nsteps:\n  - ")
    page.keyboard.type("ev")
    offers = page.locator(".cm-tooltip-autocomplete li")
    expect(offers.first).to_contain_text("event")
    expect(page.locator(".cm-completionInfo")).to_contain_text("The event type")
    offers.first.click()  # Enter would do, but not within 75 ms of the offer: CodeMirror takes that for a new line
    expect(text_box(page)).to_contain_text("- event: ")
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    page.keyboard.type("aft")
    expect(offers.first).to_contain_text("after")
    expect(page.locator(".cm-completionInfo")).to_contain_text("How long to wait")
    offers.first.click()
    expect(offers).to_have_count(0)
    page.keyboard.press("Control+Space")
    expect(offers.filter(has_text="500ms")).to_be_visible()
    page.keyboard.press("Escape")
    expect(check(page)).to_contain_text("'after' must be a duration")  # nothing changes under the pointer any more
    page.locator(".cm-line span", has_text="event").last.hover()
    expect(page.locator(".cm-explanation")).to_contain_text("The event type")


def test_what_an_expression_may_hold_is_offered_and_explained(page):
    page.goto("/")
    write(page, 'title: x\nvars: { total: 1 }\nsteps:\n  - data: "$"\n')
    for key in ["ArrowUp", "End", "ArrowLeft"]:
        page.keyboard.press(key)
    page.keyboard.type("{")
    offers = page.locator(".cm-tooltip-autocomplete li")
    expect(offers.filter(has_text="total")).to_contain_text("of this scenario")
    expect(offers.filter(has_text=re.compile("^counter"))).to_be_attached()
    page.keyboard.type("roun")
    expect(offers.first).to_contain_text("round(x, digits?)")
    expect(page.locator(".cm-completionInfo")).to_contain_text("${round(3.14159, 2)} → 3.14")
    offers.first.click()
    page.keyboard.type("rand")
    expect(offers.first).to_contain_text("random")
    offers.first.click()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("}")
    expect(text_box(page)).to_contain_text('"${round(random())}"')
    expect(check(page)).to_contain_text("no mistakes: 1 event")
    page.locator(".cm-line", has_text="round(").get_by_text("round", exact=False).first.hover()
    expect(page.locator(".cm-explanation")).to_be_visible()
    write(page, 'title: x\nsteps:\n  - data: "${now.toUpp"\n')
    for key in ["ArrowUp", "End", "ArrowLeft"]:
        page.keyboard.press(key)
    page.keyboard.press("Control+Space")
    expect(offers.first).to_contain_text("toUpperCase")
    expect(offers.first).to_contain_text("= upper(text)")
