"""Addresses, methods, origins and refusals."""

import json

import pytest
import requests
from wire import Wire, head

TIMEOUT = 20


def get(playground, path, **options):
    return requests.get(playground.url + path, timeout=TIMEOUT, **options)


def problem(response, status):
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["title"] and body["detail"]
    return body["detail"]


def test_an_unknown_scenario_is_answered_with_names_that_are_near(playground):
    assert "Did you mean 'counter'?" in problem(get(playground, "/play/conter"), 404)


def test_an_unknown_address_is_answered_404(playground):
    problem(get(playground, "/nowhere"), 404)
    problem(get(playground, "/api/nothing"), 404)
    problem(get(playground, "/play/"), 404)
    problem(requests.post(playground.url + "/nowhere", data="x", timeout=TIMEOUT), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/events", "GET, POST, HEAD, OPTIONS"),
        ("PUT", "/play/counter", "GET, POST, HEAD, OPTIONS"),
        ("DELETE", "/healthz", "GET, HEAD, OPTIONS"),
        ("GET", "/api/validate", "POST, OPTIONS"),
        ("PATCH", "/", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_method_that_an_address_does_not_take_is_answered_405(playground, method, path, allowed):
    response = requests.request(method, playground.url + path, timeout=TIMEOUT)
    problem(response, 405)
    assert response.headers["Allow"] == allowed


def test_options_says_what_an_address_takes(playground):
    for path in ["/events", "/healthz", "/", "/api/scenarios"]:
        response = requests.options(playground.url + path, timeout=TIMEOUT)
        assert response.status_code == 204
        assert "GET" in response.headers["Allow"]


def test_pages_of_allowed_origins_may_read_streams(playground):
    origin = "http://localhost:3000"
    with get(playground, "/events", headers={"Origin": origin}, stream=True) as response:
        assert response.headers["Access-Control-Allow-Origin"] == origin
        assert response.headers["Vary"] == "Origin"
        exposed = response.headers["Access-Control-Expose-Headers"].split(", ")
        assert {"Playground-Seed", "Playground-Stream", "Playground-Resume", "X-Scenario-Seed", "X-Stream-Id"} <= {*exposed}
    with get(playground, "/events", headers={"Origin": "http://evil.example"}, stream=True) as response:
        assert "Access-Control-Allow-Origin" not in response.headers
        assert response.headers["Vary"] == "Origin"


def test_a_preflight_is_answered(playground):
    asked = {"Origin": "http://localhost:5173", "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "content-type,last-event-id"
    response = requests.options(playground.url + "/play/counter", headers=asked, timeout=TIMEOUT)
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == asked["Origin"]
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == asked["Access-Control-Request-Headers"]


def test_the_api_is_for_the_same_origin_only(playground):
    response = get(playground, "/api/scenarios", headers={"Origin": "http://localhost:3000"})
    assert "Access-Control-Allow-Origin" not in response.headers


def test_the_origins_can_be_set(start_playground):
    server = start_playground(ALLOWED_ORIGINS="https://app.example")
    with requests.get(f"{server.url}/events", headers={"Origin": "https://app.example"}, stream=True, timeout=TIMEOUT) as response:
        assert response.headers["Access-Control-Allow-Origin"] == "https://app.example"


@pytest.mark.parametrize("path", ["/", "/events", "/api/scenarios", "/healthz"])
def test_a_host_that_is_not_ours_is_refused_everywhere(playground, path):
    problem(get(playground, path, headers={"Host": "evil.example"}), 421)


def test_several_requests_share_a_connection(playground):
    wire = Wire(playground.port)
    for _ in range(3):
        wire.send("GET /healthz HTTP/1.1")
        status, _, body = wire.answer()
        assert (status, json.loads(body)) == (200, {"status": "ok"})
    wire.close()


def test_ipv6_loopback_answers_too(playground):
    try:
        wire = Wire(playground.port, "::1")
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    wire.send("GET /healthz HTTP/1.1")
    assert wire.answer()[0] == 200
    wire.close()


def test_pages_forbid_what_other_sites_could_do_with_them(playground):
    response = get(playground, "/")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = response.headers["Content-Security-Policy"]
    for rule in ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]:
        assert rule in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_a_page_that_did_not_change_is_not_sent_again(playground):
    tag = get(playground, "/").headers["ETag"]
    assert get(playground, "/", headers={"If-None-Match": tag}).status_code == 304


def test_the_listing_can_be_polled_cheaply(playground):
    first = get(playground, "/api/scenarios")
    again = get(playground, "/api/scenarios", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_scenario_can_be_read_with_its_source(playground):
    entry = get(playground, "/api/scenarios/counter").json()
    assert entry["address"] == "/events"
    assert entry["play"] == "/play/counter"
    assert entry["source"] == (playground.scenarios / "counter.yaml").read_text()
    assert "Did you mean" in problem(get(playground, "/api/scenarios/countr"), 404)


def validate(playground, text, query="", **fields):
    headers = {"Content-Type": "application/yaml"} | {name.replace("_", "-"): value for name, value in fields.items()}
    return requests.post(f"{playground.url}/api/validate{query}", data=text, headers=headers, timeout=TIMEOUT)


def test_a_text_can_be_checked_and_seen_without_saving(playground):
    answer = validate(playground, "steps:\n  - data: a\n  - after: 2s\n    data: b\n", "?actions=3").json()
    assert answer["valid"] is True
    assert [(step["time"], step["action"]) for step in answer["actions"]] == [(0, "head"), (0, "write"), (2, "write")]
    assert answer["actions"][2]["text"] == "data: b\n\n"
    assert answer["more"] is True
    wrong = validate(playground, "steps:\n  - dta: a\n  - evnt: b\n").json()
    assert wrong["valid"] is False
    assert [(mistake["line"], mistake["column"]) for mistake in wrong["mistakes"]][0] == (2, 5)
    assert len(wrong["mistakes"]) >= 2
    assert validate(playground, '{"steps":[{"data":"a"}]}', content_type="application/json").json()["valid"] is True


def test_a_page_of_another_site_cannot_use_the_api(playground):
    problem(validate(playground, "a: b", content_type="text/plain"), 415)
    problem(validate(playground, "a: b", content_type="application/x-www-form-urlencoded"), 415)
    problem(validate(playground, "a: b", origin="http://localhost:3000"), 403)
    problem(validate(playground, "a: b", sec_fetch_site="cross-site"), 403)
    assert validate(playground, "a: b", origin=playground.url).status_code == 200


def test_a_text_that_is_too_long_is_refused(playground):
    assert validate(playground, "#" * 300_000).status_code == 413


def test_a_head_of_an_error_has_no_body(playground):
    wire = Wire(playground.port)
    wire.send("HEAD /play/nothing HTTP/1.1")
    assert head(wire.until(b"\r\n\r\n"))[0] == 404
    wire.send("GET /healthz HTTP/1.1")
    assert wire.answer()[0] == 200
    wire.close()
