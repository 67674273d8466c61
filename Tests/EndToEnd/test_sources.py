"""The sources are as CONTRIBUTING.md promises, and what holds them to it notices when they are not."""

import shutil
import subprocess

import pytest

from playground import ROOT


def check(root):
    return subprocess.run([str(root / "scripts/check-sources")], capture_output=True, text=True)


def test_the_sources_are_as_promised():
    done = check(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("Sources/Scenarios/New.swift", "import Foundation\n", "imports Foundation"),
        ("Sources/MicroHTTP/New.swift", "import Scenarios\n", "imports Scenarios"),
        ("Sources/Scenarios/New.swift", "import Yams\n", "more than one file reads YAML"),
        ("Sources/Unheard/New.swift", "struct Lonely {}\n", "is not in the table"),
        ("Sources/Platform/New.swift", "public struct Lonely {}\n", "has something public"),
        ("Sources/Platform/New.swift", "struct Meter {}\n", "Meter names 2 types"),
        ("Sources/Playground/Files/New.swift", "let door: Door\n", "names Door, which lies above it"),
        ("Sources/Playground/Playing/New.swift", "let refused = Refusal.noRoom\n", "names Refusal.noRoom, which lies above it"),
        ("Sources/Playground/Playing/New.swift", "let refused: Refusal = .noRoom\n", "names Refusal.noRoom, which lies above it"),
        ("Sources/MicroHTTP/New.swift", "import Glibc\n", "imports the C library"),
        ("Sources/MicroHTTP/New.swift", "import CPlatform\n", "imports CPlatform"),
        ("Tests/NewTests.swift", "import Glibc\n", "imports the C library"),
        ("Tests/NewTests.swift", "@Test func adds() {}\n", "a test whose name is not a sentence"),
        ("Public/new.js", "// TO" "DO\n", "leaves something to do"),
        ("Public/new.js", "//\n" * 401, "401 lines"),
    ],
)
def test_what_breaks_a_promise_is_named(tmp_path, path, text, said):
    for folder in ("Sources", "scripts", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, symlinks=True)
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text(text)
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    done = check(tmp_path)
    assert done.returncode == 1 and said in done.stdout, done.stdout + done.stderr
