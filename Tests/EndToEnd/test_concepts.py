"""What docs/concepts and docs/architecture.md name is there: types, folders and files."""

import functools
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs/concepts").glob("*.md")) + [ROOT / "docs/architecture.md"]
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
    spans = re.findall(r"`([^`]+)`", page.read_text(encoding="utf-8"))
    names = {name for span in spans if "/" not in span for name in re.findall(r"(?<![\w-])[A-Z][a-z]\w+(?![\w-])", span)}
    assert names, "the page names no type"
    missing = {name for name in names - FOREIGN if name not in declared()}
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_path_that_is_named_exists(page):
    text = page.read_text(encoding="utf-8")
    for path in re.findall(r"`((?:Sources|Public|Tests|scenarios)/[\w./+-]*)`", text):
        assert (ROOT / path).exists(), path
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / link).exists(), link
