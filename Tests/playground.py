"""A real server for the tests: the built program, on a free port, with a scenarios folder of its own."""

import os
import pathlib
import queue
import re
import shutil
import signal
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = os.environ.get("PLAYGROUND_BINARY", str(ROOT / ".build" / "debug" / "sse-playground"))
START_TIMEOUT = 30  # seconds, for a debug build on a busy machine
STOP_TIMEOUT = 15

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
SETTINGS = [
    "HOST", "PORT", "ALLOWED_ORIGINS", "ALLOWED_HOSTS", "ADMIN_TOKEN", "TRUSTED_PROXIES", "SCENARIOS", "SHIPPED_SCENARIOS", "PUBLIC", "DATA", "LOG_LEVEL", "LOG_FORMAT", "LOOPS", "ROOM",
]  # fmt: skip


def wait_for(condition):
    """Checks a condition repeatedly until it holds."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it did not come about in 20 s"
        time.sleep(0.01)


def write_scenarios(folder, texts):
    """Creates a folder for a server with only these scenarios."""
    (folder / "scenarios").mkdir()
    for name, text in texts.items():
        (folder / "scenarios" / f"{name}.yaml").write_text(text)
    return folder


class Playground:
    """A running server. `url` is its address, `scenarios` its folder, a copy that a test may change.

    `arguments` are those of `serve`, `prefix` is a command that starts it elsewhere (`namespaces.Machine.prefix`).
    `descriptors` is its limit of open descriptors (`ulimit -n`), `memory` its limit of address space in KiB (`ulimit -v`), `user` the
    user that it runs as."""

    def __init__(self, folder, arguments=(), prefix=(), descriptors=None, memory=None, user=None, **settings):
        self.folder = pathlib.Path(folder)
        self.scenarios = self.folder / "scenarios"
        if not self.scenarios.exists():
            shutil.copytree(ROOT / "scenarios", self.scenarios)
        self.log = []
        # Started in its own folder, so that the repository's .env is not read.
        environment = {key: value for key, value in os.environ.items() if key not in SETTINGS}
        environment |= {
            "PORT": "0",
            "SCENARIOS": str(self.scenarios),
            "PUBLIC": str(ROOT / "Public"),
            "DATA": str(self.folder / "data"),
            # "No container", wherever the tests run: in a container that listens on the network, no client counts as local.
            "container": "",
        }
        environment |= settings
        limits = [f"ulimit -{letter} {value}" for letter, value in [("n", descriptors), ("v", memory)] if value is not None]
        self.process = subprocess.Popen(
            [*prefix, *(["bash", "-c", " && ".join([*limits, 'exec "$0" "$@"'])] if limits else []), BINARY, "serve", *arguments],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            user=user,
            group=user,
        )
        ports = queue.Queue()
        self._reader = threading.Thread(target=self._read, args=(ports,), daemon=True)
        self._reader.start()
        try:
            self.port = ports.get(timeout=START_TIMEOUT)
        except queue.Empty:
            self.port = None
        if self.port is None:
            self.stop()
            raise RuntimeError("the server did not say its address:\n" + "".join(self.log))
        self.url = f"http://127.0.0.1:{self.port}"

    def _read(self, ports):
        """Keeps the log, and passes on the port from the first line with the address; None if the server ended before."""
        for line in self.process.stdout:
            self.log.append(line)
            match = ADDRESS.search(line)
            if match and match[1] != "0":
                ports.put(int(match[1]))
        ports.put(None)

    def logged(self, *fragments):
        """The first line of the log that contains all of these, ignoring case. Waits for it: a line may come shortly after the response."""
        end = time.monotonic() + START_TIMEOUT
        while True:
            is_over = time.monotonic() > end or not self._reader.is_alive()
            for line in list(self.log):
                if all(fragment.lower() in line.lower() for fragment in fragments):
                    return line
            assert not is_over, f"no line of the log has {fragments}:\n" + "".join(self.log)
            time.sleep(0.01)

    def wait(self, timeout):
        """Waits for its end and for the rest of its log; returns its exit status."""
        status = self.process.wait(timeout)
        self._reader.join(timeout)
        return status

    def kill(self):
        """Kills it, as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Stops the server as a service manager does, and returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.wait(STOP_TIMEOUT)
