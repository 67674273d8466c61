"""What docs/concepts, docs/architecture.md and docs/adding.md name is there: types, folders and files."""

import functools
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs/concepts").glob("*.md")) + [ROOT / "docs/architecture.md", ROOT / "docs/adding.md"]
# Names of others that these pages mention.
FOREIGN = {"GRDB", "Yams", "String", "YAML", "JSON"}


@functools.cache
def declared():
    types = set()
    for source in [*(ROOT / "Sources").rglob("*.swift"), *(ROOT / "Tests").rglob("*.swift")]:
        pattern = r"\b(?:struct|class|enum|actor|protocol|typealias|case|func|extension) (\w+)"
        types |= set(re.findall(pattern, source.read_text(encoding="utf-8")))
    folders = [*(ROOT / "Sources").rglob("*"), *(ROOT / "Tests").iterdir()]
    return types | {folder.name for folder in folders if folder.is_dir()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_type_that_is_named_exists(page):
    prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`([^`]+)`", prose)
    names = {name for span in spans if "/" not in span for name in re.findall(r"(?<![\w-])[A-Z][a-z]\w+(?![\w-])", span)}
    assert names, "the page names no type"
    missing = {name for name in names - FOREIGN if name not in declared()}
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_path_that_is_named_exists(page):
    text = page.read_text(encoding="utf-8")
    for path in re.findall(r"`((?:Sources|Public|Tests|scenarios)/[\w./+-]*)`", text):
        # A page that a recipe makes up.
        assert (ROOT / path).exists() or "/faq" in path, path
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / link).exists(), link


def test_an_event_comes_from_its_file_to_the_socket_in_twenty_hops():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    section = text.split("## One event, from file to socket\n")[1].split("\n## ")[0]
    hops = re.findall(r"^(\d+)\. (.*)$", section, re.MULTILINE)
    assert [int(number) for number, _ in hops] == list(range(1, len(hops) + 1))
    assert 10 <= len(hops) <= 20
    for _, hop in hops:
        named = re.findall(r"`(\w+)`", hop)
        assert named and set(named) <= declared(), hop


def test_the_states_of_a_connection_are_drawn_as_they_are():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^    (\w+) --> (\w+):", text, re.MULTILINE))
    source = (ROOT / "Sources/MicroHTTP/Loop/ConnectionState.swift").read_text(encoding="utf-8")
    written = {
        (state, after)
        for states, afters in re.findall(r"case (\.[\w, .]+): \[([\w, .]*)\]", source)
        for state in re.findall(r"\w+", states)
        for after in re.findall(r"\w+", afters)
    }
    assert drawn == written
