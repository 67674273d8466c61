"""Keys of the language in combination, on the socket."""

import json
import re

import pytest
import requests
from playground import Playground, write_scenarios
from wire import Wire

TIMEOUT = 30  # seconds; a bound for a busy machine, not a wait

SCENARIOS = {
    "own-variables": "vars: { a: 1 }\nattempts: [{ steps: [{ set: { a: 2 } }, { data: 'own ${a}' }] }]\nsteps: [{ data: 'theirs ${a}' }]\n",
    "own-await": "attempts: [{ steps: [{ data: waiting }, { await: go, as: said }, { data: '${said}' }] }]\nsteps: [{ data: x }]\n",
    "own-fragment": "fragments: { f: [{ data: '${n}' }] }\nattempts: [{ times: 2, steps: [{ use: f, with: { n: '${attempt}' } }, { end: reset }] }]\nsteps: [{ data: x }]\n",
    "own-length": "attempts: [{ framing: length, contentType: text/plain, steps: [{ raw: abc }] }]\nsteps: [{ data: x }]\n",
    "own-respond": "attempts: [{ steps: [{ respond: { status: '${417 + attempt}', text: tea } }] }]\nsteps: [{ data: x }]\n",
    "own-records": "format: ndjson\nattempts: [{ steps: [{ data: 1 }] }]\nsteps: [{ data: 2 }]\n",
    "reset-answer": "steps: [{ respond: { status: '${400 + 2}', bytes: 10, framing: { length: 20 }, end: reset } }]\n",
    "reset-mismatch": "request: { bearer: x, mismatch: { status: 401, base64: bm8=, end: reset } }\nsteps: [{ data: x }]\n",
    "named": """
request:
  bearer: x
  mismatch:
    status: "${400 + 1}"
    text: no
    headers: { X-MiXed: [a, "${target}"], X-EmPty: "", Playground-Seed: null }
attempts: [{ headers: { X-ATTempt: [1, 2] } }]
steps: [{ respond: { text: x, headers: { X-ResPond: "" } } }]
""",
    "preflight": """
cors:
  origins: ["http://a.test"]
  nameOrigin: on
  preflight: { status: 299, maxAge: 1500ms, headers: { X-LiSt: [a, b], X-EmPty: "", Access-Control-Allow-Methods: null } }
steps: [{ data: x }]
""",
    "segments": "path: \"/x/:a@b!c/{m}:go'(1)*+,;=&$~\"\nsteps: [{ data: '${params.m}' }]\n",
    "handle": "path: /@me/{who}.json\nsteps: [{ data: '${params.who}' }]\n",
    "two": "path: /pair/{a}-{b}\nsteps: [{ data: '${params.a} and ${params.b}' }]\n",
    "encoded": "path: /a%20b/{x}\nsteps: [{ data: '${params.x}' }]\n",
    "tags": "path: /api/tags\nsteps: [{ respond: { json: { models: [] } } }]\n",
    "beats": "format: json-seq\nheartbeat: 10ms\nsteps: [{ data: 1 }, { wait: 35ms }, { data: 2 }]\n",
    "shared-lines": "format: ndjson\ntimeline: shared\nsteps: [{ data: 1 }, { wait: 20ms }, { data: 2 }]\n",
    "faulty-lines": "format: ndjson\ndrop: { events: 2 }\nreorder: { events: 2 }\nwrite: { every: 1 }\nsteps: [{ repeat: 8, data: '${number}' }]\n",
    "stopped": "format: json-seq\nsteps: [{ data: 1 }, { wait: '${query.w}' }]\n",
    "stopped-text": "format: text\nsteps: [{ data: 1 }, { wait: '${query.w}' }]\n",
    "counted": "format: ndjson\nresponse: { framing: length }\nsteps: [{ data: [1] }]\n",
    "cut": "format: ndjson\nlineEnding: crlf\nsteps: [{ data: 1 }, { raw: '{' }, { end: truncate }]\n",
}


@pytest.fixture(scope="module")
def playground(tmp_path_factory):
    playground = Playground(write_scenarios(tmp_path_factory.mktemp("combined"), SCENARIOS))
    yield playground
    playground.stop()


def get(playground, path, **options):
    return requests.get(playground.url + path, timeout=TIMEOUT, **options)


def data(playground, path):
    answer = get(playground, path)
    assert answer.status_code == 200, answer.text
    return re.findall("data: (.*)", answer.text)


def ask(playground, path, *fields, method="GET"):
    wire = Wire(playground.port)
    wire.send(f"{method} {path} HTTP/1.1", *fields)
    return wire


def head_lines(playground, path, *fields, method="GET"):
    return ask(playground, path, *fields, method=method).until(b"\r\n\r\n").decode("latin-1").strip().split("\r\n")


def test_steps_of_an_attempt_have_all_that_steps_have(playground):
    assert [data(playground, "/play/own-variables?session=v") for _ in range(2)] == [["own 2"], ["theirs 1"]]
    wire = ask(playground, "/play/own-await?session=w")
    wire.until(b"data: waiting\n\n")
    requests.post(playground.url + "/api/sessions/w/gates/go", json="said", timeout=TIMEOUT).raise_for_status()
    wire.until(b"data: said\n\n")
    for number in (b"1", b"2"):
        wire = ask(playground, "/play/own-fragment?session=f")
        wire.until(b"data: " + number + b"\n\n")
        with pytest.raises(ConnectionResetError):
            while wire.socket.recv(100):
                pass
    assert data(playground, "/play/own-fragment?session=f") == ["x"]
    assert ask(playground, "/play/own-length?session=l").answer()[1:] and get(playground, "/play/own-length?session=m").content == b"abc"
    assert get(playground, "/play/own-length?session=n").headers["Content-Length"] == "3"
    answer = get(playground, "/play/own-respond?session=r")
    assert (answer.status_code, answer.text) == (418, "tea")
    assert [get(playground, "/play/own-records?session=j").text for _ in range(2)] == ["1\n", "2\n"]


@pytest.mark.parametrize(("path", "status", "length"), [("/play/reset-answer", b"402", b"20"), ("/play/reset-mismatch", b"401", b"2")])
def test_any_answer_may_end_with_a_reset(playground, path, status, length):
    wire = ask(playground, path)
    head = wire.until(b"\r\n\r\n")
    assert b" " + status + b" " in head and b"Content-Length: " + length + b"\r\n" in head
    with pytest.raises(ConnectionResetError):
        while wire.socket.recv(100):
            pass


def test_every_answer_has_its_fields_as_they_are_written(playground):
    refused = head_lines(playground, "/play/named?session=n")
    assert refused[0].startswith("HTTP/1.1 401 ")
    assert [line for line in refused if line.startswith("X-MiXed: ")] == ["X-MiXed: a", "X-MiXed: /play/named?session=n"]
    assert [line.rstrip() for line in refused if line.startswith("X-EmPty")] == ["X-EmPty:"]
    names = {line.split(":")[0].lower() for line in refused}
    assert not names & {"playground-seed", "x-scenario-seed"} and "playground-stream" in names
    answer = head_lines(playground, "/play/named?session=o", "Authorization: Bearer x")
    assert [line.rstrip() for line in answer if line.startswith("X-ResPond")] == ["X-ResPond:"]


def test_a_preflight_may_say_everything(playground):
    asked = ["Origin: http://a.test", "Access-Control-Request-Method: GET"]
    lines = head_lines(playground, "/play/preflight", *asked, method="OPTIONS")
    assert lines[0].startswith("HTTP/1.1 299 ")
    assert [line for line in lines if line.startswith("X-LiSt")] == ["X-LiSt: a", "X-LiSt: b"]
    fields = dict(line.lower().split(":", 1) for line in lines[1:])
    assert fields["access-control-allow-origin"] == " http://a.test" and fields["access-control-max-age"] == " 1"
    assert "access-control-allow-methods" not in fields and "access-control-allow-credentials" not in fields
    stranger = head_lines(playground, "/play/preflight", "Origin: http://b.test", "Access-Control-Request-Method: GET", method="OPTIONS")
    assert not [line for line in stranger if line.lower().startswith("access-control-allow-origin")]


def test_paths_have_every_character_of_a_segment(playground):
    assert data(playground, "/x/:a@b!c/gem:go'(1)*+,;=&$~") == ["gem"]
    # What need not be encoded may be.
    wire = ask(playground, "/x/%3Aa%40b%21c/gem%2Fx:go'(1)*+,;=&$~", "Connection: close")
    assert b"data: gem/x\n" in wire.rest()
    assert data(playground, "/@me/ada.json") == ["ada"]
    assert data(playground, "/pair/1-2-3") == ["1 and 2-3"]
    assert data(playground, "/a%20b/z") == ["z"]
    assert get(playground, "/@me/ada.txt").status_code == 404
    assert get(playground, "/api/tags").json() == {"models": []}


def test_formats_have_heartbeats_faults_shared_timelines_and_ends(playground):
    beats = get(playground, "/play/beats").content
    assert re.fullmatch(rb"\x1e1\n(\x1e){2,}\x1e2\n", beats)
    assert [get(playground, "/play/shared-lines").text for _ in range(2)] == ["1\n2\n"] * 2
    faulty = [json.loads(line) for line in get(playground, "/play/faulty-lines").text.splitlines()]
    assert sorted(faulty) == [1, 3, 5, 7]
    counted = get(playground, "/play/counted")
    assert (counted.headers["Content-Length"], counted.text) == ("4", "[1]\n")
    assert ask(playground, "/play/cut").rest().endswith(b"1\r\n{\r\n")


def test_where_a_scenario_stops_the_sentence_is_a_record(playground):
    *_, last = get(playground, "/play/stopped").content.split(b"\x1e")
    assert "is not a duration" in json.loads(last)["playground"]
    assert "is not a duration" in get(playground, "/play/stopped-text").text
