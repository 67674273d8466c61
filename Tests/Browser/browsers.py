"""Finds the browsers for the tests: the system's, or Playwright's own Chromium if the system has none.

    python Tests/Browser/browsers.py      prints what was found; exits with 1 if there is no Chromium
"""

import os
import shutil
import sys

CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
CHROME_ON_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find_chromium():
    """The path of a Chromium, or None. The environment variable CHROMIUM takes precedence."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    # Ubuntu's chromium is a snap, behind a script that Playwright cannot drive.
    found = [path for path in map(shutil.which, CHROMIUM_NAMES) if path and not _is_snap(path)]
    if found:
        return found[0]
    if os.path.exists(CHROME_ON_MACOS):
        return CHROME_ON_MACOS
    return _playwrights_own()


def find_firefox():
    """The path of a Firefox, or None. The environment variable FIREFOX takes precedence."""
    named = os.environ.get("FIREFOX")
    if named:
        return named
    return next((path for path in map(shutil.which, ["firefox-esr", "firefox"]) if path and not _is_snap(path)), None)


def _is_snap(path):
    if os.path.realpath(path).startswith("/snap/") or os.path.realpath(path).endswith("/snap"):
        return True
    with open(path, "rb") as file:
        head = file.read(4096)
    return head.startswith(b"#!") and b"/snap/" in head


def _playwrights_own():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


if __name__ == "__main__":
    chromium = find_chromium()
    print(f"chromium: {chromium}\nfirefox: {find_firefox()}")
    sys.exit(chromium is None)
