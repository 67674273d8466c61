"""The clients for terminals that the page `/clients/` offers, run as they are."""

import http.server
import subprocess
import sys
import threading

import pytest
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
