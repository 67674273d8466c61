"""A server, started as the user of a package starts it."""

import contextlib
import os
import queue
import re
import signal
import subprocess
import threading

import requests
from playground import SETTINGS

TIMEOUT = 60  # seconds; a bound for a busy machine, not a wait
LISTENING = re.compile(r"listening on http://[^ ]+:(\d+)")


class Serving:
    """Runs `command`, which serves until it is stopped, at `url` on loopback."""

    def __init__(self, command, **options):
        clean = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        environment = clean | options.pop("env", {})
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True, **options,
        )  # fmt: skip
        self.output = []
        ports = queue.Queue()
        threading.Thread(target=self._read, args=(ports,), daemon=True).start()
        port = ports.get(timeout=TIMEOUT)
        assert port, "".join(self.output)
        self.url = f"http://127.0.0.1:{port}"

    def _read(self, ports):
        for line in self.process.stdout:
            self.output.append(line)
            if match := LISTENING.search(line):
                ports.put(int(match[1]))
        ports.put(None)

    def stop(self, number=signal.SIGTERM, group=False):
        """Stops it and returns its exit status. `group`: also signals its child processes, as Ctrl+C in a terminal does."""
        if group:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        return self.process.wait(TIMEOUT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # No process may stay, even if a child outlived its parent.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def assert_plays(url):
    """Checks its pages, their libraries, and a shipped scenario."""
    assert "SSE Playground" in requests.get(f"{url}/", timeout=TIMEOUT).text
    for library in ("react/react.production.min.js", "codemirror/index.js", "uplot/uPlot.iife.js"):
        assert requests.get(f"{url}/vendor/{library}", timeout=TIMEOUT).ok, library
    answer = requests.get(f"{url}/play/counter?speed=1000", timeout=TIMEOUT)
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert "event: complete" in answer.text or "data:" in answer.text


def saves(url, token=None):
    """Whether a scenario can be saved."""
    headers = {"Content-Type": "application/yaml"} | ({"Authorization": f"Bearer {token}"} if token else {})
    answer = requests.put(
        f"{url}/api/scenarios/saved-here", data="steps:\n  - data: saved\n", headers=headers, timeout=TIMEOUT
    )
    return answer.ok
