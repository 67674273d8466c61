"""Faults of the system under a running server: failing calls (by strace) and a clock that jumps."""

import contextlib
import glob
import pathlib
import shutil
import signal
import subprocess
import time

import pytest

PATIENCE = 30  # seconds; a bound for a busy machine, not a wait


def wait_for(condition):
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)
    return found


def tracers(pid):
    """The ID of the process that traces each thread of a process; 0 for none."""
    found = []
    for status in glob.glob(f"/proc/{pid}/task/*/status"):
        with contextlib.suppress(FileNotFoundError):
            found += [line.split()[1] for line in pathlib.Path(status).read_text().splitlines() if line.startswith("TracerPid")]
    return found


@contextlib.contextmanager
def failing(server, calls, error, when=""):
    """Makes these system calls of the server fail with this error within the context."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    trace = subprocess.Popen(
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={calls}:error={error}{when}", "-p", str(server.process.pid)],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        end = time.monotonic() + PATIENCE
        while (found := tracers(server.process.pid)) and "0" in found:
            if trace.poll() is not None:
                pytest.skip(f"strace may not trace here: {trace.stderr.read().strip()}")
            assert time.monotonic() < end, "strace does not attach"
            time.sleep(0.02)
        yield
    finally:
        trace.send_signal(signal.SIGINT)
        trace.wait(PATIENCE)


def movable_clock(folder):
    """A library to preload that adds the seconds in the file WALL_CLOCK_OFFSET to the wall clock."""
    library = folder / "wall_clock.so"
    source = pathlib.Path(__file__).with_name("wall_clock.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True)
    return str(library)
