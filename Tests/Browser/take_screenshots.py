"""Takes screenshots of each page, light, dark and narrow: `make screenshots`."""

import pathlib

import pytest
from conftest import NARROW, WIDE
from playwright.sync_api import expect
from test_accessibility import PAGES, broken_scenario, guarded, room, show_gallery  # noqa: F401


SCROLL = "y => new Promise((done) => { scrollTo(0, y); requestAnimationFrame(() => requestAnimationFrame(done)); })"


def show_whole_gallery(page):
    plans = []
    page.on("response", lambda response: response.url.endswith("/outline") and plans.append(response))
    show_gallery(page)
    for y in range(0, page.evaluate("document.documentElement.scrollHeight"), 300):  # only what was in sight is drawn
        page.evaluate(SCROLL, y)
    while len(plans) < page.locator(".gallery-card").count():
        page.evaluate(SCROLL, page.evaluate("scrollY + 300"))
    page.evaluate(SCROLL, 0)


def show_running_pitfall(page):
    page.goto("/pitfalls/#clean-end")
    page.get_by_role("button", name="Run both").click()
    broken = page.get_by_role("region", name="Broken")
    expect(broken).to_contain_text("Came again")
    expect(page.get_by_text("Reading both texts…")).to_have_count(0)


def show_read_primer(page):
    page.goto("/learn/")
    for example, end in (("Fields", "not only digits: ignored"), ("Reconnection", "part two, 6"), ("Heartbeat", "still here")):
        page.get_by_role("button", name=f"Run the example {example}", exact=True).click()
        expect(page.get_by_role("group", name=f"Example: {example}")).to_contain_text(end)


SHOWN = PAGES | {"gallery": show_whole_gallery, "pitfall-running": show_running_pitfall, "learn-read": show_read_primer}


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SHOWN)
def test_each_page_is_photographed(request, new_page, console, guarded, room, name, color_scheme, viewport):  # noqa: F811
    folder = request.config.getoption("--screenshots")
    page = new_page(color_scheme=color_scheme, viewport=viewport, reduced_motion="reduce")
    page.guarded, page.room = guarded, room
    page = SHOWN[name](page) or page
    width = "narrow" if viewport is NARROW else "wide"
    path = pathlib.Path(folder) / f"{name}-{color_scheme}-{width}.png"
    page.screenshot(path=path, full_page=True)
    assert path.stat().st_size > 0
    assert [text for text in console if not text.startswith("Failed to load resource")] == []  # some show what was refused
