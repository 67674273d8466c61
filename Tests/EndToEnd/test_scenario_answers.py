"""What a scenario answers cannot act as a page of the playground, nor upon all of its pages."""

import http.client

import pytest
import requests
from playground import Playground

TIMEOUT = 30  # seconds; a bound for a busy machine, not a wait

HTML = "<script>document.title='ran'</script>"
ANSWERS = {
    "content-type": "response: { contentType: text/html }\nsteps: [{ raw: \"" + HTML + "\" }]\n",
    "content-type-header": "response: { headers: { Content-Type: text/html } }\nsteps: [{ raw: \"" + HTML + "\" }]\n",
    "two-types": "response: { contentType: 'text/event-stream, text/html' }\nsteps: [{ raw: \"" + HTML + "\" }]\n",
    "two-type-fields": "response: { contentType: text/event-stream, headers: { Content-Type: text/html } }\nsteps: [{ raw: x }]\n",
    "reflected-type": "response: { contentType: \"${query.type ?? 'text/html'}\" }\nsteps: [{ raw: \"${query.name ?? ''}\" }]\n",
    "respond-html": "steps: [{ respond: { html: \"" + HTML + "\" } }]\n",
    "respond-svg": "steps: [{ respond: { contentType: image/svg+xml, text: \"<svg xmlns='http://www.w3.org/2000/svg'/>\" } }]\n",
    "respond-json": "steps: [{ respond: { json: { a: 1 } } }]\n",
    "attempts": "attempts: [{ times: forever, status: 503, html: \"" + HTML + "\" }]\nsteps: [{ data: x }]\n",
    "mismatch": "request: { query: { q: any }, mismatch: { status: 400, html: \"" + HTML + "\" } }\nsteps: [{ data: x }]\n",
    "plain-mismatch": "request: { bearer: x }\nsteps: [{ data: x }]\n",
    "redirect": "response: { redirect: /elsewhere }\nsteps: [{ data: x }]\n",
    "respond-redirect": "steps: [{ respond: { redirect: /elsewhere } }]\n",
    "login-page": "proxy: { answer: login-page }\nsteps: [{ data: x }]\n",
    "bad-gateway": "proxy: { answer: bad-gateway }\nsteps: [{ data: x }]\n",
    "no-content": "steps: [{ respond: { status: 204 } }]\n",
    "refused-resume": "resume: refuse\nsteps: [{ id: 1, data: x }]\n",
}
LOOSE = """
response:
  contentType: text/html
  headers:
    Content-Security-Policy: "default-src * 'unsafe-inline'; sandbox allow-scripts allow-same-origin"
    X-Content-Type-Options: sniff
    Referrer-Policy: unsafe-url
steps: [{ raw: x }]
"""
WITHHELD = """
response:
  headers:
    Clear-Site-Data: '"*"'
    CLEAR-SITE-DATA: '"cookies"'
    Service-Worker-Allowed: /
    Strict-Transport-Security: max-age=1
    Alt-Svc: 'h2=":1"'
    NEL: '{}'
    Report-To: '{}'
    Accept-CH: DPR
    X-Accel-Redirect: /internal
    X-Sendfile: /etc/passwd
    Link: </x>; rel=preload
    X-Mine: kept
steps: [{ data: x }]
"""
COOKIES = {
    "sse-playground-8000=x": False,
    " SSE-Playground-8000=x; Path=/": False,
    "=sse-playground-8000=x": False,
    "sse-playground-8000": False,
    " = sse-playground-1=x": False,
    "mine=sse-playground-8000": True,
    "other-sse-playground=x": True,
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("answers")
    (folder / "scenarios").mkdir()
    texts = ANSWERS | {"loose": LOOSE, "withheld": WITHHELD, "stream": "steps: [{ id: 1, data: x }]\n"}
    texts["cookie"] = "response: { headers: { Set-Cookie: \"${query.cookie}\" } }\nsteps: [{ data: x }]\n"
    texts["fixed-cookie"] = "response: { headers: { Set-Cookie: \"sse-playground-${query.port}=x\" } }\nsteps: [{ data: x }]\n"
    for name, text in texts.items():
        (folder / "scenarios" / f"{name}.yaml").write_text(text)
    server = Playground(folder)
    yield server
    server.stop()


def fields(server, path, method="GET", headers={}):
    """The header fields of an answer in their order, names in lower case."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, [(name.lower(), value) for name, value in answer.getheaders()]


def values(found, name):
    return [value for each, value in found if each == name]


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_an_answer_that_is_no_event_stream_is_sandboxed(server, name, method):
    status, found = fields(server, f"/play/{name}", method, {"Last-Event-ID": "0"} if name == "refused-resume" else {})
    assert "sandbox" in values(found, "content-security-policy"), found
    assert values(found, "x-content-type-options")[0] == "nosniff"
    assert status < 400 or values(found, "referrer-policy") == ["no-referrer"]


def test_a_draft_is_sandboxed_too(server):
    body = ANSWERS["respond-html"].encode()
    draft = requests.post(f"{server.url}/api/drafts", body, headers={"Content-Type": "application/yaml"}, timeout=TIMEOUT).json()
    _, found = fields(server, draft["play"])
    assert values(found, "content-security-policy") == ["sandbox"]


def test_what_a_scenario_sets_can_only_forbid_more(server):
    _, found = fields(server, "/play/loose")
    policies = values(found, "content-security-policy")
    assert len(policies) == 2 and "sandbox" in policies
    assert values(found, "x-content-type-options")[0] == "nosniff"
    assert values(found, "referrer-policy") == ["unsafe-url"]


def test_an_event_stream_has_nosniff_and_no_sandbox(server):
    _, found = fields(server, "/play/stream")
    assert values(found, "x-content-type-options") == ["nosniff"]
    assert values(found, "content-security-policy") == []


def test_fields_with_power_over_all_pages_are_left_out_and_said(server):
    _, found = fields(server, "/play/withheld")
    names = {name for name, _ in found}
    gone = ["clear-site-data", "service-worker-allowed", "strict-transport-security", "alt-svc", "nel", "report-to", "accept-ch"]
    assert not names & {*gone, "x-accel-redirect", "x-sendfile"}
    assert values(found, "x-mine") == ["kept"] and values(found, "link") == ["</x>; rel=preload"]
    for name in gone:
        server.logged(f"'{name}' is left out of the answer")
    server.logged("withheld.yaml", "warning")


@pytest.mark.parametrize("cookie", COOKIES)
def test_cookies_under_our_names_are_left_out(server, cookie):
    query = requests.utils.quote(cookie, safe="")
    _, found = fields(server, f"/play/cookie?cookie={query}")
    assert bool(values(found, "set-cookie")) == COOKIES[cookie]
    assert values(fields(server, "/play/fixed-cookie?port=8000")[1], "set-cookie") == []


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/nowhere", {}, 404),
        ("GET", "/play/nowhere", {}, 404),
        ("GET", "/api/nowhere", {}, 404),
        ("DELETE", "/healthz", {}, 405),
        ("DELETE", "/index.html", {}, 405),
        ("PUT", "/api/scenarios/x", {"Origin": "http://evil.example"}, 403),
        ("PUT", "/api/scenarios/x", {"Via": "1.1 x"}, 401),
        ("GET", "/play/stream?speed=0", {}, 400),
        ("GET", "/index.html", {"Range": "bytes=9999999-"}, 416),
        ("GET", "/", {"Host": "evil.example"}, 421),
        ("GET", "/" + "a" * 5000, {}, 414),
        ("GET", "/", {"X-Long": "a" * 20000}, 431),
        ("POST", "/healthz", {"Content-Length": "5", "Transfer-Encoding": "chunked"}, 400),
    ],
)
def test_every_error_has_the_pages_policy(server, method, path, headers, status):
    found_status, found = fields(server, path, method, headers)
    assert found_status == status
    assert values(found, "content-type") == ["application/problem+json"]
    assert values(found, "content-security-policy")[0].startswith("default-src 'self'")
    assert values(found, "referrer-policy") == ["no-referrer"]
    assert values(found, "x-content-type-options") == ["nosniff"]
