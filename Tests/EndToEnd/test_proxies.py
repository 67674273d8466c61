"""Behind real proxies: who is a visitor, whose address counts, and where the pages are."""

import pytest
import requests
from proxies import caddy, find, nginx

TIMEOUT = 30  # seconds; a bound for a busy machine, not a wait
TOKEN = "correct-horse-battery"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
FORGED = {
    "X-Forwarded-For": "127.0.0.1, 203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Real-IP": "127.0.0.1",
    "Forwarded": "for=127.0.0.1;proto=https;host=evil.example",
}
NGINX_FIELDS = """
    proxy_http_version 1.1; proxy_buffering off;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Forwarded-Host $http_host;
    proxy_set_header X-Forwarded-Prefix {prefix};
    proxy_set_header Forwarded "";
"""

KINDS = ["nginx", "caddy"]


@pytest.fixture
def behind(start_playground, tmp_path):
    """Starts a server and a proxy before it: `behind("nginx", prefix="/playground", TRUSTED_PROXIES="127.0.0.1")`."""
    running = []

    def start(kind, prefix="", fields=None, **settings):
        if not find(kind):
            pytest.skip(f"no {kind}: scripts/install-packages --tests gets it where there is apt")
        server = start_playground(ADMIN_TOKEN=TOKEN, ALLOWED_HOSTS="play.example.org", **settings)
        if kind == "nginx":
            fields = NGINX_FIELDS.format(prefix=f'"{prefix}"') if fields is None else fields
            proxy = nginx(tmp_path / "nginx", f"location {prefix}/ {{ proxy_pass {server.url}/; {fields} }}")
        else:
            header = f"header_up X-Forwarded-Prefix {prefix}" if prefix else ""
            inner = f"reverse_proxy {server.url} {{ {header}\n header_up -Forwarded\n }}".replace("{ h", "{\n h")
            proxy = caddy(tmp_path / "caddy", f"handle_path {prefix}/* {{\n {inner}\n }}" if prefix else inner)
        running.append(proxy)
        return server, proxy

    yield start
    for proxy in running:
        proxy.stop()


def put(url, headers={}):
    body = b"steps: [{ data: x }]\n"
    return requests.put(f"{url}/api/scenarios/mine", body, headers={"Content-Type": "application/yaml", **headers}, timeout=TIMEOUT)


def seen(server):
    """The address that the server has of the client that asked last."""
    sessions = requests.get(f"{server.url}/api/sessions", timeout=TIMEOUT).json()["sessions"]
    return {stream["remoteAddress"] for session in sessions for stream in session["streams"]}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("trusted", ["none", "127.0.0.1"])
@pytest.mark.parametrize("forged", [{}, FORGED], ids=["plain", "forged"])
def test_everybody_behind_a_proxy_is_a_visitor_until_the_token_is_shown(behind, kind, trusted, forged):
    server, proxy = behind(kind, TRUSTED_PROXIES=trusted)
    assert requests.get(f"{proxy.url}/api/scenarios", headers=forged, timeout=TIMEOUT).status_code == 200
    assert put(proxy.url, forged).status_code == 401
    assert requests.get(f"{proxy.url}/api/sessions", headers=forged, timeout=TIMEOUT).status_code == 401
    assert requests.post(f"{proxy.url}/api/drafts", headers=forged, timeout=TIMEOUT).status_code == 401
    assert put(proxy.url, forged | BEARER).status_code == 201
    assert put(server.url).status_code == 200, "whoever is on the machine needs none"


@pytest.mark.parametrize("kind", KINDS)
def test_the_clients_address_is_the_proxys_word_and_not_the_clients(behind, kind):
    server, proxy = behind(kind, TRUSTED_PROXIES="127.0.0.1")
    requests.get(f"{proxy.url}/play/multi-line?speed=1000", headers={"X-Forwarded-For": "203.0.113.9"}, timeout=TIMEOUT)
    # The client of the proxy is on this machine too. As a trusted address it stands for who came before it where the proxy keeps that.
    assert seen(server) <= {"127.0.0.1", "203.0.113.9"}
    if kind == "caddy":  # it throws away what a client says of itself
        assert seen(server) == {"127.0.0.1"}


def test_nginx_tells_the_client_from_what_it_forged(behind):
    fields = NGINX_FIELDS.format(prefix='""').replace("$proxy_add_x_forwarded_for", '"$http_x_forwarded_for, 198.51.100.7"')
    server, proxy = behind("nginx", fields=fields, TRUSTED_PROXIES="127.0.0.1")
    requests.get(f"{proxy.url}/play/multi-line?speed=1000", headers=FORGED, timeout=TIMEOUT)
    assert seen(server) == {"198.51.100.7"}
    server.logged("198.51.100.7")


@pytest.mark.parametrize("kind", KINDS)
def test_addresses_are_those_that_the_client_sees(behind, kind):
    server, proxy = behind(kind, prefix="/playground", TRUSTED_PROXIES="127.0.0.1")
    base = f"{proxy.url}/playground"
    saved = put(base, BEARER)
    assert saved.headers["Location"] == "/playground/api/scenarios/mine"
    refused = put(base)
    assert refused.json()["signIn"] == "/playground/sign-in/"
    folder = requests.get(f"{base}/gallery", allow_redirects=False, timeout=TIMEOUT)
    assert (folder.status_code, folder.headers["Location"]) == (308, "/playground/gallery/")
    cookie = requests.post(f"{base}/api/sign-in", json={"token": TOKEN}, timeout=TIMEOUT).headers["Set-Cookie"]
    assert "Path=/playground/;" in cookie and "Secure" not in cookie
    name = saved.json()["name"]
    assert saved.json()["play"] == f"/playground/play/{name}"
    draft = requests.post(f"{base}/api/drafts", b"steps: [{ data: x }]\n", headers={"Content-Type": "application/yaml", **BEARER}, timeout=TIMEOUT)
    assert draft.headers["Location"].startswith("/playground/api/drafts/")
    assert draft.json()["play"].startswith("/playground/play/~")
    listed = requests.get(f"{base}/api/scenarios", timeout=TIMEOUT)
    [counter] = [entry for entry in listed.json()["scenarios"] if entry["name"] == "counter"]
    assert (counter["address"], counter["play"]) == ("/playground/events", "/playground/play/counter")
    assert requests.get(f"{base}/api/scenarios/counter", timeout=TIMEOUT).json()["address"] == "/playground/events"
    again = requests.get(f"{base}/api/scenarios", headers={"If-None-Match": listed.headers["ETag"]}, timeout=TIMEOUT)
    assert again.status_code == 304
    direct = requests.get(f"{server.url}/api/scenarios", timeout=TIMEOUT)
    [counter] = [entry for entry in direct.json()["scenarios"] if entry["name"] == "counter"]
    assert (counter["address"], counter["play"]) == ("/events", "/play/counter")
    assert direct.headers["ETag"] != listed.headers["ETag"]
    part = requests.get(f"{base}/api/scenarios?limit=1&offset=1", timeout=TIMEOUT)
    assert '</playground/api/scenarios?offset=2&limit=1>; rel="next"' in part.headers["Link"]
    assert part.json()["scenarios"][0]["play"].startswith("/playground/play/")
    assert requests.get(f"{base}/openapi.json", timeout=TIMEOUT).json()["servers"] == [{"url": "/playground"}]
    assert requests.get(f"{server.url}/openapi.json", timeout=TIMEOUT).json()["servers"] == [{"url": "/"}]
    assert "/playground/api/scenarios lists" in requests.get(f"{base}/play/conter", timeout=TIMEOUT).json()["detail"]
    page = requests.get(f"{base}/gallery/", timeout=TIMEOUT)
    assert 'src="/playground/gallery/index.js"' in page.text and 'href="/playground/styles/index.css"' in page.text
    again = requests.get(f"{base}/gallery/", headers={"If-None-Match": page.headers["ETag"]}, timeout=TIMEOUT)
    assert again.status_code == 304
    assert page.headers["ETag"] != requests.get(f"{server.url}/gallery/", timeout=TIMEOUT).headers["ETag"]
    own = put(base, BEARER | {"Origin": proxy.url})
    assert own.status_code == 200, "the page's origin is the proxy's"
    assert put(base, BEARER | {"Origin": "http://evil.example"}).status_code == 403


def test_a_cookie_is_secure_where_the_proxy_ends_tls(behind):
    fields = NGINX_FIELDS.format(prefix='""').replace("$scheme", "https")
    for trusted, is_secure in [("127.0.0.1", True), ("10.0.0.0/8", False)]:
        _, proxy = behind("nginx", fields=fields, TRUSTED_PROXIES=trusted)
        answer = requests.post(f"{proxy.url}/api/sign-in", json={"token": TOKEN}, timeout=TIMEOUT)
        assert ("; Secure" in answer.headers["Set-Cookie"]) == is_secure


def test_a_proxy_that_tells_nothing_and_keeps_no_name_cannot_be_told_from_a_client_here(behind):
    _, proxy = behind("nginx", fields="")
    assert put(proxy.url).status_code == 201, "docs/security.md warns of it"
