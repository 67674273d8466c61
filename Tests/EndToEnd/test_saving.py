"""Saved scenarios over real sockets: playing, refusals, changes, and the command line beside the server."""

import io
import os
import subprocess
import tarfile
import time

import pytest
import requests
from playground import BINARY, Playground

from saving import TIMEOUT, Saver, text

YAML = {"Content-Type": "application/yaml"}


def endless(word):
    return f"steps:\n  - repeat: forever\n    every: 20ms\n    steps:\n      - data: {word}\n"


def words(url):
    """A stream of the words that arrive."""
    response = requests.get(url, stream=True, timeout=TIMEOUT)
    assert response.status_code == 200
    return response, (line[6:].decode() for line in response.iter_lines() if line.startswith(b"data: "))


def eventually(condition, what):
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < deadline, what


def test_streams_keep_the_version_they_began_with(playground):
    saver = Saver(playground.url)
    assert saver.put("changing", endless("old")).status_code == 201
    before, old = words(f"{playground.url}/play/changing")
    assert next(old) == "old"
    assert saver.put("changing", endless("new")).status_code == 200
    after, new = words(f"{playground.url}/play/changing")
    assert next(new) == "new"
    assert [next(old) for _ in range(10)] == ["old"] * 10
    assert saver.delete("changing").status_code == 200
    assert [next(old) for _ in range(10)] == ["old"] * 10
    assert saver.get("/play/changing").status_code == 404
    before.close()
    after.close()


def test_a_saved_path_is_an_address_at_once(playground):
    saver = Saver(playground.url)
    source = "path: /mine/{id}\nsteps:\n  - data: for ${params.id}\n"
    assert saver.put("with-path", source).status_code == 201
    assert saver.get("/mine/seven").text == "data: for seven\n\n"
    assert saver.put("rival", source).status_code == 409
    assert "with-path" in saver.put("rival", source).json()["detail"]
    assert saver.put("grabs-events", text(path="/events")).status_code == 409
    assert saver.put("counter", text()).status_code == 409
    assert saver.delete("with-path").status_code == 200
    assert saver.get("/mine/seven").status_code == 404


@pytest.mark.parametrize(
    "headers, status",
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "multipart/form-data"}, 415),
        (YAML | {"Origin": "http://evil.example"}, 403),
        (YAML | {"Origin": "null"}, 403),
        (YAML | {"Sec-Fetch-Site": "cross-site"}, 403),
        (YAML | {"Sec-Fetch-Site": "same-site"}, 403),
        (YAML | {"Host": "evil.example"}, 421),
    ],
)
def test_pages_of_other_sites_save_nothing(playground, headers, status):
    response = requests.put(f"{playground.url}/api/scenarios/evil", data=text(), headers=headers, timeout=TIMEOUT)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "Access-Control-Allow-Origin" not in response.headers
    assert requests.get(f"{playground.url}/api/scenarios/evil", timeout=TIMEOUT).status_code == 404


def test_what_is_too_long_is_refused(playground):
    saver = Saver(playground.url)
    assert saver.put("long", text(size=(256 << 10) + 1)).status_code == 413
    assert saver.put("long", text(size=256 << 10)).status_code == 201
    with pytest.raises(requests.ConnectionError):
        # The connection is closed before such a body has been sent, unless the answer is read in time.
        if saver.put("long", text(size=8 << 20)).status_code == 413:
            raise requests.ConnectionError


def read_events(lines, count):
    """So many events, as pairs of type and id."""
    events, event = [], {}
    for line in lines:
        if line:
            name, _, value = line.decode().partition(": ")
            event[name] = value
        elif "data" in event:
            events.append((event["event"], event["id"]))
            event = {}
            if len(events) == count:
                return events
    raise AssertionError(f"the stream ended after {events}")


def test_who_comes_back_to_the_changes_misses_none(playground):
    saver = Saver(playground.url)

    def follow(last=None):
        headers = {"Last-Event-ID": last} if last else {}
        return requests.get(f"{playground.url}/api/changes", headers=headers, stream=True, timeout=TIMEOUT)

    with follow() as response:
        lines = response.iter_lines()
        [(kind, first)] = read_events(lines, 1)
        assert kind == "ready"
        saver.put("followed", text(1))
        (playground.scenarios / "followed-file.yaml").write_text(text(1))
        seen = read_events(lines, 2)
    assert {kind for kind, _ in seen} == {"change"}
    saver.put("followed", text(2))
    saver.delete("followed")
    with follow(first) as response:
        again = read_events(response.iter_lines(), 4)
    assert again[:2] == seen
    with follow("0-0") as response:
        assert read_events(response.iter_lines(), 1)[0][0] == "reset"


def test_the_command_line_exports_and_imports_beside_a_running_server(start_playground, tmp_path):
    server = start_playground()
    saver = Saver(server.url)
    source = "# kept as it is\n" + text(7)
    assert saver.put("mine", source).status_code == 201

    def run(*arguments):
        command = [BINARY, *arguments, "--data", str(tmp_path / "data"), "--scenarios", str(server.scenarios)]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=TIMEOUT)

    one = run("export", "mine")
    assert (one.returncode, one.stdout.decode()) == (0, source)
    archive = run("export")
    (tmp_path / "saved.tar.gz").write_bytes(archive.stdout)
    listed = subprocess.run(["tar", "tzf", tmp_path / "saved.tar.gz"], capture_output=True, check=True, text=True)
    assert listed.stdout == "scenarios/mine.yaml\n"
    missing = run("export", "minne")
    assert missing.returncode == 1
    assert "Did you mean 'mine'?" in missing.stderr.decode()

    (tmp_path / "other.yaml").write_text(text(8))
    (tmp_path / "broken.yaml").write_text("steps: 7\n")
    assert run("import", "other.yaml").returncode == 0
    assert run("import", "broken.yaml").returncode == 1
    eventually(lambda: saver.get("/play/other").text == "data: number 8\n\n", "an imported scenario is not played")

    assert saver.delete("mine").status_code == 200
    assert run("import", "saved.tar.gz").returncode == 0
    eventually(lambda: saver.get("/play/mine").status_code == 200, "an imported archive is not played")

    # A saved scenario becomes a file.
    (server.scenarios / "mine.yaml").write_bytes(run("export", "mine").stdout)
    eventually(lambda: saver.get("/api/scenarios/mine").json()["origin"] == "file", "the file does not go first")


@pytest.mark.parametrize(
    "name",
    ["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "Application/YAML", "text/yaml; charset=utf-8", "text/x-yaml;charset=UTF-8"],
)
def test_yaml_is_taken_under_each_of_its_names(playground, name):
    """<https://www.rfc-editor.org/rfc/rfc9512#section-2.1>"""
    saver = Saver(playground.url)
    assert saver.put("named-type", text(1), **{"Content-Type": name}).status_code in (200, 201)
    assert saver.post("/api/validate", data=text(1), headers={"Content-Type": name}).json()["valid"]
    assert saver.post("/api/drafts", data=text(1), headers={"Content-Type": name}).status_code == 201


@pytest.mark.parametrize("name", ["text/html", "text/plain", "text/yaml+x", "yaml", "application/yaml, text/plain", "x-application/yaml", "text/ yaml", ""])
def test_other_names_are_refused_with_those_that_are_taken(playground, name):
    answer = Saver(playground.url).put("other-type", text(1), **{"Content-Type": name})
    assert answer.status_code == 415
    assert "application/yaml" in answer.headers["Accept"] and "text/x-yaml" in answer.headers["Accept"]
    if name:
        assert f"got '{name}'" in answer.json()["detail"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_database_that_cannot_be_written_is_played_and_refuses_saves_with_the_reason(tmp_path):
    first = Playground(tmp_path)
    saver = Saver(first.url)
    assert saver.put("kept", text(1)).status_code == 201
    first.stop()
    for path in (tmp_path / "data").iterdir():
        path.chmod(0o444)
    (tmp_path / "data").chmod(0o555)
    for parent in [tmp_path, *tmp_path.parents]:
        if parent.stat().st_uid == os.geteuid() and str(parent).startswith("/tmp/"):
            parent.chmod(0o755)
    server = Playground(tmp_path, user=65534)
    try:
        saver = Saver(server.url)
        assert "data: number 1\n\n" in saver.get("/play/kept").text
        assert [entry["name"] for entry in saver.get("/api/scenarios?origin=saved").json()["scenarios"]] == ["kept"]
        assert saver.get("/api/export").status_code == 200
        attempts = [
            saver.put("kept", text(2)), saver.put("other", text(2)), saver.delete("kept"),
            saver.post("/api/scenarios/kept/rename", json={"name": "renamed"}), saver.post("/api/scenarios/kept/duplicate", json={"name": "copy"}),
            saver.post("/api/import", data=saver.get("/api/export").content, headers={"Content-Type": "application/gzip"}),
        ]  # fmt: skip
        for answer in attempts[:-1]:
            assert answer.status_code == 403
            assert answer.json()["detail"].startswith("Nothing was saved: the database can be read but not written: ")
            assert "signIn" not in answer.json()
        # Of an import everything is there already.
        assert attempts[-1].status_code in (200, 403)
        assert saver.get("/play/kept").text.endswith("data: number 1\n\n")
    finally:
        assert server.stop() == 0


def test_of_an_archive_of_many_wrong_texts_the_first_are_told_and_the_rest_not_read(playground):
    archive = io.BytesIO()
    text = b"steps:\n  - data: " + b"${aa(bb)}" * 20_000
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        for number in range(50):
            entry = tarfile.TarInfo(f"wrong-{number}.yaml")
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text))
    headers = {"Content-Type": "application/gzip"}
    answer = requests.post(f"{playground.url}/api/import", data=archive.getvalue(), headers=headers, timeout=TIMEOUT)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("There are more than 100 mistakes. The first: wrong-0.yaml, line 2")
    assert {mistake["file"] for mistake in answer.json()["mistakes"]} == {"wrong-0.yaml"}
    assert len(answer.content) < 100_000
