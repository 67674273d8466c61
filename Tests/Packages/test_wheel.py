"""The Python wheel, in an environment of its own."""

import os
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


def test_uvx_runs_it_from_the_file(released, tmp_path):
    with Serving([sys.executable, "-m", "uv", "tool", "run", "--offline", "--from", released("*.whl"), "sse-playground", "serve", "--port", "0"], cwd=tmp_path, env=homes(tmp_path)) as server:
        assert_plays(server.url)
        assert server.stop() == 0


def test_pipx_installs_the_file(released, tmp_path):
    subprocess.run([sys.executable, "-m", "pipx", "install", "--quiet", released("*.whl")], env=os.environ | homes(tmp_path), check=True, timeout=300)
    with Serving([tmp_path / "bin/sse-playground", "serve", "--port", "0"], cwd=tmp_path) as server:
        assert_plays(server.url)
        assert server.stop() == 0


def homes(folder):
    """Where these tools keep things, so that they keep them there."""
    return {"UV_CACHE_DIR": f"{folder}/cache", "UV_TOOL_DIR": f"{folder}/tools", "PIPX_HOME": f"{folder}/pipx", "PIPX_BIN_DIR": f"{folder}/bin", "PIPX_MAN_DIR": f"{folder}/man"}


def test_nothing_of_it_stays_when_it_is_removed(environment):
    subprocess.run([environment / "bin/pip", "uninstall", "--quiet", "--yes", "sse-playground"], check=True, timeout=TIMEOUT)
    left = [path for path in environment.rglob("*playground*") if path.is_file()]
    assert left == []
