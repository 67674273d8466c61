"""Turns the client's counts into figures, and the rounds into medians."""

from dataclasses import dataclass
from statistics import median

from .workloads import Workload

FAULTS = {
    "lost": "events lost",
    "disordered": "events out of order or twice",
    "malformed": "malformed",
    "refused": "connections refused or failed",
    "closed_early": "streams closed early",
    "publish_failed": "posts refused",
}


def faults(report: dict) -> list[str]:
    found = [f"{report[key]:,} {words}" for key, words in FAULTS.items() if report[key]]
    missing = report["streams"] - report["opened"]
    if missing and not report["refused"]:
        found.append(f"{missing:,} streams not answered")
    return found


def figures(workload: Workload, report: dict) -> dict[str, float]:
    """The figures of one run: times in microseconds, memory in KiB, volume in megabytes per second."""
    elapsed = report["elapsed_ns"] / 1e9
    cpu = report["cpu_ns"] / 1e9
    count = report["requests"] if workload.mode != "stream" else report["events"]
    result = {
        "cores": cpu / elapsed,
        "client_cores": report["client_cpu_ns"] / 1e9 / elapsed,
        "rate": count / elapsed,
        "memory": (report["resident_after_kib"] - report["resident_before_kib"]) / max(1, report["opened"]),
        "volume": report["wire_bytes"] / elapsed / 1e6,
        "skipped": report["skipped"],
    }
    if count:
        result["cpu"] = cpu / count * 1e6
    if cpu > 0:
        result["core_rate"] = count / cpu
        result["core_volume"] = report["wire_bytes"] / cpu / 1e6
    if workload.period:
        result["kept"] = count / (workload.streams * workload.seconds * 1000 / workload.period) * 100
    for name in ["lateness", "delivery"]:
        if report[name]["count"]:
            for quantile in ["p50", "p99", "max"]:
                result[f"{name}_{quantile}"] = report[name][quantile] / 1e6
    return result


@dataclass
class Result:
    """All rounds of one server with one workload."""

    rounds: list[dict[str, float]]
    faults: list[str]

    def median(self, name: str) -> float | None:
        values = [r[name] for r in self.rounds if name in r]
        return median(values) if values else None

    def spread(self, name: str) -> tuple[float, float] | None:
        values = [r[name] for r in self.rounds if name in r]
        return (min(values), max(values)) if values else None
