"""A journey on each page in Firefox, where it is installed: what a browser of another make does differently is seen there."""

import re
import urllib.request

import pytest
from conftest import TIMEOUT
from playwright.sync_api import expect

pytestmark = pytest.mark.xfail(strict=False, reason="Firefox through WebDriver BiDi is not reliable everywhere: it may not hold up others")


@pytest.fixture
def page(new_page, firefox, console):
    """A page in Firefox, whose console must stay clean."""
    yield new_page(firefox, reduced_motion="reduce")
    assert console == []


def test_all_clients_receive_the_whole_stream(page):
    page.goto("/clients/")
    page.get_by_label("Speed", exact=True).select_option("100")
    for client in ("react", "react-reducer"):  # they come when React is loaded
        expect(page.locator(f"#{client}").get_by_role("button", name="Start", exact=True)).to_be_visible()
    page.get_by_role("button", name="Start all").click()
    for client in ("event-source", "fetch-stream", "react", "react-reducer", "shared-worker"):
        expect(page.locator(f"#{client} .pill-word")).to_have_text("closed")
        expect(page.locator(f"#{client} .client-count")).to_have_text("101 events")


def test_the_gallery_runs_a_scenario(page):
    page.goto("/gallery/")
    page.get_by_label("Search").fill("agent tasks")
    expect(page.get_by_role("img", name=re.compile("^Timeline, 9.0 s")).first).to_be_visible()
    page.get_by_role("link", name="Run Agent tasks").click()
    expect(page.locator(".event-row", has_text="task_update").first).to_be_visible()


def test_a_pitfall_runs_on_both_sides(page):
    page.goto("/pitfalls/#named-events")
    page.get_by_label("Speed", exact=True).select_option("10")
    page.get_by_role("button", name="Run both").click()
    expect(page.get_by_role("region", name="Fixed")).to_contain_text("5 events")
    expect(page.get_by_role("region", name="Broken")).to_contain_text("0 events")


def test_the_sessions_show_who_has_a_stream(page, playground):
    page.goto("/sessions/")
    request = urllib.request.Request(playground.url + "/play/order-tracking?session=fox", headers={"User-Agent": "test-client/1.0"})
    with urllib.request.urlopen(request, timeout=TIMEOUT / 1000):
        row = page.get_by_role("table", name="Streams").locator("tr.stream").filter(has_text="fox")
        expect(row).to_contain_text("It waits at the gate packed")
        row.get_by_role("button", name=re.compile("^Step")).click()
        expect(row).to_contain_text("It waits at the gate shipped")
        row.get_by_role("button", name=re.compile("^End")).click()
        expect(row).to_have_count(0)


def test_the_primer_runs_an_example(page):
    page.goto("/learn/")
    page.get_by_role("button", name="Run the example Dispatch", exact=True).click()
    expect(page.get_by_text("no blank line before the end: discarded")).to_be_visible()
