"""The pages' modules import downwards only, and each component says at its head what it is."""

import re

import pytest
from layers import PUBLIC, mistakes

COMPONENTS = sorted((PUBLIC / "components").glob("*.js"))


def test_modules_import_downwards_only():
    assert mistakes() == []


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("lib/a.js", "import { element } from '../components/element.js';", "lib may import from lib only"),
        ("lib/a.js", "import '../components/element.js';", "lib may import from lib only"),
        ("lib/a.js", "export * from\n  '../index.js';", "lib may import from lib only"),
        ("lib/a.js", "const made = document.createElement('p');", "touches the DOM"),
        ("components/a.js", "const page = await import('../gallery/index.js');", "components may import from components, lib only"),
        ("gallery/index.js", "import { x } from '../sessions/index.js';", "gallery may import from components, gallery, lib only"),
        ("lib/a.js", "/** @type {import('../components/element.js').X} */\nlet x; // types know no layers\nfetch('/api/x');", None),
    ],
)
def test_an_import_that_goes_up_is_found(tmp_path, path, text, said):
    (tmp_path / path).parent.mkdir()
    (tmp_path / path).write_text(text)
    found = mistakes(tmp_path)
    assert found == [] if said is None else len(found) == 1 and said in found[0]


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_says_what_it_is_and_how_it_is_used(path):
    """What it exports has a sentence of its own; an example comes before its first class or function."""
    text = path.read_text(encoding="utf-8")
    for match in re.finditer(r"^export (?:default )?(?:async )?(?:class|function|const) (\w+)", text, re.MULTILINE):
        before = text[: match.start()].rstrip()
        assert before.endswith("*/"), f"{match[1]} has no comment"
        comment = before[before.rindex("/**") :]
        assert re.search(r"[A-Za-z]{2}.*[.:]", comment), f"the comment of {match[1]} has no sentence"
    head = re.split(r"^(?:export )?(?:default )?(?:async )?(?:class|function)\b", text, maxsplit=1, flags=re.MULTILINE)[0]
    assert re.search(r"^ \*     \S", head, re.MULTILINE), "no comment at its head shows how it is used"
