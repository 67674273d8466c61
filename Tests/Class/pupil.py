"""A participant in a real browser, on the participants' machine, who uses the page's buttons."""

import pathlib
import random
import sys

from playwright.sync_api import Error, expect, sync_playwright

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Browser"))

from browsers import find_chromium  # noqa: E402
from playground_page import button, message, rows, text_box, write  # noqa: E402

TIMEOUT = 60_000  # ms; a bound for a busy machine, not a wait
TEXT = """\
title: Of {name}
description: {secret}
steps:
  - repeat: 100000
    every: 400ms
    as: n
    steps:
      - id: ${{n}}
        event: tick
        data: {{ of: {name}, secret: {secret}, revision: {revision} }}
"""


class Pupils:
    """One Chromium per participant, on the participants' machine."""

    def __init__(self, room, count):
        self.room, self.count = room, count

    def __enter__(self):
        with self.room.network.clients.inside():
            self._playwright = sync_playwright().start()
            self._browsers = [
                self._playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"]) for _ in range(self.count)
            ]
        expect.set_options(timeout=TIMEOUT)
        self.pupils = [Pupil(self.room, browser, f"browser-{number}") for number, browser in enumerate(self._browsers, 1)]
        return self.pupils

    def __exit__(self, *_):
        for browser in self._browsers:
            browser.close()
        self._playwright.stop()


class Pupil:
    """Has the interface of a participant for the rest of the class: a name, a secret, a session, no draft, a stream."""

    def __init__(self, room, browser, name):
        self.room, self.name = room, name
        self.secret = f"secret-{random.getrandbits(64):016x}"
        self.session = self.draft = self.stream = None
        self.saves = self.revision = 0
        self.page = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
        self.page.set_default_timeout(TIMEOUT)
        self.page.on("pageerror", lambda error: room.wrong(f"{name}: the page says {error}"))

    def join(self):
        """Joins by the link that the QR code holds."""
        self.page.goto(self.room.link)
        assert self.room.code not in self.page.url, self.page.url
        self.page.get_by_label("Your name").fill(self.name)
        button(self.page, "Join").click()
        expect(self.page).to_have_url(self.room.origin + "/")
        expect(button(self.page, f"You are {self.name}")).to_be_visible()
        self.session = self.page.evaluate("fetch('/api/access').then((answer) => answer.json())")["you"]["session"]
        self.room.came(self)

    def write_and_save(self):
        self.revision = 1
        write(self.page, self.text)
        button(self.page, "Save as…").click()
        dialog = self.page.get_by_role("dialog", name="Save as")
        dialog.get_by_label("Name", exact=True).fill("mine")
        dialog.get_by_role("button", name="Save", exact=True).click()
        expect(message(self.page)).to_contain_text("Saved")
        self.saves += 1

    @property
    def text(self):
        return TEXT.format(name=self.name, secret=self.secret, revision=self.revision)

    def edit_and_save(self):
        self.edit()
        self.save()

    def edit(self):
        self.revision += 1
        write(self.page, self.text)

    def save(self):
        button(self.page, "Save").click()
        expect(message(self.page)).to_contain_text("Saved")
        self.saves += 1

    def run(self):
        """Plays the text in the editor, and waits for its events."""
        button(self.page, "Run").click()
        expect(rows(self.page, "tick").first).to_contain_text(self.secret)

    def expect_events(self):
        """Waits for more events than there are now."""
        last = rows(self.page, "tick").last  # the list has only those that are in sight
        expect(last).not_to_have_text(last.inner_text())

    def expect_back(self):
        """Checks that the page reconnected by itself, knows its participant, and kept the text."""
        expect(self.page.locator(".server-mark")).to_have_text("server")
        expect(button(self.page, f"You are {self.name}")).to_be_visible()
        expect(text_box(self.page)).to_contain_text(f"revision: {self.revision}")

    def look(self):
        """Checks that nothing of another participant is on the page, and that their own scenario is on top of the list."""
        try:
            text = self.page.locator("body").inner_text()
        except Error as error:
            return self.room.wrong(f"{self.name}: {error}")
        for other in self.room.everybody():
            if other is not self and (other.secret in text or f"@{other.name}/" in text):
                self.room.wrong(f"{self.name}: the page shows what is {other.name}'s")
        return None
