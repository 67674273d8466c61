import os
import pathlib
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from playground import ROOT  # noqa: E402

DIST = pathlib.Path(os.environ.get("DIST", ROOT / "dist"))


def version():
    return subprocess.run(["scripts/version"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="session")
def released():
    """Finds a file in dist/, or in the folder DIST, by a pattern in which VERSION stands for the version."""

    def find(pattern):
        found = list(DIST.glob(pattern.replace("VERSION", version())))
        assert len(found) == 1, f"{DIST} has not one file {pattern}: run `make dist`"
        return found[0]

    return find


@pytest.fixture(scope="session")
def glibc():
    """The version of the oldest C library that the program runs with."""
    return subprocess.run(["packaging/glibc"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="session")
def unpacked(released, tmp_path_factory):
    """The path of the program in the unpacked archive."""
    folder = tmp_path_factory.mktemp("unpacked")
    subprocess.run(["tar", "-xzf", released("sse-playground-VERSION-linux-*.tar.gz"), "-C", folder], check=True)
    return next(folder.glob("*/bin/sse-playground"))
