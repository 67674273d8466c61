"""`Date`, which every answer has once, and which a scenario leaves out or says itself; and the other fields that `null` leaves out."""

import datetime
import email.utils

import pytest
from playground import Playground, write_scenarios
from wire import Wire

OWN = "Sun, 06 Nov 1994 08:49:37 GMT"
SCENARIOS = {
    "plain": "open: off\nsteps: [{ id: 1, data: x }]\n",
    "none": "response: { headers: { Date: null } }\nsteps: [{ data: x }]\n",
    "own": f'response: {{ headers: {{ date: "{OWN}" }} }}\nsteps: [{{ data: x }}]\n',
    "empty": "response: { headers: { Date: '' } }\nsteps: [{ data: x }]\n",
    "worked-out": "response: { headers: { Date: \"${time('http', '-1h')}\" } }\nsteps: [{ data: x }]\n",
    "answers": f"""
attempts:
  - {{ status: 503, headers: {{ Date: null }} }}
  - {{ status: 503, text: a, headers: {{ Date: null }}, end: truncate }}
  - {{ status: 204, headers: {{ Date: null }} }}
  - {{ headers: {{ Date: null }}, steps: [{{ data: x }}], framing: close }}
  - {{ status: 503, text: a, headers: {{ DATE: "{OWN}" }} }}
  - {{ status: 503, text: a }}
steps: [{{ data: x }}]
""",
    "attempt-says": f'response: {{ headers: {{ Date: null }} }}\nattempts: [fine, {{ headers: {{ Date: "{OWN}" }} }}]\nsteps: [{{ data: x }}]\n',
    "respond": "steps: [{ respond: { headers: { Date: null }, text: x } }]\n",
    "mismatch": "request: { bearer: x, mismatch: { status: 401, headers: { Date: null }, text: no } }\nsteps: [{ data: x }]\n",
    "preflight": "cors: { preflight: { headers: { Date: null } } }\nsteps: [{ data: x }]\n",
    "shared": "timeline: shared\nresponse: { headers: { Date: null } }\nsteps: [{ data: x }, { wait: 50ms }]\n",
    "nothing": """
format: ndjson
proxy: { gzip: flushed }
response: { headers: { Playground-Format: null, Content-Encoding: null, Vary: null, Access-Control-Expose-Headers: null } }
steps: [{ data: 1 }]
""",
    "unresumed": "response: { headers: { Playground-Resume: null } }\nsteps: [{ id: 1, data: a }, { id: 2, data: b }]\n",
    "own-resumed": "response: { headers: { Playground-Resume: mine } }\nsteps: [{ id: 1, data: a }, { id: 2, data: b }]\n",
    "refused": "response: { status: 500, headers: { Referrer-Policy: null, X-Accel-Buffering: null } }\nsteps: [{ data: x }]\n",
}


@pytest.fixture(scope="module")
def playground(tmp_path_factory):
    playground = Playground(write_scenarios(tmp_path_factory.mktemp("dates"), SCENARIOS))
    yield playground
    playground.stop()


def lines(playground, path, *fields, method="GET", version="1.1"):
    """The first line and the fields of an answer, names in lower case."""
    wire = Wire(playground.port)
    wire.send(f"{method} {path} HTTP/{version}", *fields)
    first, *rest = wire.until(b"\r\n\r\n").decode("latin-1").strip().split("\r\n")
    wire.close()
    return first, [(line.split(":", 1)[0].lower(), line.split(":", 1)[1].strip()) for line in rest]


def values(playground, name, path, *fields, **options):
    return [value for each, value in lines(playground, path, *fields, **options)[1] if each == name]


def dates(playground, path, *fields, **options):
    return values(playground, "date", path, *fields, **options)


def age(text):
    then = email.utils.parsedate_to_datetime(text)
    assert text == email.utils.format_datetime(then, usegmt=True)
    return datetime.datetime.now(datetime.UTC) - then


def is_now(text):
    return abs(age(text)) < datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("status", "path", "fields", "options"),
    [
        (200, "/", [], {}),
        (200, "/", [], {"method": "HEAD"}),
        (200, "/", [], {"version": "1.0"}),
        (200, "/api/scenarios", [], {}),
        (200, "/healthz", [], {}),
        (204, "/healthz", [], {"method": "OPTIONS"}),
        (206, "/styles/base.css", ["Range: bytes=0-9"], {}),
        (200, "/play/plain", [], {}),
        (200, "/play/plain", [], {"version": "1.0"}),
        (200, "/play/plain", [], {"method": "HEAD"}),
        (204, "/play/plain", ["Last-Event-ID: 1"], {}),
        (204, "/play/plain", ["Origin: http://localhost:3000", "Access-Control-Request-Method: GET"], {"method": "OPTIONS"}),
        (200, "/api/sessions", ["Accept: text/event-stream"], {}),
        (404, "/nowhere", [], {}),
        (404, "/play/nowhere", [], {}),
        (405, "/play/plain", [], {"method": "DELETE"}),
        (413, "/api/validate", ["Content-Length: 99999999", "Content-Type: application/yaml"], {"method": "POST"}),
        (414, "/" + "a" * 5000, [], {}),
        (431, "/", ["X-Long: " + "a" * 20000], {}),
        (400, "/", ["X-Bare: a\nb"], {}),
    ],
)
def test_every_answer_is_dated_once(playground, status, path, fields, options):
    first, _ = lines(playground, path, *fields, **options)
    assert first.split()[1] == str(status)
    found = dates(playground, path, *fields, **options)
    assert len(found) == 1 and is_now(found[0])


def test_what_was_not_modified_is_dated_once(playground):
    tag = values(playground, "etag", "/styles/base.css")[0]
    first, fields = lines(playground, "/styles/base.css", f"If-None-Match: {tag}")
    found = [value for name, value in fields if name == "date"]
    assert " 304 " in first and len(found) == 1 and is_now(found[0])


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_a_scenario_leaves_its_date_out_or_says_its_own(playground, method):
    body = ["Content-Length: 0"] if method == "POST" else []
    assert dates(playground, "/play/none", *body, method=method) == []
    assert dates(playground, "/play/own", *body, method=method) == [OWN]
    assert dates(playground, "/play/empty", *body, method=method) == [""]
    (past,) = dates(playground, "/play/worked-out", *body, method=method)
    assert datetime.timedelta(hours=1) <= age(past) < datetime.timedelta(hours=1, minutes=1)
    assert dates(playground, "/play/respond", *body, method=method) == []
    assert dates(playground, "/play/mismatch", *body, method=method) == []


def test_each_attempt_has_the_date_that_it_says(playground):
    path = "/play/answers?session=dates"
    assert [dates(playground, path) for _ in range(5)] == [[], [], [], [], [OWN]]
    assert all(is_now(date) for date in dates(playground, path) + dates(playground, path))
    path = "/play/attempt-says?session=says"
    assert [dates(playground, path) for _ in range(3)] == [[], [OWN], []]


def test_a_preflight_and_a_shared_timeline_may_have_no_date(playground):
    assert dates(playground, "/play/preflight", method="OPTIONS") == []
    assert dates(playground, "/play/shared") == []


def test_fields_that_say_how_a_stream_is_made_may_be_left_out(playground):
    _, fields = lines(playground, "/play/nothing", "Accept-Encoding: gzip", "Origin: http://localhost:3000")
    names = {name for name, _ in fields}
    assert not names & {"playground-format", "content-encoding", "vary", "access-control-expose-headers"}
    assert "content-type" in names
    came_back = "Last-Event-ID: 1"
    assert values(playground, "playground-resume", "/play/unresumed", came_back) == []
    assert values(playground, "playground-resume", "/play/own-resumed", came_back) == ["mine"]
    assert values(playground, "playground-resume", "/play/plain", "Last-Event-ID: 7") == ["unknown-id"]
    assert values(playground, "referrer-policy", "/play/refused") == []
