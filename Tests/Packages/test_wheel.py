"""The Python wheel, in an environment of its own."""

import re
import subprocess
import sys

import pytest
from serving import TIMEOUT, Serving, assert_plays


@pytest.fixture(scope="module")
def environment(released, tmp_path_factory):
    """Installed from the folder alone, without an index."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run(
        [folder / "bin/pip", "install", "--quiet", "--no-index", "--find-links", released("*.whl").parent, "sse-playground"],
        check=True, timeout=300,
    )  # fmt: skip
    return folder


def test_its_program_serves_in_an_empty_folder(environment, tmp_path):
    with Serving([environment / "bin/sse-playground", "serve", "--port", "0"], cwd=tmp_path) as server:
        assert_plays(server.url)
        assert server.stop() == 0


def test_it_runs_as_a_module_too(environment, tmp_path):
    result = subprocess.run(
        [environment / "bin/python", "-m", "sse_playground", "--version"], cwd=tmp_path, capture_output=True, text=True, timeout=TIMEOUT
    )
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", result.stdout), result.stderr


def test_nothing_of_it_stays_when_it_is_removed(environment):
    subprocess.run([environment / "bin/pip", "uninstall", "--quiet", "--yes", "sse-playground"], check=True, timeout=TIMEOUT)
    left = [path for path in environment.rglob("*playground*") if path.is_file()]
    assert left == []
