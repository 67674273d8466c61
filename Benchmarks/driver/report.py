"""Writes the tables as Markdown."""

from dataclasses import dataclass

from .figures import Result
from .workloads import Workload

Results = dict[tuple[str, str], Result]  # by workload and server


def number(value: float | None, digits: int = 3) -> str:
    if value is None:
        return "–"
    magnitude = abs(value)
    if magnitude >= 1000:
        return f"{value:,.0f}"
    if magnitude >= 100:
        return f"{value:.0f}"
    if magnitude >= 10:
        return f"{value:.1f}"
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if value else "0"


def _with_spread(result: Result, name: str, factor: float = 1) -> str:
    middle, spread = result.median(name), result.spread(name)
    if middle is None or spread is None:
        return "–"
    if len(result.rounds) == 1:
        return number(middle * factor, 2)
    return f"{number(middle * factor, 2)} ({number(spread[0] * factor, 2)}–{number(spread[1] * factor, 2)})"


def _quantiles(result: Result, name: str) -> str:
    values = [result.median(f"{name}_{q}") for q in ("p50", "p99", "max")]
    return " / ".join(number(v, 2) for v in values) if values[0] is not None else "–"


def _cells(column: str, workload: Workload, result: Result, limit: Result | None) -> list[str]:
    def ratio(name: str) -> str:
        own, base = result.median(name), limit.median(name) if limit else None
        return f"{own / base:.2f}×" if own is not None and base else "–"

    match column:
        case "cpu":
            return [_with_spread(result, "cpu"), ratio("cpu")]
        case "cpu-nanoseconds":
            return [_with_spread(result, "cpu", 1000), ratio("cpu")]
        case "rate":
            kept = result.median("kept")
            return [number(result.median("rate")) + (f" ({kept:.0f} %)" if kept is not None else ""), number(result.median("core_rate"))]
        case "volume":
            return [_with_spread(result, "volume"), number(result.median("core_volume"))]
        case "late":
            return [_quantiles(result, "lateness")]
        case "delivery":
            return [_quantiles(result, "delivery")]
        case "memory":
            return [number(result.median("memory"), 1)]
        case "cores":
            return [_with_spread(result, "cores")]
    raise ValueError(column)


def _headings(column: str, workload: Workload) -> list[str]:
    return {
        "cpu": [f"CPU µs/{workload.unit}", "to the limit"],
        "cpu-nanoseconds": [f"CPU ns/{workload.unit}", "to the limit"],
        "rate": [f"{workload.unit}s/s" + (" (of schedule)" if workload.period else ""), "a core of CPU"],
        "volume": ["MB/s", "MB/s a core of CPU"],
        "late": ["late ms p50 / p99 / max"],
        "delivery": ["write to read ms p50 / p99 / max"],
        "memory": ["KiB/stream"],
        "cores": ["cores"],
    }[column]


def workload_table(workload: Workload, titles: dict[str, str], results: Results, skipped: dict[tuple[str, str], str]) -> str:
    headings = ["server"] + [h for c in workload.columns for h in _headings(c, workload)] + ["faults"]
    lines = [f"### {workload.title}", "", "| " + " | ".join(headings) + " |", "|---" + "|---:" * (len(headings) - 2) + "|---|"]
    limit = results.get((workload.name, "limit"))
    remarks = []
    for server, title in titles.items():
        result = results.get((workload.name, server))
        if result and result.rounds:
            cells = [c for column in workload.columns for c in _cells(column, workload, result, limit)]
            lines.append("| " + " | ".join([title, *cells, "; ".join(result.faults) or "none"]) + " |")
            client = result.median("client_cores") or 0
            if client > 0.9:
                remarks.append(f"{title}: the client was busy for {client:.2f} of a core; the rate may be the client's.")
        elif (workload.name, server) in skipped:
            remarks.append(f"{title}: skipped, {skipped[workload.name, server]}.")
    return "\n".join(lines + (["", "<br>\n".join(remarks)] if remarks else []))


@dataclass
class Target:
    text: str
    measured: str
    met: bool


def targets(results: Results, start: dict[str, float], plan_rate: float | None) -> list[Target]:
    """The targets that the documents promise, as far as they were measured."""
    found: list[Target] = []

    def value(workload: str, server: str, name: str) -> float | None:
        result = results.get((workload, server))
        return result.median(name) if result else None

    def compare(text: str, workload: str, name: str, other: str, at_most: float | None = None, at_least: float | None = None) -> None:
        own, base = value(workload, "playground", name), value(workload, other, name)
        if own is None or not base:
            return
        ratio = own / base
        met = (at_most is None or ratio <= at_most) and (at_least is None or ratio >= at_least)
        found.append(Target(text, f"{ratio:.2f}×", met))

    def bound(text: str, workload: str, name: str, unit: str, at_most: float | None = None, at_least: float | None = None) -> None:
        own = value(workload, "playground", name)
        if own is None:
            return
        met = (at_most is None or own <= at_most) and (at_least is None or own >= at_least)
        found.append(Target(text, f"{number(own)} {unit}", met))

    compare("own streams, 10,000: CPU an event at most 1.4× the limit", "own-10000", "cpu", "limit", at_most=1.4)
    bound("own streams, 10,000: p99 at most 25 ms late", "own-10000", "lateness_p99", "ms", at_most=25)
    own = results.get(("own-10000", "playground"))
    if own:
        found.append(Target("own streams, 10,000: none lost", "; ".join(own.faults) or "none", not own.faults))
    for n in (1000, 10000):
        compare(f"fan-out, {n:,}: events a core at least 0.7× the limit's", f"fan-{n}", "core_rate", "limit", at_least=0.7)
        compare(f"fan-out, {n:,}: events a core at least 1.5× nchan's", f"fan-{n}", "core_rate", "nginx", at_least=1.5)
    bound("idle: at most 12 KiB a stream", "idle-2000", "memory", "KiB", at_most=12)
    bound("idle: at most 0.01 core for 2,000", "idle-2000", "cores", "core", at_most=0.01)
    bound("firehose, 1 client: at least 400 MB/s a core", "firehose-1", "core_volume", "MB/s", at_least=400)
    compare("firehose, 1 client: at least 5× Node", "firehose-1", "core_volume", "node", at_least=5)
    compare("firehose, 4 clients: at least 5× Node", "firehose-4", "core_volume", "node", at_least=5)
    compare("connect, one event, close: at least 0.7× the limit", "connect", "core_rate", "limit", at_least=0.7)
    compare("static 5 KB: CPU a request at most nginx's", "static", "cpu", "nginx", at_most=1.0)
    if plan_rate is not None:
        found.append(Target("plan only: at least 2 million events/s a core", f"{plan_rate / 1e6:.2f} million/s", plan_rate >= 2e6))
    bound("latency, 1,000 streams: p99 under 2 ms", "latency-1000", "lateness_p99", "ms", at_most=2)
    if "playground" in start:
        milliseconds = start["playground"] * 1000
        found.append(Target("start to listening under 100 ms", f"{number(milliseconds, 0)} ms", milliseconds < 100))
    return found


def target_table(found: list[Target]) -> str:
    lines = ["| target | measured | |", "|---|---:|---|"]
    lines += [f"| {t.text} | {t.measured} | {'met' if t.met else '**missed**'} |" for t in found]
    return "\n".join(lines)

