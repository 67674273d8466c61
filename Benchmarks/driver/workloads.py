"""The workloads: the load client's arguments, and the columns that are shown."""

from dataclasses import dataclass, replace

FILE_SIZE = 5120


@dataclass(frozen=True)
class Workload:
    name: str
    subject: str
    path: str
    unit: str  # what CPU time is divided by
    streams: int
    seconds: float
    mode: str = "stream"
    period: float = 0
    shared: bool = False
    warmup: float = 1.0
    open_rate: int = 5000
    columns: tuple[str, ...] = ("cpu", "rate", "late", "memory")

    @property
    def title(self) -> str:
        return self.subject.format(streams=f"{self.streams:,}")

    def client_arguments(self, path: str) -> list[str]:
        arguments = ["--mode", self.mode, "--path", path, "--streams", str(self.streams)]
        arguments += ["--open-rate", str(self.open_rate), "--warmup", str(self.warmup), "--seconds", str(self.seconds)]
        if self.period:
            arguments += ["--period", str(self.period)]
        if self.shared:
            arguments += ["--shared"]
        if self.mode == "get":
            arguments += ["--expect-bytes", str(FILE_SIZE)]
        return arguments

    def quick(self) -> "Workload":
        """A small version, which shows that everything runs, not how fast."""
        return replace(self, streams=min(self.streams, 500), seconds=min(self.seconds, 2.0), warmup=0.5)


def _own(streams: int) -> Workload:
    return Workload(
        f"own-{streams}", "Own streams: {streams} clients, 10 events/s each", "/ticks", "event", streams, 6, period=100
    )


def _latency(streams: int) -> Workload:
    return Workload(
        f"latency-{streams}", "From deadline to client, streams at once: {streams}, 10 events/s each", "/ticks", "event", streams, 6,
        period=100, columns=("late", "delivery", "cpu"), warmup=2.0,
    )


def _firehose(clients: int) -> Workload:
    return Workload(
        f"firehose-{clients}", "Firehose, clients at once: {streams}", "/firehose", "event", clients, 3,
        columns=("volume", "cpu-nanoseconds", "rate"), warmup=0.5,
    )


# In the order of the table.
WORKLOADS = [
    _own(1_000),
    _own(10_000),
    Workload("fan-1000", "Fan-out: one timeline, {streams} clients, 100 events/s", "/fan-100", "event", 1_000, 6, period=10, shared=True),
    Workload("fan-10000", "Fan-out: one timeline, {streams} clients, 10 events/s", "/fan-10", "event", 10_000, 6, period=100, shared=True),
    Workload(
        "idle-2000", "Idle streams: {streams}, a heartbeat every 15 s", "/idle", "stream", 2_000, 15, columns=("memory", "cores")
    ),
    _firehose(1),
    _firehose(4),
    Workload(
        "connect", "Connect, one event, close: {streams} at once", "/one", "connection", 32, 4, mode="once", columns=("cpu", "rate")
    ),
    Workload("static", "Static file of 5 KB: {streams} kept connections", "/five.html", "request", 32, 4, mode="get", columns=("cpu", "rate")),
    _latency(1),
    _latency(100),
    _latency(1_000),
]
