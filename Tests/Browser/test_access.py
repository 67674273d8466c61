"""In real browsers: what a scenario answers has no power over the playground, the token has a place, and pages work below a prefix."""

import pathlib
import re
import sys

import pytest
import requests
from playwright.sync_api import expect
from told import PATIENCE, told

from playground import Playground

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "EndToEnd"))

from proxies import find, nginx  # noqa: E402

TOKEN = "correct-horse-battery"
ATTACK = """
(async () => {
  const said = [];
  for (const [method, path] of [['GET', '/api/sessions/other/journal?follow=false'], ['DELETE', '/api/scenarios/victim']]) {
    try { said.push(method + ' ' + (await fetch(path, { method })).status); } catch (error) { said.push(method + ' failed'); }
  }
  document.title = said.join(', ');
})();
"""
SCENARIOS = {
    "html": "steps: [{ respond: { html: \"<title>calm</title><script>ATTACK</script><img src=x onerror='document.title=1'>\" } }]",
    "reflected": "steps: [{ respond: { html: \"<title>calm</title>${query.name ?? ''}\" } }]",
    "reflected-stream": "response: { contentType: text/html }\nsteps: [{ raw: \"<title>calm</title>${query.name ?? ''}\" }]",
    "svg": "steps: [{ respond: { contentType: image/svg+xml, text: \"<svg xmlns='http://www.w3.org/2000/svg'><title>calm</title><script>ATTACK</script></svg>\" } }]",
    "loose": "response: { contentType: text/html, headers: { Content-Security-Policy: sandbox allow-scripts allow-same-origin } }\nsteps: [{ raw: \"<title>calm</title><script>ATTACK</script>\" }]",
    "unavailable": "attempts: [{ times: forever, status: 503, html: \"<title>calm</title><script>ATTACK</script>\" }]\nsteps: [{ data: x }]",
    "untyped": "response: { contentType: text/plain }\nsteps: [{ raw: \"<title>calm</title><script>ATTACK</script>\" }]",
}
NGINX = """
location PREFIX/ {
  proxy_pass URL/; proxy_http_version 1.1; proxy_buffering off;
  proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $http_host;
  proxy_set_header X-Forwarded-Prefix "PREFIX"; proxy_set_header Forwarded "";
}
"""


@pytest.fixture(scope="module")
def playground(tmp_path_factory):
    folder = tmp_path_factory.mktemp("access")
    server = Playground(folder, ADMIN_TOKEN=TOKEN, TRUSTED_PROXIES="127.0.0.1")
    for name, text in SCENARIOS.items():
        attack = " ".join(ATTACK.split())
        (server.scenarios / f"attack-{name}.yaml").write_text(text.replace("ATTACK", attack) + "\n")
    yield server
    server.stop()


@pytest.fixture
def behind(playground, tmp_path):
    """A proxy before the server, through which everybody is a visitor."""
    if not find("nginx"):
        pytest.skip("no nginx: scripts/install-packages --tests gets it where there is apt")
    proxies = []

    def start(prefix=""):
        proxies.append(nginx(tmp_path / "nginx", NGINX.replace("PREFIX", prefix).replace("URL", playground.url)))
        return proxies[-1].url + prefix

    yield start
    for proxy in proxies:
        proxy.stop()


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_a_scenario_answers_runs_no_script_in_the_playgrounds_name(new_page, playground, name):
    page = new_page()
    body = "title: Victim\nsteps: [{ data: x }]\n"
    page.request.put("/api/scenarios/victim", data=body, headers={"Content-Type": "application/yaml"})
    page.request.get("/play/multi-line?session=other&speed=1000")
    expect_scenario(playground, f"attack-{name}")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    script = f"<script>{ATTACK}</script><svg onload='document.title=1'></svg>"
    page.goto(f"/play/attack-{name}?name={quote(script)}")
    assert page.title() in ("calm", "")
    assert not any("/api/" in url for url in asked)
    # Shown in a frame it is no other: pages of the playground may not be framed, and its origin is its own.
    assert page.request.get("/api/scenarios/victim").status == 200
    assert page.evaluate("() => self.origin") == "null" if name != "untyped" else True


def expect_scenario(playground, name):
    """A file is read a moment after it was written."""
    told(f"{playground.url}/api/changes", lambda _: requests.get(f"{playground.url}/api/scenarios/{name}", timeout=PATIENCE).status_code == 200)


def quote(text):
    from urllib.parse import quote

    return quote(text, safe="")


def test_the_token_is_shown_once_and_leads_back(new_page, behind):
    base = behind()
    page = new_page(base_url=base)
    page.goto("/sign-in/?next=/gallery/%3Fx%23y")
    expect(page.get_by_text("needs the server's token")).to_be_visible()
    page.get_by_label("Token", exact=True).fill("wrong-horse-battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not the server's token")
    page.get_by_label("Token", exact=True).fill(f" {TOKEN} ")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{base}/gallery/?x#y")
    [cookie] = page.context.cookies()
    assert re.fullmatch(r"sse-playground-\d+", cookie["name"])
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax" and not cookie["secure"]
    page.goto("/sessions/")
    expect(page.get_by_text(re.compile("streams? open"))).to_be_visible()
    page.goto("/sign-in/?next=//evil.example/")
    expect(page.get_by_text("You are signed in.")).to_be_visible()
    expect(page.get_by_role("link", name="Go on")).to_have_attribute("href", "/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Token", exact=True)).to_be_visible()
    assert page.context.cookies() == []


BELOW = {
    "/": lambda page: page.get_by_role("button", name=re.compile("^Run ")).first,
    "/gallery/": lambda page: page.get_by_role("article", name="Counter", exact=True),
    "/pitfalls/": lambda page: page.get_by_role("link", name="The blank line is missing"),
    "/pitfalls/#named-events": lambda page: page.get_by_role("button", name="Run both"),
    "/clients/": lambda page: page.locator("#react").get_by_role("button", name="Start", exact=True),
    "/sessions/": lambda page: page.get_by_role("heading", level=1),
    "/learn/": lambda page: page.get_by_role("button", name="Run the example Dispatch"),
    "/sign-in/": lambda page: page.get_by_label("Token", exact=True),
    "/join/": lambda page: page.get_by_text("No room is open on this server"),
    "/room/": lambda page: page.locator(".server-banner").get_by_role("button", name="Sign in"),
}


@pytest.mark.parametrize("path", BELOW)
def test_pages_work_below_a_prefix(new_page, behind, path):
    base = behind("/some/playground")
    page = new_page(base_url=base)
    outside, wrong = [], []
    page.on("request", lambda request: request.url.startswith(base + "/") or request.url.startswith(("data:", "blob:")) or outside.append(request.url))
    page.on("response", lambda response: response.status >= 400 and response.status != 401 and wrong.append(f"{response.status} {response.url}"))
    page.goto(f"{base}{path}")
    expect(BELOW[path](page)).to_be_visible()
    expect(page.get_by_role("navigation", name="Pages").get_by_role("link", name="Gallery")).to_have_attribute("href", "/some/playground/gallery/")
    if path == "/":
        page.goto(f"{base}/#counter")
        expect(page.locator(".command, code", has_text=f"{base}/").first).to_be_visible()
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.locator(".event-row").first).to_be_visible()
    links = page.locator("a[href]").evaluate_all("links => links.map((link) => link.href)")
    assert all(link.startswith(base + "/") for link in links if link.startswith(base[: base.index("/some")])), links
    assert outside == [] and wrong == []


def test_a_refused_origin_is_said_on_the_page_of_clients(page):
    page.request.get("/play/multi-line?speed=1000", headers={"Origin": "http://localhost:4000"})
    page.goto("/clients/")
    expect(page.get_by_text("ALLOWED_ORIGINS=http://localhost:3000,http://localhost:5173,http://localhost:4000 make run")).to_be_visible()
    page.goto("/sessions/")
    page.get_by_label("Ended streams, too").check()
    expect(page.locator(".stream", has_text="http://localhost:4000").first).to_contain_text("ALLOWED_ORIGINS=")
