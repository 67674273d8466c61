"""docs/http-api.md: every command works as it stands there, and every operation has one."""

import json
import pathlib
import re
import subprocess

import pytest
import requests

from playground import Playground

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "http-api.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
# Those that want a room that is open.
ROOM_BLOCKS = re.findall(r"^```sh room\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)

# Endless streams are left after three seconds; an error status, and anything else that curl complains of, fails.
PREAMBLE = r"""
set -eu
export ADMIN_TOKEN=correct-horse
curl() {
  local status=0 arguments="$*"
  case " $arguments " in
    *" -N "*) command curl -fsS --max-time 3 "$@" || status=$?; if [ $status = 28 ]; then status=0; fi ;;
    *) command curl -fsS --max-time 20 "$@" || status=$? ;;
  esac
  return $status
}
"""


@pytest.fixture(scope="module")
def playground(tmp_path_factory):
    server = Playground(tmp_path_factory.mktemp("playground"), ADMIN_TOKEN="correct-horse")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    server = Playground(tmp_path_factory.mktemp("room"), arguments=["--room"], ADMIN_TOKEN="correct-horse")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("http-api")


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0][:60])
def test_the_commands_work(block, playground, folder):
    run(block, playground, folder)


@pytest.mark.parametrize("block", ROOM_BLOCKS, ids=lambda block: block.splitlines()[0][-60:])
def test_the_commands_of_a_room_work(block, room, folder):
    run(block, room, folder)


def run(block, server, folder):
    script = PREAMBLE + block.replace("http://127.0.0.1:8000", server.url)
    result = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stdout + result.stderr
    if "curl" in block:  # a block that only writes a file shows nothing
        assert result.stdout or " -o " in block, "the command shows nothing"


def test_every_operation_has_a_command(playground):
    description = requests.get(f"{playground.url}/openapi.json", timeout=20).json()
    commands = "\n".join(BLOCKS + ROOM_BLOCKS).replace("\\\n", " ").splitlines()
    missing = []
    for path, item in description["paths"].items():
        pattern = re.compile(re.escape("http://127.0.0.1:8000") + re.sub(r"\\{.*?\\}", "[^/ ?']+", re.escape(path)) + r"(?=[ ?'\")]|$)")
        for method in item.keys() - {"parameters"}:
            if not any(pattern.search(line) and method_of(line) == method for line in commands):
                missing.append(f"{method.upper()} {path}")
    assert not missing


def method_of(line):
    explicit = re.search(r"-X (\w+)", line)
    if explicit:
        return explicit[1].lower()
    if re.search(r" -T ", line):
        return "put"
    return "post" if re.search(r" (-d|--data-binary) ", line) else "get"


def test_the_description_is_one_of_openapi_3_1(playground):
    description = requests.get(f"{playground.url}/openapi.json", timeout=20).json()
    assert description["openapi"].startswith("3.1.")
    assert json.dumps(description).count('"operationId"') == sum(
        len(item.keys() - {"parameters"}) for item in description["paths"].values()
    )


def test_the_schema_of_scenarios_is_that_of_the_repository(playground):
    answer = requests.get(f"{playground.url}/scenario.schema.json", timeout=20)
    assert answer.headers["Content-Type"] == "application/schema+json"
    assert answer.content == (ROOT / "docs" / "scenario.schema.json").read_bytes()
    known = requests.get(answer.url, headers={"If-None-Match": answer.headers["ETag"]}, timeout=20)
    assert (known.status_code, known.content) == (304, b"")
    assert requests.head(answer.url, timeout=20).headers["Content-Length"] == str(len(answer.content))
