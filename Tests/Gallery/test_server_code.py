"""The servers that the page `/pitfalls/` offers to copy, in Node.js and Python: they are right by every pitfall."""

import http.server
import importlib.util
import json
import shutil
import subprocess
import threading
import zlib

import httpx
import pytest
from playground import ROOT
from wiretap import parse

FOLDER = ROOT / "Public/pitfalls/servers"
NODE = """
import http from 'node:http';
const parts = await import(process.argv[1]);
const server = http.createServer((request, response) => {
  const name = request.url.split(/[/?]/)[1];
  parts[name](request, response, ...(name === 'heartbeat' ? [10] : []));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
"""
# In Python the same parts are called as Python calls them.
NAMES = {"resumeOrReset": "resume_or_reset", "crossOrigin": "cross_origin"}


@pytest.fixture(scope="module", params=["node", "python"])
def server(request):
    if request.param == "node":
        if shutil.which("node") is None:
            pytest.skip("Node.js is not installed")
        command = ["node", "--input-type=module", "-e", NODE, (FOLDER / "node.mjs").as_uri()]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
            process.kill()
        return
    spec = importlib.util.spec_from_file_location("pitfall_servers", FOLDER / "python.py")
    parts = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(parts)

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            name = self.path.replace("?", "/").split("/")[1]
            more = {"every": 0.01, "times": 3} if name == "heartbeat" else {}
            getattr(parts, NAMES.get(name, name))(self, **more)

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def get(server, part, query="", **fields):
    fields = {name.replace("_", "-"): value for name, value in fields.items()}
    return httpx.get(f"{server}/{part}{query}", headers={"accept-encoding": "identity", **fields}, timeout=20)


def events(answer):
    return [(message.type, message.id, message.data) for message in parse(answer.content)[0]]


def test_every_pitfall_that_a_server_can_mend_has_a_part_in_both_languages():
    def named(file, mark):
        lines = (FOLDER / file).read_text().splitlines()
        return [name for line in lines if line.startswith(mark) for name in line.removeprefix(mark).split()]

    node, python = named("node.mjs", "//# "), named("python.py", "# # ")
    assert node == python and len(node) == len(set(node))
    pitfalls = {pitfall["name"] for pitfall in json.loads((ROOT / "Public/pitfalls/pitfalls.json").read_text())}
    assert pitfalls - set(node) == {"named-events", "json-split", "utf8-split", "crlf-split"}  # the client's alone


def test_lines_and_their_spaces_arrive(server):
    answer = get(server, "lines")
    assert [data for _, _, data in events(answer)] == ["Roses are red,\nviolets are blue", "  indented, and whole"]
    assert answer.headers["content-type"] == "text/event-stream"
    assert answer.headers["cache-control"] == "no-store, no-transform"
    assert answer.headers["x-accel-buffering"] == "no"
    assert b"\r" not in answer.content and not answer.content.startswith(b"\xef\xbb\xbf")


def test_each_client_is_told_another_time_to_come_back(server):
    times = [parse(get(server, "spread").content)[1] for _ in range(6)]
    assert len(set(times)) > 1 and all(1000 <= time <= 5000 for time in times)


def test_an_end_is_said_and_then_204(server):
    assert events(get(server, "end"))[-1] == ("done", "2", "[DONE]")
    assert get(server, "end", Last_Event_ID="2").status_code == 204


def test_a_client_goes_on_right_after_its_last_event(server):
    assert [id for _, id, _ in events(get(server, "resume"))] == ["1", "2", "3", "4", "5"]
    assert [id for _, id, _ in events(get(server, "resume", Last_Event_ID="3"))] == ["4", "5"]


@pytest.mark.parametrize(("last", "types"), [("40", ["message", "message"]), ("41", ["message"]), ("39", ["reset"]), ("x", ["reset"])])
def test_an_id_that_is_too_old_is_answered_by_a_reset(server, last, types):
    assert [type for type, _, _ in events(get(server, "resumeOrReset", Last_Event_ID=last))] == types


def test_a_busy_server_answers_200_and_a_retry(server):
    first, second = get(server, "busy"), get(server, "busy")
    assert (first.status_code, events(first), parse(first.content)[1]) == (200, [], 1000)
    assert len(events(second)) == 1


def test_compression_is_flushed_and_only_for_who_takes_it(server):
    plain = get(server, "compressed", Accept_Encoding="gzip;q=0, br")
    assert "content-encoding" not in plain.headers
    with httpx.stream("GET", f"{server}/compressed", headers={"accept-encoding": "gzip"}, timeout=20) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        raw = b"".join(answer.iter_raw())
    # What came before the last flush can be read without the end.
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | 16)
    assert len(parse(decompressor.decompress(raw[:-10]))[0]) >= 1
    assert [message.data for message in parse(zlib.decompress(raw, zlib.MAX_WBITS | 16))[0]] == ["one", "two"]


def test_silence_is_filled_with_comments(server):
    with httpx.stream("GET", f"{server}/heartbeat", timeout=20) as answer:
        body = b""
        for piece in answer.iter_raw():
            body += piece
            if body.count(b": still here\n") == 2:
                break
    assert body.startswith(b"data: one\n\n: still here\n: still here\n")


def test_an_error_is_an_event_and_then_204(server):
    assert events(get(server, "report"))[-1][:2] == ("server-error", "9")
    assert get(server, "report", Last_Event_ID="9").status_code == 204


def test_a_token_is_renewed_and_a_wrong_one_gets_401_and_no_page(server):
    refusal = get(server, "authorized", "?token=old")
    assert (refusal.status_code, refusal.headers["content-type"]) == (401, "text/plain")
    assert events(get(server, "authorized", "?token=good"))[-1][0] == "token"


def test_the_very_origin_is_answered_and_no_other(server):
    allowed, other = get(server, "crossOrigin", Origin="https://shop.example"), get(server, "crossOrigin", Origin="https://x.example")
    assert allowed.headers["access-control-allow-origin"] == "https://shop.example"
    assert allowed.headers["access-control-allow-credentials"] == "true"
    assert "access-control-allow-origin" not in other.headers
    assert allowed.headers["vary"] == other.headers["vary"] == "Origin"


def test_two_connections_share_a_job(server):
    assert events(get(server, "job", "?job=a")) == events(get(server, "job", "?job=a"))
    assert events(get(server, "job", "?job=a")) != events(get(server, "job", "?job=b"))
