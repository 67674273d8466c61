"""What scenarios say of requests, answers and bytes, on the socket."""

import json
import re
import subprocess

import pytest
import requests
import yaml
from playground import BINARY, ROOT, Playground, write_scenarios
from wire import Wire

TIMEOUT = 30  # seconds; a bound for a busy machine, not a wait

SCENARIOS = {
    "long-line": "heartbeat: off\nsteps: [{ raw: { text: x, times: 1048576 } }]\n",
    "worked-out": "steps: [{ raw: { text: '${query.x}', times: 3 } }]\n",
    "too-long": "steps: [{ raw: { text: '${query.x}', times: 1048576 } }]\n",
    "target": "open: off\nsteps: [{ data: '${target} ${query.x}' }]\n",
    "sessions": "open: off\nsteps: [{ data: '${session} ${attempt}' }]\n",
    "tokens": "open: off\nsteps: [{ each: [a, b, c], pace: { first: 20ms, rate: 50/s, jitter: 10% }, data: '${item}' }]\n",
    "ollama": "path: /api/chat\nclient: { body: { model: m } }\nsteps: [{ respond: { json: { model: '${body.model}' } } }]\n",
    "answers": """
attempts:
  - { status: 500, hex: ff 00, framing: chunked, end: truncate }
  - { status: 502, text: whole, framing: close }
  - { status: 503, text: half, framing: { length: 10 } }
  - { status: 504, bytes: 200000, end: reset }
  - { status: "${500 + attempt}", base64: AAEC }
  - { status: 200, headers: { X-Mine: "1" }, steps: [{ id: a, data: "of the attempt" }, { end: truncate }] }
steps: [{ id: b, data: own }]
""",
    "ends": "steps: [{ respond: { status: 400, text: part, framing: chunked, end: truncate } }]\n",
    "mismatch": "request: { bearer: x, mismatch: { status: 401, text: no, framing: close, connection: close } }\nsteps: [{ data: x }]\n",
    "fields": """
response:
  headers:
    X-MiXed: "1"
    X-Empty: ""
    X-Also-Empty: "${query.none ?? ''}"
    Set-Cookie: [a=1, b=2]
    Cache-Control: null
    X-Accel-Buffering: null
    Playground-Stream: null
open: off
steps: [{ data: x }]
""",
    "closing": "response: { connection: close }\nsteps: [{ data: x }]\n",
    "resets": "attempts: [fine, { reset: on }]\nsteps: [{ data: x }]\n",
    "preflight": """
cors: { nameOrigin: on, preflight: { status: 200, maxAge: 90s, headers: { Access-Control-Allow-Headers: X-Only, X-Said: "yes" } } }
steps: [{ data: x }]
""",
    "own-cors": "cors: any\nresponse: { headers: { Access-Control-Allow-Origin: 'https://example.org' } }\nsteps: [{ data: x }]\n",
    "drawn": "seed: random\nopen: off\nsteps: [{ id: '${requestId}-1', data: '${seed} ${int(1, 1000000)}' }, { id: '${requestId}-2', data: '${int(1, 1000000)}' }]\n",
    "fixed-ids": "open: off\nsteps: [{ id: '${requestId}-1', data: '${seed}' }, { id: '${requestId}-2', data: again }]\n",
    "lines": "format: ndjson\nheartbeat: 20ms\nsteps: [{ data: { a: 1 } }, { wait: 50ms }, { data: two }]\n",
    "sequence": "format: json-seq\nsteps: [{ data: { a: 1 } }, { data: two }]\n",
    "plain": "format: text\nsteps: [{ each: [Pure, ' water'], data: '${item}' }]\n",
    "own-type": "format: ndjson\nresponse: { contentType: application/jsonl }\nsteps: [{ data: 1 }]\n",
    "called": "path: /called/{who}\nclient: { method: PUT, headers: { X-A: '1' }, body: hello, params: { who: ada }, query: { q: x y }, close: done }\n"
    "request: { methods: [PUT] }\nsteps: [{ data: '${method} ${params.who} ${query.q} ${headers[\"x-a\"]} ${bodyText}' }]\n",
}


@pytest.fixture(scope="module")
def playground(tmp_path_factory):
    playground = Playground(write_scenarios(tmp_path_factory.mktemp("playground"), SCENARIOS))
    yield playground
    playground.stop()


def get(playground, path, **options):
    return requests.get(playground.url + path, timeout=TIMEOUT, **options)


def test_raw_bytes_come_as_often_as_is_said(playground):
    body = get(playground, "/play/long-line").content
    assert body == b"x" * 1048576
    assert get(playground, "/play/worked-out?x=ab").content == b"ababab"
    refused = get(playground, "/play/too-long?x=abc").text
    assert "'raw' comes to more than 1 MiB" in refused


def test_no_byte_of_a_target_is_lost(playground):
    wire = Wire(playground.port)
    wire.send("GET /play/target?x=a%FF%C3%A4%80+&y=%2f HTTP/1.1", "Connection: close")
    assert b"data: /play/target?x=a%FF%C3%A4%80+&y=%2f a%FF\xc3\xa4%80 \n" in wire.rest()
    wire = Wire(playground.port)
    wire.send(f"GET http://localhost:{playground.port}/play/target?x=1 HTTP/1.1", "Connection: close")
    assert b"data: /play/target?x=1 1\n" in wire.rest()


def test_pages_of_two_origins_are_two_sessions(playground):
    def session(**fields):
        return re.search(r"data: (\S+) (\d+)", get(playground, "/play/sessions", headers=fields).text).groups()

    first = session(Origin="http://localhost:3000")
    other = session(Origin="http://localhost:5173")
    again = session(Origin="http://localhost:3000")
    none = session()
    assert first[0] == again[0] and (first[1], again[1]) == ("1", "2")
    assert len({first[0], other[0], none[0]}) == 3 and other[1] == none[1] == "1"


def test_clients_at_two_addresses_are_two_sessions(playground):
    def session(address):
        wire = Wire(playground.port, source=address)
        wire.send("GET /play/sessions HTTP/1.1", "User-Agent: same", "Connection: close")
        return re.search(rb"data: (\S+) (\d+)", wire.rest()).groups()

    first, other, again = (session(address) for address in ("127.0.0.1", "127.0.0.2", "127.0.0.1"))
    assert first[0] == again[0] != other[0] and (first[1], other[1], again[1]) == (b"1", b"1", b"2")


def test_turns_follow_at_their_pace(playground):
    assert re.findall("data: (.*)", get(playground, "/play/tokens").text) == ["a", "b", "c"]


def test_an_address_under_api_that_is_not_the_playgrounds_own(playground):
    answer = requests.post(playground.url + "/api/chat", json={"model": "llama"}, timeout=TIMEOUT)
    assert answer.status_code == 200 and answer.json() == {"model": "llama"}
    preflight = requests.options(
        playground.url + "/api/chat",
        headers={"Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST"},
        timeout=TIMEOUT,
    )
    assert preflight.headers["Access-Control-Allow-Origin"] == "http://localhost:3000"
    assert get(playground, "/api/chats").status_code == 404


def test_how_a_scenario_is_called_is_told(playground):
    listed = {item["name"]: item for item in get(playground, "/api/scenarios").json()["scenarios"]}
    client = listed["called"]["client"]
    assert client == {
        "method": "PUT",
        "headers": {"X-A": "1"},
        "body": "hello",
        "params": {"who": "ada"},
        "query": [["q", "x y"]],
        "close": ["done"],
        "text": None,
    }
    assert listed["target"]["client"] is None
    answer = requests.put(playground.url + "/called/ada", params=dict(client["query"]), headers=client["headers"], data=client["body"], timeout=TIMEOUT)
    assert "data: PUT ada x y 1 hello\n" in answer.text
    found = requests.post(playground.url + "/api/validate", json={"source": SCENARIOS["called"]}, timeout=TIMEOUT).json()
    assert found["client"] == client
    # The plan is that of such a call.
    assert any("PUT ada x y 1 hello" in action.get("text", "") for action in found["actions"])


@pytest.mark.parametrize("file", sorted((ROOT / "scenarios" / "protocols").glob("*.yaml")), ids=lambda file: file.stem)
def test_the_shipped_scenarios_answer_to_what_they_say_of_their_clients(file):
    call = yaml.safe_load(file.read_text()).get("client")
    # What has none is asked for by a plain GET.
    assert call or file.stem in ("mcp-first", "openai-models")


def raw(playground, path, *fields, method="GET"):
    wire = Wire(playground.port)
    wire.send(f"{method} {path} HTTP/1.1", *fields)
    return wire


def test_an_answer_that_is_no_stream_is_framed_and_ends_as_it_says(playground):
    path = "/play/answers?session=framed"
    answer = raw(playground, path).rest()
    assert b"HTTP/1.1 500" in answer and answer.endswith(b"\r\n\r\n2\r\n\xff\x00\r\n")  # no last chunk
    assert b"application/octet-stream" in answer
    answer = raw(playground, path).rest()
    assert b"HTTP/1.1 502" in answer and answer.endswith(b"\r\n\r\nwhole") and b"Content-Length" not in answer
    answer = raw(playground, path).rest()
    assert b"HTTP/1.1 503" in answer and b"Content-Length: 10\r\n" in answer and answer.endswith(b"\r\n\r\nhalf")
    wire = raw(playground, path)
    assert b"Content-Length: 200000\r\n" in wire.until(b"\r\n\r\n")
    with pytest.raises(ConnectionResetError):
        while wire.socket.recv(65536):
            pass
    status, fields, body = raw(playground, path).answer()
    assert (status, body) == (505, b"\0\1\2")
    answer = raw(playground, path, "Last-Event-ID: b").rest()
    assert b"X-Mine: 1\r\n" in answer and b"playground-resume: restarted" in answer.lower()
    assert b"data: of the attempt" in answer and b"own" not in answer and not answer.endswith(b"0\r\n\r\n")
    answer = raw(playground, path, "Connection: close").rest()
    assert b"data: own" in answer and answer.endswith(b"0\r\n\r\n")


def test_what_respond_and_mismatch_say_of_their_end_is_done(playground):
    assert raw(playground, "/play/ends").rest().endswith(b"\r\n\r\n4\r\npart\r\n")
    answer = raw(playground, "/play/mismatch").rest()
    assert b"HTTP/1.1 401" in answer and b"Connection: close\r\n" in answer and answer.endswith(b"\r\n\r\nno")
    status, fields, body = raw(playground, "/play/ends", "Connection: close", method="HEAD").answer()
    assert status == 400


def test_fields_go_out_as_they_are_written(playground):
    head = raw(playground, "/play/fields", "Connection: close").rest().split(b"\r\n\r\n")[0]
    lines = head.split(b"\r\n")
    assert b"X-MiXed: 1" in lines and b"Set-Cookie: a=1" in lines and b"Set-Cookie: b=2" in lines
    for name in (b"X-Empty", b"X-Also-Empty"):
        assert [line.split(b":", 1)[1].strip() for line in lines if line.startswith(name + b":")] == [b""]
    for name in (b"cache-control", b"x-accel-buffering", b"x-stream-id", b"playground-stream"):
        assert not [line for line in lines if line.lower().startswith(name + b":")]
    assert any(line.lower().startswith(b"playground-seed:") for line in lines)


def test_a_connection_is_closed_where_the_scenario_says_so(playground):
    answer = raw(playground, "/play/closing").rest()  # ends by itself, though nobody asked for it
    assert b"Connection: close\r\n" in answer and answer.endswith(b"0\r\n\r\n")


def test_the_answer_before_a_reset_closes_its_connection(playground):
    answer = raw(playground, "/play/resets?session=r").rest()
    assert b"Connection: close\r\n" in answer
    with pytest.raises(ConnectionResetError):
        raw(playground, "/play/resets?session=r").socket.recv(100)
    preflight = raw(playground, "/play/resets", "Origin: http://localhost:3000", "Access-Control-Request-Method: GET", "Connection: close", method="OPTIONS")
    assert preflight.rest()


def test_a_preflight_says_what_the_scenario_says(playground):
    headers = {"Origin": "http://a.test", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x-a"}
    answer = requests.options(playground.url + "/play/preflight", headers=headers, timeout=TIMEOUT)
    assert answer.status_code == 200
    said = {name.lower(): value for name, value in answer.headers.items()}
    assert said["access-control-allow-origin"] == "http://a.test" and "access-control-allow-credentials" not in said
    assert said["access-control-max-age"] == "90" and said["access-control-allow-headers"] == "X-Only" and said["x-said"] == "yes"
    stream = raw(playground, "/play/own-cors", "Origin: http://a.test", "Connection: close").rest().lower()
    assert stream.count(b"access-control-allow-origin:") == 1 and b"https://example.org" in stream


def events(text):
    return re.findall("id: (.*)\ndata: (.*)\n", text)


def test_a_drawn_seed_is_remembered_by_its_session(playground):
    path = "/play/drawn?session=drawn"
    first = get(playground, path)
    second = get(playground, path)
    assert first.headers["Playground-Seed"] != second.headers["Playground-Seed"]
    assert first.headers["Playground-Request"] != second.headers["Playground-Request"]
    (one, data), (two, rest) = events(second.text)
    assert data.split()[0] == second.headers["Playground-Seed"] and one == second.headers["Playground-Request"] + "-1"
    back = get(playground, path, headers={"Last-Event-ID": one})
    assert back.headers["Playground-Resume"] == "continued" and events(back.text) == [(two, rest)]
    assert back.headers["Playground-Seed"] == second.headers["Playground-Seed"]
    # The first run is not the session's last any more.
    old = get(playground, path, headers={"Last-Event-ID": events(first.text)[0][0]})
    assert old.headers["Playground-Resume"] == "unknown-id"
    # Nobody knows the run of another session.
    stranger = get(playground, "/play/drawn?session=stranger", headers={"Last-Event-ID": one})
    assert stranger.headers["Playground-Resume"] == "unknown-id" and len(events(stranger.text)) == 2
    # With its seed, a run is the same for everybody.
    seeded = get(playground, "/play/drawn?seed=7&session=seeded").text
    assert seeded == get(playground, "/play/drawn?seed=7&session=other").text
    again = get(playground, "/play/drawn?seed=7&session=third", headers={"Last-Event-ID": events(seeded)[0][0]})
    assert again.headers["Playground-Resume"] == "continued" and events(again.text) == events(seeded)[1:]


def test_a_requests_id_is_new_each_time_though_the_seed_is_not(playground):
    path = "/play/fixed-ids?session=ids"
    first, second = get(playground, path), get(playground, path)
    assert first.headers["Playground-Seed"] == second.headers["Playground-Seed"] == "1"
    assert events(first.text)[0][0] != events(second.text)[0][0]
    back = get(playground, path, headers={"Last-Event-ID": events(second.text)[0][0]})
    assert events(back.text) == events(second.text)[1:]


def test_plan_and_check_show_seed_1_and_say_so(playground, tmp_path):
    file = playground.scenarios / "drawn.yaml"
    plan = subprocess.run([BINARY, "plan", file], capture_output=True, text=True, timeout=TIMEOUT)
    assert "data: 1 " in plan.stdout and "each request draws a seed of its own" in plan.stderr
    check = subprocess.run([BINARY, "check", file], capture_output=True, text=True, timeout=TIMEOUT)
    assert "each request draws its own" in check.stdout
    found = requests.post(playground.url + "/api/validate", json={"source": SCENARIOS["drawn"]}, timeout=TIMEOUT).json()
    assert found["drawsSeed"] is True


def test_what_each_connection_plays_is_told(playground):
    found = requests.post(playground.url + "/api/validate", json={"source": SCENARIOS["answers"]}, timeout=TIMEOUT).json()
    told = [(each["first"], each["last"], each["plays"], each["status"]) for each in found["attempts"]]
    assert told == [
        (1, 1, "answer", 500),
        (2, 2, "answer", 502),
        (3, 3, "answer", 503),
        (4, 4, "answer", 504),
        (5, 5, "answer", None),
        (6, 6, "own-steps", 200),
        (7, None, "steps", 200),
    ]
    assert found["actions"][0]["of"] == "attempt" and found["actions"][0]["line"] == found["attempts"][0]["line"] == 3
    outline = get(playground, "/api/scenarios/answers/outline").json()
    assert outline["attempts"] == found["attempts"]
    assert get(playground, "/api/scenarios/closing/outline").json()["attempts"] == [
        {"first": 1, "last": None, "line": 0, "plays": "steps", "status": 200}
    ]
    # What is told is what is played.
    session = "/play/answers?session=told"
    played = [raw(playground, session, "Connection: close").rest() for _ in range(7)]
    assert [b"data: own" in answer for answer in played] == [each["plays"] == "steps" for each in found["attempts"]]
    assert [b"data: of the attempt" in answer for answer in played] == [each["plays"] == "own-steps" for each in found["attempts"]]


def test_records_of_other_formats(playground):
    lines = get(playground, "/play/lines")
    assert lines.headers["Content-Type"] == "application/x-ndjson"
    assert [json.loads(line) for line in lines.text.split("\n") if line] == [{"a": 1}, "two"] and "\n\n" in lines.text
    sequence = get(playground, "/play/sequence")
    assert sequence.headers["Content-Type"] == "application/json-seq"
    assert sequence.content == b'\x1e{"a":1}\n\x1e"two"\n'
    plain = get(playground, "/play/plain", headers={"Last-Event-ID": "1"})
    assert plain.headers["Content-Type"] == "text/plain; charset=utf-8" and plain.text == "Pure water"
    assert "Playground-Resume" not in plain.headers
    assert get(playground, "/play/own-type").headers["Content-Type"] == "application/jsonl"
    # What is no event stream is shown in a sandbox.
    assert plain.headers["Content-Security-Policy"] == "sandbox"
