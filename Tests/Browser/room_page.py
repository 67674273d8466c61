"""Helpers for the tests of a room's pages: a room with browsers in it."""

import json
import pathlib
import re

import requests
from browsers import find_chromium
from playground import Playground
from playwright.sync_api import expect

# Browsers reach the server by this name, so its pages are not a secure context, as on a room's network.
NAME = "playground.example"
TIMEOUT = 30  # seconds; a bound for a busy machine, not a wait


class Room:
    """A server with an open room. `arguments` are those of `serve`, such as the room's name."""

    def __init__(self, folder, *arguments, **settings):
        self.server = Playground(pathlib.Path(folder), arguments=["--room", *arguments], ALLOWED_HOSTS=NAME, **settings)
        self.url = f"http://{NAME}:{self.server.port}"

    @property
    def file(self):
        return json.loads((self.server.folder / "data" / "room.json").read_text())

    @property
    def link(self):
        return f"{self.url}/join?code={self.file['code']}"

    @property
    def sign_in_link(self):
        return f"{self.url}/sign-in/#token={self.file['token']}"

    def ask(self, method, path, **arguments):
        """As the presenter."""
        headers = {"Authorization": f"Bearer {self.file['token']}"} | arguments.pop("headers", {})
        return requests.request(method, self.server.url + path, headers=headers, timeout=TIMEOUT, **arguments)

    def stop(self):
        self.server.stop()


def launch(playwright):
    """A browser that treats this machine as another one."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", f"--host-resolver-rules=MAP {NAME} 127.0.0.1"])


def who(page, name):
    """The header's text about the user."""
    return page.locator("header.site").get_by_role("button", name=f"You are {name}", exact=True)


def join(page, room, name, path="/"):
    """Follows the room's link, and joins."""
    page.goto(room.link)
    expect(page).to_have_url(re.compile(r"/join/$"))
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page).to_have_url(re.compile(r":\d+/(#.*)?$"))
    expect(who(page, name)).to_be_visible()
    if path != "/":
        page.goto(room.url + path)
    return page


def session_of(page):
    """The session key of a page's user."""
    return page.evaluate("fetch('/api/access').then((answer) => answer.json()).then(({ you }) => you.session)")
