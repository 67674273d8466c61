"""Helpers for the tests of the page `/clients/`."""

from playwright.sync_api import expect

BROWSER_CLIENTS = ["event-source", "fetch-stream", "react", "react-reducer", "shared-worker"]


def card(page, client):
    return page.locator(f"#{client}")


def start(page, client, stream="Counter", speed="100"):
    select(page, stream, speed)
    card(page, client).get_by_role("button", name="Start", exact=True).click()


def select(page, stream, speed=None):
    option = page.locator("#stream option", has_text=stream)
    page.get_by_label("Stream", exact=True).select_option(value=option.get_attribute("value"))
    if speed is None:
        expect(page.get_by_label("Speed", exact=True)).to_be_disabled()
    else:
        page.get_by_label("Speed", exact=True).select_option(value=speed)


def state(page, client):
    return card(page, client).locator(".pill-word")
