"""Journeys on the page `/learn/`."""

import re

import pytest
from conftest import NARROW
from playwright.sync_api import expect


@pytest.fixture
def page(new_page, console):
    """A page whose examples wait for their button, as for everybody who wants less motion."""
    yield new_page(reduced_motion="reduce")
    assert console == []


def example(page, title):
    return page.get_by_role("group", name=f"Example: {title}", exact=True)


def run(page, title):
    page.get_by_role("button", name=f"Run the example {title}", exact=True).click()
    return example(page, title)


def events(page, title):
    return page.get_by_role("list", name=f"Events of {title}").get_by_role("listitem")


def test_every_example_is_a_scenario_without_mistakes(page, playground):
    page.goto("/learn/")
    texts = page.locator("pre[data-demo]").all_text_contents()
    assert len(texts) >= 5
    for text in texts:
        answer = page.request.post("/api/validate", data=text, headers={"Content-Type": "application/yaml"})
        assert answer.json()["mistakes"] == [], text


def test_an_example_shows_its_bytes_and_what_they_become(page):
    page.goto("/learn/")
    fields = run(page, "Fields")
    expect(events(page, "Fields")).to_have_text(["news#1two lines\nin one event"], use_inner_text=False)
    expect(fields).to_contain_text("no such field: ignored")
    expect(fields).to_contain_text("not only digits: ignored")
    expect(fields.locator(".pill-word")).to_have_text("closed")


def test_what_is_unfinished_is_thrown_away(page):
    page.goto("/learn/")
    dispatch = run(page, "Dispatch")
    expect(dispatch).to_contain_text("no blank line before the end: discarded")
    expect(events(page, "Dispatch")).to_have_count(1)
    expect(events(page, "Dispatch")).to_contain_text("one\nand a half", use_inner_text=False)


def test_a_broken_stream_is_taken_up_where_it_was(page):
    page.goto("/learn/")
    reconnection = run(page, "Reconnection")
    expect(reconnection).to_contain_text("a new response, to Last-Event-ID: 3")
    expect(events(page, "Reconnection")).to_have_count(6)
    expect(events(page, "Reconnection").last).to_contain_text("part two, 6")
    expect(reconnection.locator(".pill-word")).to_have_text("closed as asked")


def test_one_example_runs_at_a_time(page):
    page.goto("/learn/")
    first = run(page, "Heartbeat")
    expect(first.locator(".pill-word")).to_have_text("open")
    second = run(page, "A first stream")
    expect(second.locator(".pill-word")).to_have_text("open")
    expect(first.locator(".pill-word")).to_have_text("closed")
    expect(first.locator(".pill-reason")).to_have_text("another example runs")


def test_examples_run_once_as_they_are_read(new_page, console):
    page = new_page()
    page.goto("/learn/")
    expect(page.get_by_label("Run each example when I come to it, once")).to_be_checked()
    for title in ("Dispatch", "Types"):
        example(page, title).evaluate("root => root.scrollIntoView({ block: 'center' })")
        expect(events(page, title).first).to_be_visible()
        expect(example(page, title).locator(".pill-word")).to_have_text("closed")
    page.get_by_label("Run each example when I come to it, once").uncheck()
    run(page, "Dispatch")
    expect(events(page, "Dispatch")).to_have_count(1)
    expect(example(page, "Reconnection").locator(".pill-word")).to_have_text("not connected")
    assert console == []


def test_examples_wait_for_who_wants_less_motion(page):
    page.goto("/learn/")
    expect(page.get_by_label("Run each example when I come to it, once")).not_to_be_checked()
    example(page, "Types").evaluate("root => root.scrollIntoView({ block: 'center' })")
    run(page, "Fields")  # the others would have begun before
    expect(example(page, "Fields").locator(".pill-word")).to_have_text("closed")
    expect(example(page, "Types").locator(".pill-word")).to_have_text("not connected")
    page.get_by_label("Run each example when I come to it, once").check()
    example(page, "Types").evaluate("root => root.scrollIntoView({ block: 'center' })")
    expect(events(page, "Types").first).to_be_visible()


def test_an_example_goes_on_in_the_playground(page):
    page.goto("/learn/")
    page.get_by_role("link", name="Open the example Types in the playground").click()
    expect(page).to_have_url(re.compile("/#text="))
    expect(page.get_by_role("textbox", name="The scenario, as YAML")).to_contain_text("title: Types")


def test_the_sections_are_listed(page):
    page.goto("/learn/")
    sections = page.get_by_role("navigation", name="Sections").get_by_role("link")
    headings = page.locator("main section > h2").all_text_contents()
    expect(sections).to_have_text([re.sub(r"^\d+\. ", "", heading) for heading in headings])
    page.get_by_role("link", name="Limits to know").click()
    expect(page.get_by_role("heading", name="Limits to know")).to_be_in_viewport()


def test_what_a_proxy_holds_back_comes_at_the_end(page):
    page.goto("/learn/")
    run(page, "Behind a proxy")
    expect(events(page, "Behind a proxy")).to_have_count(4)
    expect(example(page, "Behind a proxy").locator(".wire-cut")).to_have_count(1)  # all in one chunk


def test_the_seventh_stream_waits_for_a_connection(page):
    page.goto("/learn/")
    seven = example(page, "seven streams")
    seven.get_by_role("button", name="Open seven streams").click()
    expect(seven.get_by_role("status")).to_have_text("6 of 7 are open; 1 waits for a connection.")
    seven.get_by_role("button", name="Close one that is open").click()
    expect(seven.get_by_role("listitem").filter(has_text="7 open")).to_be_visible()
    expect(seven.get_by_role("listitem").filter(has_text="closed")).to_have_count(1)
    seven.get_by_role("button", name="Close all").click()
    expect(seven.get_by_role("listitem")).to_have_count(0)
    run(page, "A first stream")
    expect(events(page, "A first stream").first).to_be_visible()


def test_another_origin_is_refused_unless_the_answer_names_it(new_page):
    page = new_page(reduced_motion="reduce")  # the console tells why; the page is not told
    page.goto("/learn/")
    star = page.get_by_role("group", name="The answer allows every origin, with a star")
    named = page.get_by_role("group", name="The answer names the origin, and allows credentials")
    star.get_by_role("button", name="Start").click()
    expect(star.locator(".pill-reason")).to_have_text("refused; the page is not told why")
    expect(star.get_by_role("listitem")).to_have_count(0)
    named.get_by_role("button", name="Start").click()
    expect(named.get_by_role("listitem").first).to_contain_text("Event")
    run(page, "A first stream")
    expect(named.locator(".pill-reason")).to_have_text("another example runs")


def test_it_prints_without_what_only_a_screen_can_do(page):
    page.goto("/learn/")
    expect(page.get_by_role("button", name="Run the example Fields", exact=True)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("header.site")).to_be_hidden()
    expect(page.locator(".demo-bar").first).to_be_hidden()
    expect(page.locator("#seven")).to_be_hidden()
    expect(page.locator("pre[data-demo]").first).to_be_visible()
    # Dark letters on white paper, whatever the screen has.
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(26, 34, 48)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_phone(new_page, console, scheme):
    page = new_page(viewport=NARROW, has_touch=True, color_scheme=scheme, reduced_motion="reduce")
    page.goto("/learn/")
    run(page, "A first stream")
    expect(events(page, "A first stream").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert console == []
