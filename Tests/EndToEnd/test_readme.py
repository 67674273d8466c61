"""What README.md says, done: its commands, its scenario and its links."""

import os
import pathlib
import re
import subprocess
import threading

import pytest
from playground import BINARY, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
LIMIT = 30  # seconds a command may take

# Sets up and builds, as this very run did: that the target is there is all that is tested.
SETS_UP = re.compile(r"^([A-Z_]+=\S+ )*make (?P<target>\w+)")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line and not line.startswith("#")]


def test_there_are_commands():
    assert {"make run", "make test"} <= set(COMMANDS)


@pytest.fixture
def workplace(tmp_path, playground):
    """A folder like a clone that `make run` was done in."""
    (tmp_path / ".build").mkdir()
    (tmp_path / ".build" / "release").symlink_to(pathlib.Path(BINARY).parent)
    (tmp_path / "scenarios").symlink_to(playground.scenarios)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_command_does_what_it_says(command, workplace, playground):
    setup = SETS_UP.match(command)
    if setup:
        subprocess.run(["make", "--dry-run", setup["target"]], cwd=ROOT, check=True, capture_output=True)
        return
    command = command.replace("127.0.0.1:8000", f"127.0.0.1:{playground.port}")
    environment = {key: value for key, value in os.environ.items() if key not in ("SCENARIOS", "PORT")}
    process = subprocess.Popen(
        ["bash", "-euc", command],
        cwd=workplace,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    timer = threading.Timer(LIMIT, process.kill)
    timer.start()
    try:
        if "curl -N" in command:
            assert any(line.startswith("data:") for line in process.stdout), process.stderr.read()
        else:
            _, errors = process.communicate()
            assert process.returncode == 0, errors
    finally:
        timer.cancel()
        if process.poll() is None:
            os.killpg(process.pid, 9)
        process.wait()


@pytest.mark.parametrize("scenario", blocks("yaml"))
def test_scenario_passes_check(scenario, tmp_path):
    path = tmp_path / "readme.yaml"
    path.write_text(scenario, encoding="utf-8")
    result = subprocess.run([BINARY, "check", str(path)], capture_output=True, text=True, timeout=LIMIT, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#]+)\)", README))))
def test_link_leads_somewhere(target, playground):
    if not target.startswith("http"):
        assert (ROOT / target).exists()
    elif target.startswith("http://127.0.0.1:8000"):
        address = target.replace("http://127.0.0.1:8000", playground.url)
        result = subprocess.run(["curl", "-sf", "-o", os.devnull, address], timeout=LIMIT, check=False)
        assert result.returncode == 0


def test_the_settings_example_is_whole():
    """Each setting of `serve --help` stands in .env.example with the default that the help shows."""
    help_text = subprocess.run([BINARY, "serve", "--help"], capture_output=True, text=True, timeout=LIMIT, check=True).stdout
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    keys = set(re.findall(r"^#([A-Z_]+)=", example, re.MULTILINE))
    flags = {flag.upper().replace("-", "_") for flag in re.findall(r"--([a-z-]+) \[?<", help_text)}
    assert flags <= keys
    assert keys - flags <= {"ADMIN_TOKEN"}
    flat = " ".join(help_text.split())
    for key, value in re.findall(r"^#([A-Z_]+)=(.+)$", example, re.MULTILINE):
        if key in flags:
            assert f"[{key}, default: {value}]" in flat
