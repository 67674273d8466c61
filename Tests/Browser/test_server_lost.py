"""A server that stops, and comes back: every page notices by itself."""

import re

import pytest
from conftest import NARROW
from playground import Playground
from playground_page import button, check, message, rows, run, text_box, write
from playwright.sync_api import expect

NOTICED = 5_000  # ms
PAGES = ["/", "/gallery/", "/pitfalls/", "/clients/", "/sessions/", "/learn/", "/sign-in/"]
TEXT = "title: Mine\nsteps:\n  - { event: mine, data: one }\n"


def mark(page):
    return page.locator(".server-mark")


def banner(page):
    return page.locator(".server-banner")


@pytest.fixture
def server(start_playground):
    return start_playground()


@pytest.fixture
def again(tmp_path):
    """Starts the server anew, where it was."""
    servers = []

    def start(server):
        servers.append(Playground(tmp_path, PORT=str(server.port)))
        return servers[-1]

    yield start
    for one in servers:
        one.stop()


def test_every_page_notices_that_the_server_stopped_and_that_it_is_back(new_page, server, again):
    pages = [new_page(reduced_motion="reduce") for _ in PAGES]  # the console tells of the lost connections too
    for page, path in zip(pages, PAGES, strict=True):
        page.goto(server.url + path)
        expect(mark(page)).to_have_text("server")
        expect(banner(page)).to_be_hidden()
    server.process.kill()
    server.process.wait()
    for page in pages:
        expect(mark(page)).to_have_text("no server", timeout=NOTICED)
        expect(banner(page)).to_contain_text("The server cannot be reached")
    again(server)
    for page in pages:
        expect(mark(page)).to_have_text("server", timeout=NOTICED)
        expect(banner(page)).to_be_hidden()


def test_a_page_without_a_server_is_complete_when_it_is_back(new_page, server, again):
    page = new_page()
    page.goto(server.url + "/")
    expect(text_box(page)).to_be_visible()
    page.get_by_role("button", name=re.compile("^Counter")).wait_for()
    server.process.kill()
    server.process.wait()
    write(page, TEXT)
    expect(mark(page)).to_have_text("no server", timeout=NOTICED)
    expect(check(page)).to_contain_text("cannot be reached")
    (server.scenarios / "new-one.yaml").write_text("title: New one\nsteps:\n  - data: x\n")
    again(server)
    expect(check(page)).to_contain_text("no mistakes: 1 event", timeout=NOTICED)
    expect(page.get_by_role("button", name=re.compile("^New one"))).to_be_visible(timeout=NOTICED)
    button(page, "Run").click()
    expect(rows(page, "mine")).to_contain_text("one")


def test_the_list_of_streams_is_that_of_the_server_that_is_back(new_page, server, again):
    page = new_page()
    page.goto(server.url + "/sessions/")
    other = new_page()
    other.goto(server.url + "/clients/")
    other.locator("#event-source").get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="1 stream open")).to_be_visible()
    other.close()
    server.process.kill()
    server.process.wait()
    expect(mark(page)).to_have_text("no server", timeout=NOTICED)
    again(server)
    expect(page.get_by_text("No stream is open.")).to_be_visible(timeout=NOTICED)


def test_pitfalls_that_could_not_be_read_come_when_the_server_is_back(new_page, server, again):
    page = new_page()
    page.route("**/api/scenarios?tag=pitfall", lambda route: route.abort())
    page.goto(server.url + "/pitfalls/")
    expect(page.locator("#trouble")).to_contain_text("The server cannot be reached")
    page.unroute("**/api/scenarios?tag=pitfall")
    server.process.kill()
    server.process.wait()
    expect(mark(page)).to_have_text("no server", timeout=NOTICED)
    again(server)
    expect(page.get_by_role("heading", name="Mistakes that everybody makes once")).to_be_visible(timeout=NOTICED)
    expect(page.locator("#trouble")).to_be_hidden()


def test_a_server_that_is_stuck_is_told_from_one_that_is_gone(new_page, server):
    import signal

    page = new_page(viewport=NARROW)
    page.goto(server.url + "/")
    expect(mark(page)).to_have_text("server")
    server.process.send_signal(signal.SIGSTOP)
    try:
        expect(mark(page)).to_have_text("no answer", timeout=NOTICED)
        expect(banner(page)).to_contain_text("does not answer")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    finally:
        server.process.send_signal(signal.SIGCONT)
    expect(mark(page)).to_have_text("server", timeout=NOTICED)
    expect(message(page)).to_be_hidden()
