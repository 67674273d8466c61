"""Takes screenshots of each page, light, dark and narrow: `make screenshots`."""

import pathlib

import pytest
from conftest import NARROW, WIDE
from test_accessibility import PAGES, broken_scenario  # noqa: F401


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_screenshot(request, new_page, console, name, color_scheme, viewport):
    folder = request.config.getoption("--screenshots")
    page = new_page(color_scheme=color_scheme, viewport=viewport, reduced_motion="reduce")
    page = PAGES[name](page) or page
    width = "narrow" if viewport is NARROW else "wide"
    path = pathlib.Path(folder) / f"{name}-{color_scheme}-{width}.png"
    page.screenshot(path=path, full_page=True)
    assert path.stat().st_size > 0
    assert console == []
