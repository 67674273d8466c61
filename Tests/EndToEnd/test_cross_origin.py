"""Pages of other origins read every answer of a stream's address: a refusal that says why, too."""

import pytest
import requests

from wire import Wire, head

TIMEOUT = 20
PAGE = "http://localhost:5173"


@pytest.fixture(scope="module")
def server(playground):
    for name, text in {
        "refuses": "resume: refuse\nsteps: [{ id: 1, data: a }, { end: hold }]\n",
        "needs": "request: { methods: [POST], headers: { Content-Type: application/json }, bearer: t }\nsteps: [{ data: a }]\n",
        "waits": "steps: [{ respond: { status: 503, text: later, retryAfter: 2s } }]\n",
        "broken": "steps: [{ dta: a }]\n",
        "anybody": "cors: any\nresponse: { headers: { X-Trace: '7', Vary: Accept } }\nresume: refuse\nsteps: [{ data: a }]\n",
        "named": "cors: { origins: ['https://app.test'], credentials: on }\nsteps: [{ data: a }]\n",
        "nobody": "cors: off\nsteps: [{ data: a }]\n",
        "varies": "response: { headers: { Vary: Accept-Language, X-Trace: '7' } }\nproxy: { gzip: flushed }\nsteps: [{ data: a }]\n",
        "exposes": "response: { headers: { X-Trace: '7', Access-Control-Expose-Headers: X-Other } }\nsteps: [{ data: a }]\n",
    }.items():
        (playground.scenarios / f"{name}.yaml").write_text(text)
    until_played(playground, "exposes")
    return playground


def until_played(server, name):
    with requests.get(server.url + "/api/changes", stream=True, timeout=TIMEOUT) as changes:
        told = changes.iter_lines(chunk_size=1)
        while requests.get(f"{server.url}/play/{name}", timeout=TIMEOUT).status_code == 404:
            next(told)


def ask(server, method, path, **fields):
    fields = {name.replace("_", "-"): value for name, value in fields.items()}
    return requests.request(method, server.url + path, headers={"Origin": PAGE, **fields}, timeout=TIMEOUT)


@pytest.mark.parametrize(
    ("status", "method", "path", "fields"),
    [
        (200, "GET", "/play/counter?speed=1000", {}),
        (400, "GET", "/play/counter?speed=fast", {}),
        (400, "POST", "/play/needs", {"Content_Type": "text/plain", "Authorization": "Bearer t"}),
        (401, "POST", "/play/needs", {}),
        (404, "GET", "/play/conter", {}),
        (404, "POST", "/nothing/here", {}),
        (405, "DELETE", "/play/counter", {}),
        (405, "GET", "/play/needs", {}),
        (410, "GET", "/play/refuses", {"Last_Event_ID": "1"}),
        (413, "POST", "/play/counter", {"Content_Length": "99999999"}),
        (503, "GET", "/play/waits", {}),
        (503, "GET", "/play/broken", {}),
        (410, "GET", "/play/anybody", {"Last_Event_ID": "1"}),
        (400, "GET", "/play/anybody?seed=", {}),
    ],
)
def test_an_allowed_page_may_read_the_answer_whatever_its_status(server, status, method, path, fields):
    answer = ask(server, method, path, **fields)
    assert answer.status_code == status
    assert answer.headers["Access-Control-Allow-Origin"] in (PAGE, "*")
    exposed = {name.strip().lower() for name in answer.headers["Access-Control-Expose-Headers"].split(",")}
    assert {"retry-after", "playground-seed", "playground-stream", "playground-resume", "x-scenario-seed", "x-stream-id"} <= exposed
    unreadable = {"vary", "date", "connection", "transfer-encoding", "content-type", "content-length", "cache-control"}
    unreadable |= {"x-content-type-options", "x-accel-buffering", "access-control-allow-origin", "access-control-expose-headers"}
    # What only the browser heeds.
    unreadable |= {"content-security-policy", "referrer-policy"}
    assert {name.lower() for name in answer.headers} - unreadable <= exposed


@pytest.mark.parametrize("path", ["/play/counter?speed=fast", "/play/conter", "/nothing/here", "/play/broken", "/play/refuses"])
def test_a_page_that_is_not_allowed_may_read_nothing(server, path):
    answer = ask(server, "GET", path, Origin="http://elsewhere.test", Last_Event_ID="1")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Access-Control-Expose-Headers" not in answer.headers
    assert "Origin" in answer.headers["Vary"]


def test_the_scenarios_own_rules_hold_for_refusals_too(server):
    assert "Access-Control-Allow-Origin" not in ask(server, "GET", "/play/named?speed=fast").headers
    assert "Access-Control-Allow-Origin" not in ask(server, "DELETE", "/play/nobody").headers
    answer = ask(server, "GET", "/play/named?speed=fast", Origin="https://app.test")
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.test"
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"


def test_vary_is_added_to(server):
    for path in ["/play/varies", "/play/anybody"]:
        members = {name.strip().lower() for name in ask(server, "GET", path).headers["Vary"].split(",")}
        assert members == ({"accept"} if "anybody" in path else {"accept-language", "accept-encoding", "origin"})


def test_what_the_scenario_sets_may_be_read_unless_it_says_what_may(server):
    assert "X-Trace".lower() in ask(server, "GET", "/play/varies").headers["Access-Control-Expose-Headers"].lower()
    assert ask(server, "GET", "/play/exposes").headers["Access-Control-Expose-Headers"] == "X-Other"


def test_what_a_scenarios_own_rules_refuse_is_told_in_log_session_and_list(server):
    elsewhere = "http://elsewhere.test"
    answer = ask(server, "GET", "/play/named?session=refused&token=s3cret", Origin=elsewhere)
    assert answer.status_code == 200 and "Access-Control-Allow-Origin" not in answer.headers
    told = f"the browser keeps the answer from a page of {elsewhere} (CORS), as 'cors: origins' of {server.scenarios}/named.yaml says."
    told += f" To let it read, say there: origins: ['https://app.test', '{elsewhere}']"
    session = requests.get(f"{server.url}/api/sessions/refused", timeout=TIMEOUT).json()
    assert [stream["cors"] for stream in session["streams"]] == [told]
    refused = requests.get(f"{server.url}/api/origins", timeout=TIMEOUT).json()["refused"]
    assert [(entry["origin"], entry["target"]) for entry in refused if entry["advice"] == told] == [
        (elsewhere, "/play/named?session=refused&token=***")
    ]
    server.logged("GET /play/named", told)
    assert sum("GET /play/named" in line and told in line for line in server.log) == 1
    assert "s3cret" not in "".join(server.log)
    # What is read is not told, nor is what no page asked for.
    ask(server, "GET", "/play/named?session=let-in", Origin="https://app.test")
    requests.get(f"{server.url}/play/named?session=let-in", timeout=TIMEOUT)
    session = requests.get(f"{server.url}/api/sessions/let-in", timeout=TIMEOUT).json()
    assert [stream["cors"] for stream in session["streams"]] == [None, None]


@pytest.mark.parametrize("path", ["/play/conter", "/nothing/here", "/play/broken", "/play/named?speed=fast", "/play/counter?speed=fast"])
def test_the_preflight_of_a_request_that_is_refused_lets_the_page_see_the_refusal(server, path):
    origin = "https://app.test" if "named" in path else PAGE
    asked = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "content-type"}
    answer = ask(server, "OPTIONS", path, Origin=origin, **asked)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert "content-type" in answer.headers["Access-Control-Allow-Headers"]


def test_a_page_may_read_that_there_are_too_many_streams(start_playground):
    server = start_playground(MAX_STREAMS="1")
    wire = Wire(server.port)
    wire.send("GET /play/heartbeat HTTP/1.1")
    head(wire.until(b"\r\n\r\n"))
    answer = ask(server, "GET", "/play/heartbeat")
    assert answer.status_code == 503
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    wire.close()
