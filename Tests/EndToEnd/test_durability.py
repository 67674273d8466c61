"""What was acknowledged is on disk, whatever happens to the server, the file or the disk."""

import random
import shutil
import subprocess
import threading
import time

import pytest
import requests
from playground import Playground, write_scenarios

from saving import Saver, database, integrity, text

KILLS = 30
WRITERS = 4


class Writer(threading.Thread):
    """Saves one scenario again and again, as fast as it is answered, until the server is gone."""

    def __init__(self, url, name, first):
        super().__init__(daemon=True)
        self.saver = Saver(url)
        self.name_of_scenario = name
        self.next = first
        self.acknowledged = None
        self.count = 0
        self.unexpected = None

    def run(self):
        while True:
            try:
                response = self.saver.put(self.name_of_scenario, text(self.next, size=random.randint(0, 20_000)))
            except requests.RequestException:
                return
            if response.status_code not in (200, 201):
                self.unexpected = response.text
                return
            self.acknowledged = (self.next, response.json()["version"])
            self.count += 1
            self.next += 1


def check(saver, acknowledged):
    """Every version that was acknowledged last is there, with its text; only what was on its way may have come after it."""
    for name, (number, version) in acknowledged.items():
        response = saver.get(f"/api/scenarios/{name}")
        assert response.status_code == 200, f"{name} is lost"
        assert response.json()["version"] >= version, f"version {version} of {name} is lost"
        kept = saver.get(f"/api/scenarios/{name}/versions/{version}", headers={"Accept": "application/yaml"})
        assert kept.text.startswith(f"title: Number {number}\n"), f"version {version} of {name} has another text"


def test_no_acknowledged_save_is_lost_when_the_server_is_killed(tmp_path):
    acknowledged = {}
    saves = 0
    write_scenarios(tmp_path, {})
    for attempt in range(1, KILLS + 1):
        server = Playground(tmp_path, SHIPPED_SCENARIOS="")
        try:
            check(Saver(server.url), acknowledged)
            writers = [Writer(server.url, f"writer-{i}", attempt * 100_000) for i in range(WRITERS)]
            for writer in writers:
                writer.start()
            time.sleep(random.uniform(0.02, 0.3))  # the moment of the kill; nothing is expected of it
        finally:
            server.process.kill()
            server.process.wait()
        for writer in writers:
            writer.join(30)
            assert writer.unexpected is None
            saves += writer.count
            if writer.acknowledged:
                acknowledged[writer.name_of_scenario] = writer.acknowledged
        assert integrity(tmp_path, tmp_path) == [("ok",)]
    server = Playground(tmp_path)
    try:
        check(Saver(server.url), acknowledged)
    finally:
        assert server.stop() == 0
    assert saves >= KILLS, "the writers hardly saved anything: the test shows nothing"


@pytest.fixture
def small_disk(tmp_path):
    """A folder `data` on a disk of two megabytes."""
    folder = tmp_path / "data"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if not shutil.which("mount"):
        pytest.skip("there is no mount command: a small disk cannot be made")
    result = subprocess.run(mount, capture_output=True, text=True)
    if result.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {result.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_refuses_saves_and_nothing_else(tmp_path, small_disk):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "ticks.yaml").write_text("steps:\n  - repeat: forever\n    every: 50ms\n    steps:\n      - data: tick\n")
    server = Playground(tmp_path)
    try:
        saver = Saver(server.url)
        assert saver.put("before", text(1)).status_code == 201
        stream = requests.get(f"{server.url}/play/ticks", stream=True, timeout=20)
        ticks = (line for line in stream.iter_lines() if line == b"data: tick")
        next(ticks)
        statuses = []
        for number in range(2, 40):
            response = saver.put("large", text(number, size=150_000))
            statuses.append(response.status_code)
            if response.status_code == 507:
                break
            last_saved = number
        assert statuses[-1] == 507, statuses
        assert set(statuses[:-1]) <= {200, 201}
        assert response.headers["Content-Type"] == "application/problem+json"
        assert "full" in response.json()["detail"]

        for _ in range(10):
            next(ticks)  # the stream goes on
        assert saver.get("/api/scenarios/large").json()["title"] == f"Number {last_saved}"
        assert saver.get("/healthz").status_code == 200
        filler = small_disk / "filler"
        try:
            with open(filler, "wb") as file:
                file.write(b"x" * (4 << 20))
        except OSError:
            pass
        assert saver.put("large", text(1, size=150_000)).status_code == 507
        filler.unlink(missing_ok=True)
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        assert integrity(tmp_path, scratch) == [("ok",)]
        stream.close()
    finally:
        assert server.stop() == 0
    server = Playground(tmp_path)
    try:
        saver = Saver(server.url)
        assert saver.get("/api/scenarios/before").json()["title"] == "Number 1"
        assert saver.get("/api/scenarios/large").json()["title"] == f"Number {last_saved}"
    finally:
        server.stop()


def test_a_corrupt_header_is_set_aside_and_said(tmp_path):
    server = Playground(tmp_path)
    assert Saver(server.url).put("kept", text(1)).status_code == 201
    server.process.kill()
    server.process.wait()
    with open(database(tmp_path), "r+b") as file:
        file.write(b"garbage!" * 12)

    server = Playground(tmp_path)
    try:
        saver = Saver(server.url)
        assert saver.get("/api/scenarios/kept").status_code == 404
        assert saver.put("next", text(2)).status_code == 201
        aside = sorted(path.name for path in (tmp_path / "data").glob("playground.damaged-*"))
        assert any(name.endswith(".sqlite") for name in aside), aside
        server.logged("damaged", "moved to")
    finally:
        assert server.stop() == 0
    assert integrity(tmp_path, tmp_path) == [("ok",)]


def test_two_servers_share_one_database(tmp_path):
    first = Playground(tmp_path)
    second = Playground(tmp_path)
    try:
        one, two = Saver(first.url), Saver(second.url)
        created = one.put("shared", text(1))
        assert created.status_code == 201

        writers = [Writer(server.url, name, 1) for server, name in [(first, "a"), (second, "b"), (first, "c"), (second, "c")]]
        for writer in writers:
            writer.start()
        answers = [
            saver.put("shared", text(2), **{"If-Match": created.headers["ETag"]}).status_code for saver in (one, two, one, two)
        ]
        assert sorted(answers) == [200, 412, 412, 412]

        deadline = time.monotonic() + 20
        while two.get("/play/a").status_code != 200 or one.get("/play/b").status_code != 200:
            assert time.monotonic() < deadline, "what one saves is never played by the other"
    finally:
        for server in (first, second):
            server.stop()
    for writer in writers:
        writer.join(30)
        assert writer.unexpected is None
    assert integrity(tmp_path, tmp_path) == [("ok",)]

    server = Playground(tmp_path)
    try:
        saver = Saver(server.url)
        versions = {name: saver.get(f"/api/scenarios/{name}").json()["version"] for name in "abc"}
        by_name = {name: sum(writer.count for writer in writers if writer.name_of_scenario == name) for name in "abc"}
        for name in "abc":
            assert by_name[name] <= versions[name] <= by_name[name] + 2, name
    finally:
        server.stop()
