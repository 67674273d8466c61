"""A release built in another folder has the same bytes, but for those of the program that the compiler chooses."""

import hashlib
import os
import pathlib
import re
import subprocess

import pytest
from playground import ROOT

# What differs from one build to the next of the same tree: hashes of modules, which nothing reads at run time; the number of the build; and
# code, where the compiler keeps one of several copies of a generic function, each with the line that it would name in a failed check.
CHOSEN = {".swift_modhash", ".note.gnu.build-id", ".text", ".eh_frame"}


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def sections(program):
    """Name, offset and length of each that is in the file."""
    listed = subprocess.run(["readelf", "--section-headers", "--wide", program], capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^ *\[ *\d+\] +(\S+) +(\S+) +[0-9a-f]+ +([0-9a-f]+) +([0-9a-f]+)", listed, re.MULTILINE)
    return [(name, int(offset, 16), int(length, 16)) for name, kind, offset, length in found if kind not in ("NULL", "NOBITS")]


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A clean clone in which a release was built; dist/ here has to be of what is committed."""
    folder = tmp_path_factory.mktemp("same") / "a-folder-with-another-name"
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    dist(folder)
    return folder


def dist(folder, *arguments):
    environment = os.environ | {"TMPDIR": str(folder.parent)}
    result = subprocess.run(["scripts/dist", *arguments], cwd=folder, capture_output=True, text=True, timeout=3600, check=False, env=environment)
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]


def test_a_program_built_in_another_folder_differs_where_the_compiler_chooses(clone):
    programs = [pathlib.Path(folder, ".build-dist/program/sse-playground") for folder in (ROOT, clone)]
    found = [sections(program) for program in programs]
    assert len(found[0]) > 20 and found[0] == found[1], "the same sections in the same places"
    one, other = (program.read_bytes() for program in programs)
    differing = {name for name, offset, length in found[0] if one[offset : offset + length] != other[offset : offset + length]}
    print(f"{sum(a != b for a, b in zip(one, other, strict=True))} of {len(one)} bytes differ, in {sorted(differing)}")
    assert differing <= CHOSEN


def test_packages_of_one_program_are_the_same_in_another_folder(clone):
    dist(clone, "--program", ROOT / ".build-dist/program/sse-playground")
    assert digests(clone / "dist") == digests(ROOT / "dist")
