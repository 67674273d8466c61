"""What the system may do to a server: each ends in the answer that the documentation gives, and the server serves on."""

import signal
import threading
import time

import requests

from playground import Playground
from saving import TIMEOUT, Saver, text
from system import failing, movable_clock, wait_for
from wire import Wire

TICKS = "heartbeat: 500ms\nsteps:\n  - repeat: 60\n    every: 40ms\n    id: ${number}\n    data: ${number}\n"
ENDLESS = "steps:\n  - repeat: forever\n    every: 20ms\n    data: tick\n"


def folder(tmp_path, **scenarios):
    (tmp_path / "scenarios").mkdir()
    for name, source in scenarios.items():
        (tmp_path / "scenarios" / f"{name}.yaml").write_text(source)


def numbers(raw):
    return [int(line[6:]) for line in raw.decode().splitlines() if line.startswith("data: ")]


class Reader(threading.Thread):
    """Reads a stream to its end beside a test."""

    def __init__(self, url):
        super().__init__(daemon=True)
        self.response = requests.get(url, stream=True, timeout=60)
        self.raw = b""
        self.start()

    def run(self):
        for piece in self.response.iter_content(None):
            self.raw += piece


def serves_on(server):
    """Pages, the API and streams answer, and a save is kept."""
    saver = Saver(server.url)
    assert saver.get("/healthz").status_code == 200
    assert saver.get("/").status_code == 200
    assert saver.get("/api/scenarios").status_code == 200
    assert saver.put("afterwards", text(9)).status_code in (200, 201)
    assert saver.get("/api/scenarios/afterwards").json()["title"] == "Number 9"
    assert "data: number 9" in saver.get("/play/afterwards").text


def fails_and_loses_nothing(tmp_path, calls, error, expected):
    """Saves fail with the status that is expected while the calls do; streams go on; what was acknowledged is there after a restart."""
    folder(tmp_path, endless=ENDLESS)
    server = Playground(tmp_path)
    try:
        saver = Saver(server.url)
        assert saver.put("before", text(1)).status_code == 201
        stream = requests.get(f"{server.url}/play/endless", stream=True, timeout=TIMEOUT)
        ticks = (line for line in stream.iter_lines() if line == b"data: tick")
        with failing(server, calls, error):
            for number in range(3):
                answer = saver.put("before", text(100 + number))
                assert answer.status_code == expected, answer.text
                assert answer.headers["Content-Type"] == "application/problem+json"
            for _ in range(20):
                next(ticks)
            assert saver.get("/healthz").status_code == 200
            assert saver.get("/api/scenarios/before").json()["title"] == "Number 1"
        stream.close()
        serves_on(server)
    finally:
        assert server.stop() == 0
    server = Playground(tmp_path)
    try:
        saver = Saver(server.url)
        assert saver.get("/api/scenarios/before").json()["title"] == "Number 1"
        assert saver.get("/api/scenarios/afterwards").json()["title"] == "Number 9"
    finally:
        assert server.stop() == 0


def test_a_disk_with_errors_refuses_saves_with_500(tmp_path):
    fails_and_loses_nothing(tmp_path, "fsync,fdatasync", "EIO", 500)


def test_writes_that_fail_refuse_saves_with_500(tmp_path):
    fails_and_loses_nothing(tmp_path, "pwrite64", "EIO", 500)


def test_a_disk_without_room_refuses_saves_with_507(tmp_path):
    fails_and_loses_nothing(tmp_path, "pwrite64", "ENOSPC", 507)


def test_a_scenario_file_that_may_not_be_read_is_named_and_its_last_good_version_plays(tmp_path):
    folder(tmp_path, one=text(1), two=text(2))
    server = Playground(tmp_path)
    try:
        saver = Saver(server.url)
        with failing(server, "openat2", "EACCES"):
            (tmp_path / "scenarios" / "one.yaml").write_text(text(7))
            found = wait_for(lambda: saver.get("/api/scenarios/one").json()["mistakes"])
            assert found[0]["severity"] == "error"
            assert "data: number 1" in saver.get("/play/one").text
            assert "data: number 2" in saver.get("/play/two").text
        (tmp_path / "scenarios" / "one.yaml").write_text(text(8))
        wait_for(lambda: "data: number 8" in saver.get("/play/one").text)
        serves_on(server)
    finally:
        assert server.stop() == 0


def test_pages_that_may_not_be_read_are_answered_and_read_again_afterwards(tmp_path):
    folder(tmp_path, one=text(1))
    server = Playground(tmp_path)
    try:
        saver = Saver(server.url)
        for error in ["EACCES", "EIO", "EMFILE"]:
            with failing(server, "openat2", error):
                assert saver.get("/learn/").status_code in (403, 404, 500, 503)
                assert "data: number 1" in saver.get("/play/one").text
        serves_on(server)
    finally:
        assert server.stop() == 0


def test_without_descriptors_for_connections_streams_go_on_and_new_ones_come_afterwards(tmp_path):
    folder(tmp_path, ticks=TICKS)
    server = Playground(tmp_path)
    try:
        reader = Reader(f"{server.url}/play/ticks")
        kept = Saver(server.url)
        assert kept.get("/healthz").status_code == 200
        with failing(server, "accept4", "EMFILE"):
            waiting = Wire(server.port)
            waiting.send("GET /healthz HTTP/1.1")
            assert kept.get("/healthz").status_code == 200
        # It was in the system's queue, or was closed to make room: then it comes again.
        wait_for(lambda: requests.get(f"{server.url}/healthz", timeout=TIMEOUT).status_code == 200)
        waiting.close()
        reader.join(60)
        assert numbers(reader.raw) == list(range(1, 61))
        serves_on(server)
    finally:
        assert server.stop() == 0


def test_a_process_that_is_stopped_for_a_while_sends_everything_in_order_afterwards(start_playground, tmp_path):
    folder(tmp_path, ticks=TICKS)
    server = start_playground()
    readers = [Reader(f"{server.url}/play/ticks") for _ in range(5)]
    wait_for(lambda: all(b"data: 3\n" in reader.raw for reader in readers))
    for _ in range(3):
        server.process.send_signal(signal.SIGSTOP)
        time.sleep(0.7)
        server.process.send_signal(signal.SIGCONT)
        time.sleep(0.1)
    for reader in readers:
        reader.join(60)
        assert numbers(reader.raw) == list(range(1, 61))
    serves_on(server)


def test_a_clock_that_jumps_changes_no_stream_and_loses_no_save(start_playground, tmp_path):
    folder(tmp_path, ticks=TICKS)
    offset = tmp_path / "offset"
    offset.write_text("0")
    server = start_playground(LD_PRELOAD=movable_clock(tmp_path), WALL_CLOCK_OFFSET=str(offset))
    reader = Reader(f"{server.url}/play/ticks")
    saver = Saver(server.url)
    assert saver.put("kept", text(0)).status_code == 201
    years = []
    for number, jump in enumerate(["86400", "-86400", "34560000", "-3600", "0"], 1):
        offset.write_text(jump)
        assert saver.put("kept", text(number)).status_code == 200
        years.append(saver.get("/api/scenarios/kept").json()["updated"][:4])
        assert saver.get("/healthz").status_code == 200
    assert years[2] != years[0], "the clock did not jump: the test shows nothing"
    versions = saver.get("/api/scenarios/kept/versions").json()["versions"]
    assert [version["number"] for version in versions] == [6, 5, 4, 3, 2, 1]
    reader.join(60)
    assert numbers(reader.raw) == list(range(1, 61))
    serves_on(server)


def test_in_512_mib_of_address_space_streams_pages_and_saves_are_served(start_playground, tmp_path):
    folder(tmp_path, ticks=TICKS)
    server = start_playground(memory=524_288)
    readers = [Reader(f"{server.url}/play/ticks") for _ in range(40)]
    saver = Saver(server.url)
    for number in range(20):
        assert saver.put(f"large-{number}", text(number, size=250_000)).status_code == 201
        assert saver.get("/api/scenarios").status_code == 200
    for reader in readers:
        reader.join(60)
        assert numbers(reader.raw) == list(range(1, 61))
    serves_on(server)
