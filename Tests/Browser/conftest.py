import pathlib
import sys

import pytest
from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from browsers import find_chromium, find_firefox  # noqa: E402
from room_page import launch  # noqa: E402

WIDE = {"width": 1280, "height": 860}
NARROW = {"width": 360, "height": 740}
TIMEOUT = 20_000  # ms; a bound for a busy machine, not a wait


def pytest_addoption(parser):
    parser.addoption("--screenshots", default="screenshots", help="the folder that take_screenshots.py fills")


@pytest.fixture(scope="session")
def playwright():
    expect.set_options(timeout=TIMEOUT)
    with sync_playwright() as instance:
        yield instance


@pytest.fixture(scope="session")
def chromium(playwright):
    path = find_chromium()
    assert path, "no Chromium was found; `make test` installs one"
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def remote(playwright):
    """A Chromium that treats this machine as another one: its pages are not secure contexts."""
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(playwright):
    path = find_firefox()
    if not path:
        pytest.skip("no Firefox is installed")
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=path)
    yield browser
    browser.close()


@pytest.fixture
def console():
    """The console messages of a test's pages that no page should write."""
    return []


@pytest.fixture
def new_page(chromium, playground, console):
    """Opens pages: `new_page(viewport=NARROW, color_scheme="dark")`."""
    contexts = []

    def open_page(browser=chromium, **options):
        context = browser.new_context(**{"base_url": playground.url, "viewport": WIDE, **options})
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        page = context.new_page()
        page.on("console", lambda message: message.type in ("error", "warning") and console.append(message.text))
        page.on("pageerror", lambda error: console.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page, console):
    """A page in Chromium, whose console must stay clean."""
    yield new_page()
    assert console == []


@pytest.fixture
def scenario_file(playground):
    """Writes scenarios that are removed after the test."""
    written = []

    def write(name, text):
        path = playground.scenarios / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        written.append(path)

    yield write
    for path in written:
        path.unlink(missing_ok=True)
