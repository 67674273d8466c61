"""/metrics, read as Prometheus reads it."""

import time

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from saving import TIMEOUT, Saver, text

COUNTED = "steps:\n  - repeat: 5\n    every: 20ms\n    steps:\n      - data: x\n"
ENDLESS = "steps:\n  - repeat: forever\n    every: 20ms\n    steps:\n      - data: x\n"


class Numbers:
    """What `/metrics` says now, by name and labels."""

    def __init__(self, url):
        self.response = requests.get(f"{url}/metrics", timeout=TIMEOUT)
        assert self.response.status_code == 200
        self.families = {family.name: family for family in text_string_to_metric_families(self.response.text)}
        self.values = {
            (sample.name, *sorted(sample.labels.items())): sample.value
            for family in self.families.values()
            for sample in family.samples
        }

    def __call__(self, name, **labels):
        return self.values.get((name, *sorted(labels.items())), 0)


@pytest.fixture
def server(start_playground, tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "counted.yaml").write_text(COUNTED)
    (tmp_path / "scenarios" / "endless.yaml").write_text(ENDLESS)
    return start_playground(LOOPS="2")


def test_it_is_text_that_prometheus_reads(server):
    numbers = Numbers(server.url)
    assert numbers.response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    for name, family in numbers.families.items():
        assert family.documentation.endswith("."), name
        assert family.type in ("counter", "gauge", "histogram"), name
        assert name.startswith(("sse_playground_", "process_")), name
    lines = numbers.response.text.splitlines()
    described = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert described == [line.split()[2] for line in lines if line.startswith("# HELP")]
    assert len(set(described)) == len(described)
    counters = [name for name in described if numbers.families.get(name.removesuffix("_total")) and "_total" in name]
    assert all(numbers.families[name.removesuffix("_total")].type == "counter" for name in counters)


def test_streams_events_bytes_and_lateness_are_counted(server):
    before = Numbers(server.url)
    body = requests.get(f"{server.url}/play/counted", timeout=TIMEOUT).content
    after = Numbers(server.url)
    assert after("sse_playground_streams_total") - before("sse_playground_streams_total") == 1
    assert after("sse_playground_events_total") - before("sse_playground_events_total") == 5
    assert after("sse_playground_stream_bytes_total") - before("sse_playground_stream_bytes_total") == len(body)
    assert after("sse_playground_requests_total") - before("sse_playground_requests_total") == 2
    assert after("sse_playground_connections_total") > before("sse_playground_connections_total")
    # Four waits of 20 ms; the first event is due at once.
    waits = after("sse_playground_lateness_seconds_count") - before("sse_playground_lateness_seconds_count")
    assert waits >= 4
    assert after("sse_playground_lateness_seconds_bucket", le="+Inf") == after("sse_playground_lateness_seconds_count")
    buckets = [sample for sample in after.families["sse_playground_lateness_seconds"].samples if sample.name.endswith("_bucket")]
    assert [sample.value for sample in buckets] == sorted(sample.value for sample in buckets)
    assert [float(sample.labels["le"]) for sample in buckets] == sorted(float(sample.labels["le"]) for sample in buckets)
    busy = [after("sse_playground_loop_busy_seconds_total", loop=loop) for loop in "01"]
    assert min(busy) > 0
    assert after("process_cpu_seconds_total") >= sum(busy)


def test_events_of_a_shared_timeline_are_counted_for_each_client(server):
    (server.scenarios / "shared.yaml").write_text("timeline: shared\n" + COUNTED)
    deadline = time.monotonic() + TIMEOUT
    while requests.get(f"{server.url}/api/scenarios/shared", timeout=TIMEOUT).status_code != 200:
        assert time.monotonic() < deadline, "the file is not loaded"
    before = Numbers(server.url)
    body = requests.get(f"{server.url}/play/shared", timeout=TIMEOUT).text
    after = Numbers(server.url)
    assert body.count("data: x") > 0
    assert after("sse_playground_events_total") - before("sse_playground_events_total") == body.count("data: x")


def test_what_is_open_and_saved_is_told(server):
    saver = Saver(server.url)
    before = Numbers(server.url)
    assert saver.put("kept", text()).status_code == 201
    with requests.get(f"{server.url}/play/endless", stream=True, timeout=TIMEOUT) as response:
        lines = response.iter_lines()
        assert next(lines)
        during = Numbers(server.url)
        assert during("sse_playground_open_streams") == 1
        assert during("sse_playground_open_connections") >= 2
    assert before("sse_playground_scenarios", origin="saved") == 0
    assert during("sse_playground_scenarios", origin="saved") == 1
    assert during("sse_playground_scenarios", origin="file") == 2
    assert during("sse_playground_uptime_seconds") > before("sse_playground_uptime_seconds")
    assert during("process_resident_memory_bytes") > 1_000_000
    assert during("process_max_fds") >= during("process_open_fds") > 3
    [build] = during.families["sse_playground_build_info"].samples
    assert build.value == 1 and build.labels["version"] and build.labels["libmicrohttpd"].startswith("0.9.")


def test_refusals_are_told_by_reason_and_status(server):
    requests.get(f"{server.url}/", headers={"Host": "evil.example"}, timeout=TIMEOUT)
    requests.put(f"{server.url}/api/scenarios/a", data="x", headers={"Content-Type": "text/plain"}, timeout=TIMEOUT)
    requests.post(
        f"{server.url}/api/scenarios/a/rename", data="x" * 5000, headers={"Content-Type": "application/json"}, timeout=TIMEOUT
    )
    numbers = Numbers(server.url)
    for reason, status in [("request", "421"), ("handler", "415"), ("body_size", "413")]:
        assert numbers("sse_playground_refusals_total", reason=reason, status=status) == 1, reason
