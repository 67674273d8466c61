"""Journeys on the page `/clients/` with all clients at once."""

from clients_page import BROWSER_CLIENTS, card, select, state
from playwright.sync_api import expect


def test_all_clients_are_started_and_stopped_together(page):
    page.goto("/clients/")
    select(page, "Counter", speed="4")
    expect(card(page, "react-reducer").get_by_role("button", name="Start", exact=True)).to_be_visible()
    expect(card(page, "react").get_by_role("button", name="Start", exact=True)).to_be_visible()
    page.get_by_role("button", name="Start all").click()
    for client in BROWSER_CLIENTS:  # five of the six connections that a browser has for a host
        expect(card(page, client).locator(".client-events")).to_contain_text("Agent update #2")
    page.get_by_role("button", name="Stop all").click()
    for client in BROWSER_CLIENTS:
        expect(state(page, client)).to_have_text("closed")


def test_clients_stand_beside_each_other_and_show_the_same_event(page):
    page.goto("/clients/")
    select(page, "Live for all")
    page.get_by_label("Side by side").check()
    for client in BROWSER_CLIENTS:
        expect(card(page, client).get_by_role("button", name="Start", exact=True)).to_be_visible()
        expect(card(page, client).locator(".client-sources")).to_be_hidden()
    expect(card(page, "curl")).to_be_hidden()
    tops = {card(page, client).bounding_box()["y"] for client in BROWSER_CLIENTS}
    assert len(tops) == 1, "they are not in one row"
    page.get_by_role("button", name="Start all").click()
    last = card(page, "shared-worker").locator(".client-events code").last
    expect(last).to_be_visible()  # by then all are connected: each has got every event since
    data = card(page, "shared-worker").locator(".client-events code").first.inner_text()
    for client in BROWSER_CLIENTS:
        expect(card(page, client).locator(".client-events code", has_text=data)).to_have_count(1)
    page.reload()
    expect(page.get_by_label("Side by side")).to_be_checked()
    page.get_by_label("Side by side").uncheck()
    expect(card(page, "curl")).to_be_visible()
