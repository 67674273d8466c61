"""The clients for terminals that the page `/clients/` offers, run as they are."""

import contextlib
import http.server
import shutil
import subprocess
import sys
import threading

import pytest
import requests
from playground import ROOT

PYTHON_CLIENT = [sys.executable, str(ROOT / "Public" / "clients" / "python" / "client.py")]
CURL_CLIENT = ["sh", str(ROOT / "Public" / "clients" / "curl" / "client.sh")]
LIMIT = 30  # seconds


def run(command, *arguments):
    return subprocess.run([*command, *arguments], capture_output=True, timeout=LIMIT, check=False)


@pytest.fixture
def answering():
    """A server that gives these answers, one to each request, and notes the Last-Event-ID that came with it."""
    servers = []

    def start(*answers):
        received = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                received.append(self.headers.get("Last-Event-ID"))
                status, chunks, is_whole = answers[min(len(received), len(answers)) - 1]
                self.send_response(status)
                if status == 204:
                    self.end_headers()
                    return
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for chunk in chunks:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
                    self.wfile.flush()
                if is_whole:
                    self.wfile.write(b"0\r\n\r\n")
                self.close_connection = True

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/", received

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_python_client_reads_a_scenario_to_its_end(playground):
    result = run(PYTHON_CLIENT, f"{playground.url}/events?speed=1000")
    lines = result.stdout.decode().splitlines()
    assert result.returncode == 0, result.stderr
    assert len(lines) == 101
    assert "Agent update #1" in lines[0]
    assert lines[-1].startswith("complete") and "Stream completed" in lines[-1]


def test_python_client_says_why_it_was_refused(playground):
    result = run(PYTHON_CLIENT, f"{playground.url}/play/no-such-scenario")
    assert result.returncode == 1
    assert b"refused: HTTP 404" in result.stderr


@pytest.mark.parametrize(
    ("framing", "printed"),
    [("ndjson", ['record {"a":"é"}', 'record "two"']), ("json-seq", ['record {"a":"é"}', 'record "two"']), ("text", ['text {"a":"é"}', "text two"])],
)
def test_python_client_reads_records_to_their_end(playground, framing, printed):
    text = f"format: {framing}\nwrite: {{ every: 3 }}\nsteps: [{{ data: {{ a: é }} }}, {{ after: 50ms, data: two }}]\n"
    draft = requests.post(f"{playground.url}/api/drafts", data=text.encode(), headers={"Content-Type": "application/yaml"}, timeout=LIMIT).json()
    result = run(PYTHON_CLIENT, playground.url + draft["play"])
    assert result.returncode == 0 and result.stderr == b""
    lines = [line.split(maxsplit=1) for line in result.stdout.decode().splitlines()]
    if framing == "text":
        assert {kind for kind, _ in lines} == {"text"}
        assert "".join(piece for _, piece in lines) == '{"a":"é"}two'
    else:
        assert [" ".join(line) for line in lines] == printed


def test_python_client_puts_cut_bytes_together(answering):
    body = "\ufeffid: 1\r\ndata: caf\u00e9 \U0001f600\r\ndata: two\u2028lines\r\n\r\nevent: complete\rdata: end\r\r".encode()
    url, _ = answering((200, [body[index : index + 1] for index in range(len(body))], True))
    result = run(PYTHON_CLIENT, url)
    assert result.stdout.decode() == (
        f"{'message':<14} {'1':>4}  caf\u00e9 \U0001f600\ntwo\u2028lines\n{'complete':<14} {'1':>4}  end\n"
    )


def test_python_client_reconnects_with_the_last_event_id(answering):
    url, received = answering(
        (200, ["retry: 1\n\nid: \u00fc7\ndata: one\n\nid: 8\ndata: unfinished\n".encode()], True),
        (200, [b"data: two\n\nid: 9\ndata: three\n\n"], False),
        (204, [], True),
    )
    result = run(PYTHON_CLIENT, url)
    assert result.returncode == 0, result.stderr
    assert [line.split()[-1] for line in result.stdout.decode().splitlines()] == ["one", "two", "three"]
    # http.server reads a header as Latin-1; what was sent is UTF-8.
    assert received == [None, "\u00fc7".encode().decode("latin-1"), "9"]


def test_python_client_sends_the_id_of_a_block_without_data_without_the_white_space_around_it(answering):
    url, received = answering(
        (200, [b"retry: 1\n\nid: 1\ndata: one\n\nid:   \xc3\xa4 2 \n\n"], True), (200, [b"id:  \n\n"], True), (204, [], True)
    )
    result = run(PYTHON_CLIENT, url)
    assert result.returncode == 0, result.stderr
    assert received == [None, "\u00e4 2".encode().decode("latin-1"), None]


@pytest.mark.parametrize("milliseconds", [b"99999999999", b"9" * 5000])
def test_python_client_waits_for_a_reconnection_time_of_any_length(answering, milliseconds):
    url, received = answering((200, [b"retry: " + milliseconds + b"\n\n"], True))
    with subprocess.Popen([*PYTHON_CLIENT, url], stderr=subprocess.PIPE, text=True) as client:
        assert client.stderr.readline().startswith("reconnecting in 2.1")
        client.kill()
    assert len(received) == 1


@pytest.mark.parametrize(("status", "kind"), [(503, "text/plain"), (200, "text/html")])
def test_python_client_does_not_read_a_refusal_that_never_ends(status, kind):
    stop = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            with contextlib.suppress(OSError):
                while not stop.wait(0.01):
                    self.wfile.write(b"busy, ")

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    result = run(PYTHON_CLIENT, f"http://127.0.0.1:{server.server_port}/")
    stop.set()
    server.shutdown()
    server.server_close()
    assert result.returncode == 1
    assert result.stderr.startswith(b"refused: HTTP 503" if status == 503 else b"refused: the content type is text/html")
    assert len(result.stderr) < 1000


SAMPLE = """
import {{ register }} from 'node:module';
register('file://{root}/Tests/Browser/lib/resolve-lib.mjs');
const {{ CODE_SAMPLES }} = await import('file://{root}/Public/lib/code-samples.js');
const sample = CODE_SAMPLES.find(({{ id }}) => id === 'python');
console.log(sample.text({{ url: '{url}', method: 'GET', headers: {{}}, body: '', types: [], closeAfter: [] }}));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_the_python_program_of_copy_as_reads_cut_bytes(answering, line_end, size):
    text = "\ufeff: hi\nid: 1\nevent: gr\u00f6\u00dfer\ndata: first \U0001f680\ndata:  second\n\nid: n\0l\ndata: last\n\ndata: unfinished\n"
    body = text.replace("\n", line_end).encode()
    url, _ = answering((200, [body[index : index + size] for index in range(0, len(body), size)], True))
    node = ["node", "--input-type=module", "-e", SAMPLE.format(root=ROOT, url=url)]
    program = subprocess.run(node, capture_output=True, text=True, timeout=LIMIT, check=True).stdout
    result = run([sys.executable, "-c", program])
    assert result.stdout.decode() == "gr\u00f6\u00dfer 1 first \U0001f680\n second\nmessage 1 last\n", result.stderr


def test_curl_client_shows_the_bytes(playground):
    result = run(CURL_CLIENT, f"{playground.url}/events?speed=1000")
    assert result.returncode == 0, result.stderr
    assert b"event: complete\n" in result.stdout
    assert b"id: 100\n" in result.stdout


def test_curl_client_goes_on_after_an_event(playground):
    result = run(CURL_CLIENT, f"{playground.url}/events?speed=1000", "98")
    assert b"id: 98\n" not in result.stdout
    assert b"id: 99\n" in result.stdout


def test_curl_client_fails_when_it_is_refused(playground):
    result = run(CURL_CLIENT, f"{playground.url}/play/no-such-scenario")
    assert result.returncode == 22
    assert b"no-such-scenario" in result.stdout
