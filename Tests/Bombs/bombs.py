"""The bombs: scenarios and requests that would block, fill or crash a server that trusts them."""

import contextlib
import dataclasses
import json
import math
import pathlib
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from playground import Playground  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
SCENARIOS = HERE / "scenarios"
TIMEOUT = 60  # seconds; a bound for a machine that is held, not a wait
STOP_TIMEOUT = 20

JSON = {"Content-Type": "application/json"}
YAML = {"Content-Type": "application/yaml"}


def text(name):
    return (SCENARIOS / f"{name}.yaml").read_text()


@dataclasses.dataclass
class Bomb:
    """The requests of a crowd of clients; `scenario` is the file that the server needs for them, if any."""

    name: str
    what: str
    scenario: str | None
    crowds: list

    @classmethod
    def of_file(cls, path):
        name = path.stem
        return cls(name, path.read_text().splitlines()[0].removeprefix("# "), name, [{"path": f"/play/{name}", **SPECIAL.get(name, {})}])


# The requests of scenarios for which a plain GET is not enough.
SPECIAL = {
    "unknown-id": {"fields": {"Last-Event-ID": "nope"}},
    "unknown-id-of-one": {"fields": {"Last-Event-ID": "nope"}},
    "unknown-id-silent": {"fields": {"Last-Event-ID": "nope"}},
    "unknown-id-written": {"fields": {"Last-Event-ID": "nope"}},
    "gap-of-a-million": {"fields": {"Last-Event-ID": "1"}},
    "million-again": {"fields": {"Last-Event-ID": "999999"}},
    "centuries": {"path": "/play/centuries?speed=1000"},
    "a-microsecond-a-turn": {"path": "/play/a-microsecond-a-turn?speed=1000"},
    "paced-bytes": {"path": "/play/paced-bytes?speed=1000"},
    "heartbeats": {"path": "/play/heartbeats?speed=1000"},
    "gzip": {"fields": {"Accept-Encoding": "gzip"}},
    "gzip-firehose": {"fields": {"Accept-Encoding": "gzip"}},
    "buffered-for-ever": {"fields": {"Accept-Encoding": "gzip"}},
    "large-body": {"method": "POST", "fields": JSON, "body": "large"},
    "kept-body": {"method": "POST", "fields": JSON, "body": "large"},
    "unread-body": {"method": "POST", "fields": JSON, "body": "large"},
    "unknown-id-faults": {"fields": {"Last-Event-ID": "nope"}},
    "ids-of-digits": {"fields": {"Last-Event-ID": "9" * 250}},
    "many-cookies": {"fields": {"Cookie": "; ".join(f"c{index}=x" for index in range(900))}},
    "many-parameters": {"path": "/play/many-parameters?" + "&".join(f"c{index}=x" for index in range(500))},
    "drop-then-reorder": {"fields": {"Accept-Encoding": "gzip"}},
    "empty-through-stages": {"fields": {"Accept-Encoding": "gzip"}},
    "deep-body": {"method": "POST", "fields": JSON, "body": "deep"},
}

MISSPELT = "steps:\n" + "".join(f"  - data: ${{randam{index}(cuonter)}}\n" for index in range(900))
ONE_LINE = "steps: [" + ", ".join('{"data": "0123456789"}' for _ in range(990)) + "]"
LONG_LINE = 'steps: [{"data": {' + ", ".join(f'"k{index}": {index}' for index in range(9_000)) + "}}]"
KEYS = "steps: " + "{? " * 900 + "[" + "a," * 120_000 + "]" + "}" * 900
SHORT_KEYS = "steps: [" + ", ".join("{" + "{" * 250 + "a" + " :1}" * 250 + " :1}" for _ in range(250)) + "]"
MANY_MISTAKES = "steps:\n  - data: " + "${aa(bb)}" * 27_000
DRAFT = "steps:\n  - data: {n}-{turn}\n#" + "x" * 200_000

REQUESTS = [
    Bomb("validate", "Texts that compute for minutes are sent to be checked.", None,
         [{"method": "POST", "path": "/api/validate", "fields": YAML, "body": text("silent-sums")}]),
    Bomb("validate-outline", "The same for a loop of loops of nothing.", None,
         [{"method": "POST", "path": "/api/validate", "fields": YAML, "body": text("empty-turns")}]),
    Bomb("validate-misspelt", "Nine hundred misspelt names, each of which may be another one.", None,
         [{"method": "POST", "path": "/api/validate", "fields": YAML, "body": MISSPELT, "stays": False}]),
    Bomb("validate-one-line", "A thousand steps in one line.", None,
         [{"method": "POST", "path": "/api/validate", "fields": YAML, "body": ONE_LINE, "stays": False}]),
    Bomb("validate-long-line", "A line of 150 KB of JSON.", None,
         [{"method": "POST", "path": "/api/validate", "fields": YAML, "body": LONG_LINE, "stays": False}]),
    Bomb("validate-keys", "Keys within keys, each of them a list of thousands.", None,
         [{"method": "POST", "path": "/api/validate", "fields": YAML, "body": KEYS, "stays": False}]),
    Bomb("validate-short-keys", "Thousands of keys that are mappings of mappings.", None,
         [{"method": "POST", "path": "/api/validate", "fields": YAML, "body": SHORT_KEYS, "stays": False}]),
    Bomb("validate-many-mistakes", "Fifty thousand mistakes.", None,
         [{"method": "POST", "path": "/api/validate", "fields": YAML, "body": MANY_MISTAKES, "stays": False}]),
    Bomb("drafts", "Drafts of 200 KB without end.", None,
         [{"method": "POST", "path": "/api/drafts", "fields": YAML, "body": DRAFT, "stays": False}]),
    Bomb("saves", "A scenario that is saved again and again.", None,
         [{"method": "PUT", "path": "/api/scenarios/s{n}", "fields": YAML, "body": DRAFT, "stays": False}]),
    Bomb("sessions", "A session of its own for each connection, and a thousand connections a second.", "counter-firehose",
         [{"path": "/play/counter-firehose?session=s{n}-{turn}", "stays": False}]),
    Bomb("slow-readers", "Clients that ask for a firehose and never read.", "counter-firehose",
         [{"path": "/play/counter-firehose", "reads": False}]),
    Bomb("slow-readers-of-megabytes", "Clients that ask for megabytes and never read.", "megabytes",
         [{"path": "/play/megabytes", "reads": False}]),
    Bomb("slow-readers-together", "Clients of a shared timeline that never read.", "shared-flood",
         [{"path": "/play/shared-flood", "reads": False}]),
    Bomb("watchers", "Everybody watches the journal of a firehose.", "counter-firehose",
         [{"path": "/play/counter-firehose?session=watched"}, {"path": "/api/sessions/watched/journal"}]),
    Bomb("opened-gates", "A gate that is opened without end in a session that loops through it.", "gates-in-a-loop",
         [{"path": "/play/gates-in-a-loop?session=g"}, {"method": "POST", "path": "/api/sessions/g/gates/go", "fields": JSON, "body": "{}", "stays": False}]),
    Bomb("names-nearby", "Scenarios that do not exist, asked for under names that resemble others.", "counter-firehose",
         [{"path": "/play/counter-firehosf{turn}", "stays": False}]),
    Bomb("unknown-ids-each-its-own", "Clients that come back with an id each, none of which ever was.", "unknown-id",
         [{"path": "/play/unknown-id", "fields": {"Last-Event-ID": "e{n}"}}]),
    Bomb("seeds-each-its-own", "The same, each with a seed of its own.", "unknown-id-of-one",
         [{"path": "/play/unknown-id-of-one?seed={n}", "fields": {"Last-Event-ID": "e{n}"}}]),
    Bomb("heads-only", "Heads that are computed, asked for by HEAD without a pause.", "costly-head",
         [{"method": "HEAD", "path": "/play/costly-head", "stays": False}]),
    Bomb("preflights", "Preflights of a scenario with a head that is computed.", "costly-head",
         [{"method": "OPTIONS", "path": "/play/costly-head", "stays": False,
           "fields": {"Origin": "http://localhost:3000", "Access-Control-Request-Method": "GET"}}]),
    Bomb("half-closed", "Clients that close their half as soon as they have asked.", "counter-firehose",
         [{"path": "/play/counter-firehose", "halfCloses": True}]),
    Bomb("gone-at-once", "Clients that leave as soon as they have asked for what takes long to begin.", "late-answer",
         [{"path": "/play/late-answer", "leaves": True}]),
    Bomb("metrics", "The metrics, asked for without a pause.", "counter-firehose",
         [{"path": "/metrics", "stays": False}]),
    Bomb("long-refused-bodies", "Bodies that are a megabyte too long.", None,
         [{"method": "POST", "path": "/api/sessions/x/gates/y", "fields": JSON, "body": "large", "stays": False}]),
]  # fmt: skip

BOMBS = [Bomb.of_file(path) for path in sorted(SCENARIOS.glob("*.yaml"))] + REQUESTS


class Health:
    """A client that requests `/healthz` on a kept connection."""

    def __init__(self, port):
        self.port, self.socket = port, None

    def ask(self):
        """Seconds from the request to the complete response."""
        began = time.monotonic()
        for attempt in range(2):
            try:
                if self.socket is None:
                    self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
                self.socket.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                answer = b""
                while not answer.endswith(b"}\n") and not answer.endswith(b"}"):
                    more = self.socket.recv(65536)
                    if not more:
                        raise ConnectionError("closed")
                    answer += more
                assert answer.startswith(b"HTTP/1.1 200 "), answer
                return time.monotonic() - began
            except ConnectionError:
                # An idle connection may be closed; a new one must not be refused.
                self.socket = None
                if attempt:
                    raise
        return math.inf

    def watch(self, seconds, every=0.02):
        """The times of requests at this rate. A slow response also counts for the requests that it delayed."""
        took = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            began = time.monotonic()
            took.append(self.ask())
            took += [took[-1] - skipped * every for skipped in range(1, int(took[-1] / every) + 1)]
            time.sleep(max(0, began + every - time.monotonic()))
        return sorted(took)


def percentile(values, share):
    return values[min(len(values) - 1, math.ceil(share * len(values)) - 1)]


def peak_memory(process):
    """The most memory that the process had resident, in bytes."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))) * 1024


class Site:
    """A server with one bomb's scenario, and the crowds of its clients."""

    def __init__(self, folder, bomb, **settings):
        scenarios = pathlib.Path(folder) / "scenarios"
        scenarios.mkdir(parents=True)
        if bomb.scenario:
            (scenarios / f"{bomb.scenario}.yaml").write_text(text(bomb.scenario))
        self.bomb = bomb
        self.crowds = []
        self.server = Playground(folder, LOG_LEVEL="warning", **settings)
        self.health = Health(self.server.port)

    def play(self, number):
        """Starts this many clients for each crowd, and waits until each has sent a request."""
        for spec in self.bomb.crowds:
            crowd = subprocess.Popen(
                [sys.executable, str(HERE / "crowd.py"), str(self.server.port), str(number)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            self.crowds.append(crowd)
            crowd.stdin.write(json.dumps(spec))
            crowd.stdin.close()
        for crowd in self.crowds:
            assert crowd.stdout.readline() == "all\n", "the crowd did not come"

    def memory(self):
        return peak_memory(self.server.process)

    def stop(self):
        """Stops the server while its clients are connected; returns its exit status and the seconds that it took."""
        began = time.monotonic()
        process = self.server.process
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_TIMEOUT)
        took = time.monotonic() - began
        if process.poll() is None:
            process.kill()
        return process.wait(), took

    def close(self):
        for crowd in self.crowds:
            crowd.kill()
            crowd.wait()
            crowd.stdout.close()
        if self.server.process.poll() is None:
            self.server.process.kill()
        self.server.process.wait()
