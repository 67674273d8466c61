"""Helpers for the tests of the playground page."""

import re

from playwright.sync_api import expect

TWO_EVENTS = "title: Two\nsteps:\n  - comment: a remark\n  - { event: first, id: 1, data: one }\n  - { event: second, data: two }\n"


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def text_box(page):
    return page.get_by_role("textbox", name="The scenario, as YAML")


def write(page, text):
    """Replaces the text, as pasting does: typing would trigger automatic indentation."""
    expect(page.locator(".cm-content")).to_be_visible()
    text_box(page).press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def check(page):
    return page.get_by_role("region", name="Check")


def message(page):
    return page.locator(".document-message")


def rows(within, event_type=None):
    """The rows of the list on a page, or within a part of it."""
    page = getattr(within, "page", within)
    every = within.locator(".event-row")
    return every.filter(has=page.locator(".event-type", has_text=re.compile(f"^{event_type}$"))) if event_type else every


def wire_rows(page, text):
    return page.get_by_role("region", name="The bytes as they arrived").locator(".wire-row", has_text=text)


def state(page):
    return page.locator(".output .pill-word")


def reason(page):
    return page.locator(".output .pill-reason")


def detail(page):
    return page.get_by_role("region", name="The chosen event")


def speed(page, value):
    page.get_by_label("Speed", exact=True).fill(value)


def run(page, at_speed="50"):
    speed(page, at_speed)
    button(page, "Run").click()


class Held:
    """Holds requests until they are released, so that a test can act before their responses."""

    def __init__(self, page, pattern):
        self.waiting, self.is_open = [], False
        page.route(pattern, lambda route: route.continue_() if self.is_open else self.waiting.append(route))

    def let_go(self):
        self.is_open = True
        for route in self.waiting:
            route.continue_()


def save_as(page, name):
    button(page, "Save as…").click()
    dialog = page.get_by_role("dialog", name="Save as")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("button", name="Save", exact=True).click()
