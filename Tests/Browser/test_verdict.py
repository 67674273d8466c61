"""What the pages say of clients: a correct one is told so in green, one with mistakes each of them, with the bytes that show it."""

import re

import pytest
import requests
from conftest import NARROW
from playground_page import detail, run, write
from playwright.sync_api import expect
from test_watching import draft
from told import told

ENDS = "retry: 800ms\nsteps:\n  - repeat: 40\n    steps:\n      - { id: \"${number}\", data: \"${number}\" }\n      - if: ${number % 3 == 0}\n        then:\n          - end: complete\n"
HOLD = "retry: 1s\nsteps:\n  - { id: 1, data: a }\n  - end: hold\n"
GONE = "retry: 20ms\nattempts: [{ status: 204 }, { status: 204 }, { status: 204 }, { status: 204 }]\nsteps:\n  - data: a\n"
BUSY = "attempts: [" + ", ".join(["{ status: 503, text: no }"] * 20) + "]\nsteps:\n  - data: a\n"

# A client that waits too short, forgets the id every second time, and takes no for an answer.
BAD = """async ({ address, times, wait }) => {
  let last = '';
  for (let time = 1; time <= times; time += 1) {
    const headers = { Accept: 'text/event-stream' };
    if (last && time % 2 === 1) headers['Last-Event-ID'] = last;
    const response = await fetch(address, { headers, cache: 'no-store' });
    const text = await response.text();
    last = [...text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? last;
    await new Promise((done) => setTimeout(done, wait));
  }
}"""


# Opens a stream, and waits until so many events have come, or until the stream ended before.
RECEIVE = """([target, count]) => new Promise((done) => {
  window.source = new EventSource(target);
  let left = count;
  source.onopen = () => { if (left === 0) done(); };
  source.onmessage = () => { left -= 1; if (left === 0) done(); };
  source.onerror = () => done();
})"""


def app(page):
    """A page of somebody's own, at the same server."""
    other = page.context.new_page()
    other.goto("/favicon.svg")
    return other


def verdict(page, session):
    return page.request.get(f"/api/sessions/{session}/verdict").json()


def verdict_when(playground, session, holds):
    """The first verdict of which that is true."""
    return told(f"{playground.url}/api/sessions/{session}/verdict", holds, follow="true")


def findings(found, client=1):
    return {finding["rule"]: finding for one in found["clients"] if one["client"] == client for finding in one["findings"]}


def panel(page):
    return page.get_by_role("region", name="Verdict")


def test_a_correct_client_is_told_so_in_green(page, playground):
    target = draft(page, ENDS)
    other = app(page)
    page.goto("/#watch=good")
    other.evaluate("target => { window.source = new EventSource(target); }", f"{target}?session=good")
    line = panel(page).locator(".verdict-line")
    expect(line).to_have_text("Fine: one client, no fault.")
    client = panel(page).locator(".verdict-client", has_text="Client 1")
    expect(client).to_contain_text("As it should.")
    expect(client).to_have_attribute("data-severity", "fine")
    good = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--good')")
    color = line.evaluate("(element, good) => { const probe = document.body.appendChild(document.createElement('i')); probe.style.color = good; const wanted = getComputedStyle(probe).color; probe.remove(); return getComputedStyle(element).color === wanted; }", good)
    assert color
    said = findings(verdict_when(playground, "good", lambda found: findings(found).get("last-event-id", {}).get("count", 0) >= 2))
    assert {finding["severity"] for finding in said.values()} <= {"fine", "note"}, said
    assert said["reconnection-time"]["severity"] == said["last-event-id"]["severity"] == "fine"


def test_each_mistake_is_told_and_lights_its_bytes(page):
    target = draft(page, ENDS)
    other = app(page)
    page.goto("/#watch=bad")
    other.evaluate(BAD, {"address": f"{target}?session=bad", "times": 9, "wait": 50})
    found = verdict(page, "bad")
    said = findings(found)
    assert found["verdict"] == "fault", said
    assert said["reconnection-time"]["severity"] == "fault"
    assert said["last-event-id"]["severity"] == "fault" and said["last-event-id"]["count"] == 4
    expect(panel(page).locator(".verdict-line")).to_contain_text("fault")
    client = panel(page).locator(".verdict-client", has_text="Client 1")
    expect(client.locator("summary")).to_contain_text(re.compile(r"Came back after [\d.]+ (?:m?s)(?: to [\d.]+ m?s)? instead of 0\.8 s"))
    client.locator("summary").click()
    early = client.locator("li[data-severity=fault]").first
    early.get_by_role("button").first.click()
    expect(page.locator(".timeline-lit")).to_have_count(1)
    expect(detail(page)).to_be_visible()


def test_two_connections_204_and_503(page, playground):
    hold, gone, busy = draft(page, HOLD), draft(page, GONE), draft(page, BUSY)
    other = app(page)
    other.evaluate("target => { window.sources = [new EventSource(target), new EventSource(target)]; }", f"{hold}?session=twice")
    found = verdict_when(playground, "twice", lambda found: "one-connection" in findings(found, 2))
    assert findings(found, 2)["one-connection"]["severity"] == "warning"
    other.evaluate("window.sources.forEach((source) => source.close())")
    other.evaluate(BAD, {"address": f"{gone}?session=gone", "times": 3, "wait": 50})
    assert findings(verdict(page, "gone"))["stays-away"]["count"] == 2
    other.evaluate(BAD, {"address": f"{busy}?session=busy", "times": 13, "wait": 20})
    assert findings(verdict(page, "busy"))["hammering"]["count"] == 12


def test_a_page_that_is_loaded_anew_20_times_gets_no_fault(page):
    """While its stream is open, and while it waits to come back."""
    target = draft(page, "retry: 150ms\nsteps:\n  - repeat: 400\n    every: 20ms\n    steps:\n      - { id: \"${number}\", data: \"${number}\" }\n      - if: ${number % 7 == 0}\n        then:\n          - end: complete\n")
    other = app(page)
    for number in range(20):
        other.reload()
        # After so many events; the server ends the stream after seven, and then it waits to come back.
        other.evaluate(RECEIVE, [f"{target}?session=reloaded", number % 9])
    found = verdict(page, "reloaded")
    assert found["verdict"] == "fine", found


def test_what_a_scenario_expects_is_shown_beside_its_run(page):
    page.goto("/")
    write(page, "retry: 200ms\nexpect: { reconnect: asked, ids: right, attempts: 2 }\nsteps:\n  - { id: 1, data: a }\n  - end: complete\n  - { id: 2, data: b }\n  - end: hold\n")
    page.get_by_role("checkbox", name="Reconnect").check()
    run(page, "1")
    for key in ("reconnect", "ids", "attempts"):
        expect(panel(page).locator(".verdict-client", has_text=f"Expected: {key}")).to_have_attribute("data-severity", "fine")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [None, NARROW])
def test_the_panel_fits(new_page, scheme, viewport):
    options = {"viewport": viewport} if viewport else {}
    page = new_page(color_scheme=scheme, reduced_motion="reduce", **options)
    target = draft(page, ENDS)
    other = app(page)
    key = f"fits-{scheme}-{'narrow' if viewport else 'wide'}"
    other.evaluate(BAD, {"address": f"{target}?session={key}", "times": 4, "wait": 100})
    page.goto(f"/#watch={key}")
    client = panel(page).locator(".verdict-client").first
    client.locator("summary").click()
    expect(client.locator(".verdict-findings")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_refused_origin_can_be_allowed_on_the_servers_machine(page, playground):
    origin = "http://localhost:4999"
    with requests.get(f"{playground.url}/play/counter?session=origins", headers={"Origin": origin}, stream=True, timeout=20) as response:
        assert "Access-Control-Allow-Origin" not in response.headers
    page.goto("/clients/")
    row = page.locator(".refused-origins .trouble", has_text=origin)
    row.get_by_role("button", name="Allow it until the server stops").click()
    expect(row).to_contain_text("may read streams now")
    with requests.get(f"{playground.url}/play/counter?session=origins", headers={"Origin": origin}, stream=True, timeout=20) as response:
        assert response.headers["Access-Control-Allow-Origin"] == origin


def test_the_sessions_page_tells_it_too(page):
    target = draft(page, HOLD)
    other = app(page)
    other.evaluate("target => { window.source = new EventSource(target); }", f"{target}?session=board")
    page.goto("/sessions/")
    page.get_by_label("Find").fill("board")
    details = page.locator(".session-verdict").first
    details.locator("summary").first.click()
    expect(details.locator(".verdict-line")).to_be_visible()
    expect(details).to_contain_text("Client 1")
