"""The log keeps nobody waiting."""

import os
import re
import subprocess

import requests

from playground import BINARY, ROOT

TIMEOUT = 40


def test_a_log_that_nobody_reads_stops_nothing(tmp_path):
    """As behind a pager, or in a terminal that Ctrl+S stopped."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "one.yaml").write_text("steps:\n  - data: one\n")
    environment = os.environ | {"HOST": "127.0.0.1", "PORT": "0", "SCENARIOS": "scenarios", "PUBLIC": str(ROOT / "Public"), "DATA": str(tmp_path / "data"), "LOG_LINES_PER_SECOND": "1000000"}
    server = subprocess.Popen([BINARY, "serve"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        port = int(re.search(r":(\d+)", server.stdout.readline())[1])
        with requests.Session() as session:
            # Each is a line or two; a pipe takes 64 KiB of them.
            for number in range(1000):
                assert session.get(f"http://127.0.0.1:{port}/play/one?session=s{number}", timeout=TIMEOUT).text.startswith("data: one")
            assert session.get(f"http://127.0.0.1:{port}/healthz", timeout=TIMEOUT).status_code == 200
        server.terminate()
        said = server.stderr.read()
        assert server.wait(TIMEOUT) == 0
        # What the pipe took is there.
        assert said.count("one") > 100, said[-500:]
    finally:
        server.kill()
        server.wait()
