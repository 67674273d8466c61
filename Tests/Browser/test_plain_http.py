"""Pages on plain http beyond this machine, as in a room's network: no secure context, and all works the same."""

import re

import pytest
from layers import PUBLIC
from line_proxy import LineProxy
from playground import Playground
from playground_page import button, rows, state, write
from playwright.sync_api import expect
from room_page import NAME

TOKEN = "correct-horse-battery"
# What browsers give to secure contexts only. Where such a thing is asked for with something else in its place, the file is named.
SECURE_ONLY = re.compile(r"navigator\.(?:locks|clipboard|serviceWorker|storage|wakeLock|share)\b|crypto\.(?:randomUUID|subtle)\b|\bcaches\b")
EXCEPT = {"components/copyable.js", "clients/service-worker/client.js", "clients/shared-worker/client.js", "clients/shared-worker/worker.js"}


@pytest.fixture(scope="module")
def playground(tmp_path_factory):
    server = Playground(tmp_path_factory.mktemp("plain"), ALLOWED_HOSTS=NAME, ADMIN_TOKEN=TOKEN)
    yield server
    server.stop()


@pytest.fixture
def asked(playground):
    proxy = LineProxy(playground.port)
    yield proxy
    proxy.stop()


@pytest.fixture
def open_page(new_page, remote, asked):
    page = new_page(remote, extra_http_headers={"Authorization": f"Bearer {TOKEN}"})
    base = asked.url.replace("127.0.0.1", NAME)

    def open_one(path):
        one = page.context.new_page() if page.url.startswith("http") else page
        one.goto(base + path)
        assert one.evaluate("isSecureContext") is False
        return one

    return open_one


def test_tabs_share_one_stream(open_page, asked, playground):
    pages = [open_page("/gallery/"), open_page("/gallery/")]
    asked.expect(lambda asked: asked.held("^/api/changes"), ["changes"])
    (playground.scenarios / "new.yaml").write_text("title: Brand-new\nsteps: [{ data: x }]\n")
    for page in pages:
        expect(page.get_by_role("article", name="Brand-new", exact=True)).to_be_visible()
    assert len(asked.asked("/api/changes")) == 1


def test_copy_copies(open_page, console):
    page = open_page("/#counter")
    curl = page.locator(".run-command .command code")
    expect(curl).to_contain_text(f"http://{NAME}:")
    button(page, "Copy the curl command").first.click()
    expect(page.locator(".run-command .copy").first).to_have_text("Copied")
    expect(button(page, "Copy the curl command").first).to_be_focused()
    find = page.get_by_label("Find a scenario")
    find.press("ControlOrMeta+v")
    expect(find).to_have_value(curl.inner_text())
    # In a dialog, too, outside of which nothing can be selected.
    button(page, "Copy as…").click()
    page.get_by_role("dialog", name="Copy as").get_by_role("button", name="React").click()
    button(page, "Copy the program").click()
    expect(page.locator(".sample .copy")).to_have_text("Copied")
    page.keyboard.press("Escape")
    find.fill("")
    find.press("ControlOrMeta+v")
    expect(find).to_have_value(re.compile("useEffect"))
    assert console == []


def test_a_text_runs_and_is_shared(open_page, console):
    page = open_page("/")
    write(page, "title: Hello\nsteps:\n  - { event: mine, data: one }\n")
    button(page, "Run").click()
    expect(rows(page, "mine")).to_contain_text("one")
    expect(state(page)).to_have_text("closed")
    button(page, "Share link").click()
    link = page.get_by_label("The link", exact=True).input_value()
    assert link.startswith(f"http://{NAME}:")
    assert console == []


def test_no_page_needs_a_secure_context():
    found = []
    for file in sorted(PUBLIC.rglob("*.js")):
        path = file.relative_to(PUBLIC).as_posix()
        if not path.startswith("vendor/") and path not in EXCEPT and not path.startswith("clients/service-worker/service-worker-"):
            found += [f"{path}: {match[0]}" for match in SECURE_ONLY.finditer(file.read_text(encoding="utf-8"))]
    assert found == []
