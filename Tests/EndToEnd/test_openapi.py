"""Schemathesis runs the server's own description against it: no 5xx, and nothing that the description does not say."""

import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
# `make test-long` looks further.
SECONDS = os.environ.get("SCHEMATHESIS_SECONDS", "60")
FINITE = "title: Finite\nsteps:\n  - data: hello\n"


def test_the_server_does_what_its_description_says(start_playground, tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "finite.yaml").write_text(FINITE)
    server = start_playground(LOG_LEVEL="error")
    command = [pathlib.Path(sys.executable).with_name("schemathesis"), "--config-file", HERE / "schemathesis.toml"]
    command += ["run", f"{server.url}/openapi.json", "--phases", "examples,coverage,fuzzing,stateful"]
    command += ["--max-examples", "20", "--max-time", SECONDS, "--request-timeout", "10", "--seed", "1"]
    command += ["--generation-database", "none", "--warnings", "off", "--no-color"]
    environment = os.environ | {"PYTHONPATH": str(HERE), "SCHEMATHESIS_HOOKS": "schemathesis_hooks"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=int(SECONDS) + 120)
    assert result.returncode == 0, result.stdout[-20_000:] + result.stderr[-2_000:]
    assert "Tested: " in result.stdout
    assert server.process.poll() is None
