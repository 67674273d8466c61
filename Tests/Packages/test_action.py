"""The shell parts of the GitHub action, and the files that GitHub reads."""

import functools
import hashlib
import http.server
import os
import pathlib
import shutil
import signal
import subprocess
import threading

import pytest
import requests
from playground import ROOT
from serving import TIMEOUT


@pytest.fixture
def runner(tmp_path):
    """Runs a step as a runner does; answers what it put out and into the environment."""

    class Runner:
        environment = {}

        def step(self, script, **more):
            files = {"GITHUB_OUTPUT": tmp_path / "output", "GITHUB_ENV": tmp_path / "env"}
            for path in files.values():
                path.write_text("")
            self.result = subprocess.run(
                [ROOT / "packaging/action" / script], cwd=tmp_path, capture_output=True, text=True, timeout=TIMEOUT * 2, check=False,
                env=os.environ | {"RUNNER_TEMP": str(tmp_path)} | {key: str(path) for key, path in files.items()} | self.environment | more,
            )  # fmt: skip
            read = {key: dict(line.split("=", 1) for line in path.read_text().splitlines()) for key, path in files.items()}
            self.environment |= read["GITHUB_ENV"]
            return read["GITHUB_OUTPUT"]

    runner = Runner()
    yield runner
    if pid := runner.environment.get("SSE_PLAYGROUND_PID"):
        os.kill(int(pid), signal.SIGTERM)


@pytest.fixture
def releases(released, tmp_path):
    """A server with a release as GitHub has it; answers its address."""
    archive = released("sse-playground-VERSION-linux-*.tar.gz")
    version = archive.name.split("-")[2]
    folder = tmp_path / "releases" / f"v{version}"
    folder.mkdir(parents=True)
    shutil.copy(archive, folder)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    (folder / "SHA256SUMS").write_text(f"{digest}  {archive.name}\n")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", version, folder
    server.shutdown()


def test_a_release_is_fetched_checked_and_serves(runner, releases, tmp_path):
    address, version, _ = releases
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios/mine.yaml").write_text("steps:\n  - data: mine\n")
    url = runner.step("start", RELEASES=address, ACTION_REF=f"v{version}")["url"]
    assert runner.result.returncode == 0, runner.result.stdout + runner.result.stderr
    assert runner.environment["SSE_PLAYGROUND_URL"] == url
    assert requests.get(f"{url}/play/mine?session=my-test", timeout=TIMEOUT).text == "data: mine\n\n"
    folder = pathlib.Path(runner.step("save-journals")["folder"])
    journals = list(folder.glob("journal-*"))
    assert len(journals) == 1 and "mine" in journals[0].read_text()
    assert (folder / "log.txt").exists() and "listening on" in (folder / "output.txt").read_text()


def test_a_release_that_is_not_what_its_checksum_says_is_not_run(runner, releases):
    address, version, folder = releases
    archive = next(folder.glob("*.tar.gz"))
    archive.write_bytes(archive.read_bytes() + b"x")
    runner.step("start", RELEASES=address, INPUT_VERSION=version)
    assert runner.result.returncode == 1
    assert "is not what SHA256SUMS says" in runner.result.stdout


def test_one_that_is_missing_is_named(runner, releases):
    address, _, _ = releases
    runner.step("start", RELEASES=address, INPUT_VERSION="99.0.0")
    assert runner.result.returncode == 1
    assert f"::error::there is no release {address}/v99.0.0/sse-playground-99.0.0-linux-" in runner.result.stdout


def test_a_program_that_does_not_start_is_told_with_its_log(runner, unpacked):
    runner.step("start", INPUT_PROGRAM=str(unpacked), INPUT_PORT="70000")
    assert runner.result.returncode == 1
    assert "PORT must be a whole number" in runner.result.stdout


@pytest.mark.parametrize(
    ("schema", "file"), [("vendor.github-actions", "action.yml"), ("vendor.github-workflows", ".github/workflows/release.yml")]
)
def test_github_can_read_it(schema, file):
    from check_jsonschema import main

    with pytest.raises(SystemExit) as end:
        main(["--builtin-schema", schema, str(ROOT / file)])
    assert end.value.code == 0
