"""Journeys on the page `/pitfalls/`: each pitfall shows its symptom on one side and not on the other."""

import json
import re

import pytest
import requests
from conftest import NARROW
from playground import ROOT
from playwright.sync_api import expect
from told import PATIENCE, told

PITFALLS = json.loads((ROOT / "Public/pitfalls/pitfalls.json").read_text(encoding="utf-8"))
NAMES = [pitfall["name"] for pitfall in PITFALLS]

# A browser that is busy loses what came just before a cut.
UP_TO_THE_CUT = re.compile("Events[23] events")
# What each side shows in the end: its state or the reason of it, and what was counted or received.
SYMPTOMS = {
    "missing-blank-line": (["0 events"], ["5 events"]),
    "newline-loss": (["Roses are red,"], ["violets are blue"]),
    "leading-space": (["Spacesbetweenwordsarepartofthetoken."], ["Spaces between words are part of the token."]),
    "bom": (["1 event"], ["5 events"]),
    "bogus-retry": (["Was back after", "3 s"], ["Was back after", "0.5 s"]),
    "named-events": (["0 events"], ["5 events", "update"]),
    "json-split": (["SyntaxError"], ["25 °C"]),
    "utf8-split": (["\ufffd"], ["Grüße aus Köln", "日本語", "🚀 lift-off"]),
    "crlf-split": ([re.compile(r"Events(6|7|8|9|\d\d) events")], ["5 events"]),
    "strict-mode": (["Connections2", "job-2"], ["Connections1", "job-1"]),
    "clean-end": (["Came again", "it would go on"], ["after the event done", "4 events"]),
    "missing-terminator": (["Came again", "forty-two.The answer"], ["the answer is whole", "The answer is forty-two."]),
    "non-200": (["given up", "0 events"], ["5 events"]),
    "resume": (["Came again"], ["11 events"]),
    "gap": (["Never cameid"], ["11 events"]),
    "duplicate": (["Came again"], ["11 events"]),
    "too-old": (["Came again"], ["no longer kept"]),
    "zero-retry": (["Connections30"], ["2 s"]),
    "thundering-herd": (["first client", "second client", "it would go on"], ["first clientConnection 2", "second clientConnection 2", "it would go on"]),
    "buffering-proxy": (["5 events"], ["5 events"]),
    "gzip": (["5 events"], ["5 events"]),
    "idle-timeout": (["Came again"], ["5 events"]),
    "content-type": (["given up", "0 events"], ["5 events"]),
    "error-page": (["3 events", "open"], ["The report could not be made."]),
    "login-page": (["given up", UP_TO_THE_CUT], ["Your session has ended."]),
    "token-expiry": (["given up", UP_TO_THE_CUT], ["with the token of connection 2"]),
    "cors-credentials": (["given up", "0 events"], ["5 events"]),
}
# In the fixed half these must not be seen.
ABSENT = {
    "json-split": "SyntaxError",
    "utf8-split": "\ufffd",
    "strict-mode": "job-2",
    "resume": "Came again",
    "gap": "Never came",
    "duplicate": "Came again",
    "too-old": "Came again",
    "idle-timeout": "Came again",
}
# Their pieces have to come apart: at ten times the speed a busy browser reads two as one.
SLOWER = {"json-split", "utf8-split", "crlf-split"}
# Those that show a refusal or a cut: the browser itself writes these to its console.
CONSOLE = re.compile(r"Failed to load resource|MIME type|has been blocked by CORS policy")


def side(page, name):
    return page.get_by_role("region", name=name, exact=True)


def run(page, name, speed="10"):
    page.goto(f"/pitfalls/#{name}")
    page.get_by_label("Speed", exact=True).select_option(speed)
    page.get_by_role("button", name="Run both", exact=True).click()


def events(page, half):
    return side(page, half).get_by_role("list", name=re.compile("received events")).get_by_role("listitem")


def test_every_pair_of_scenarios_has_a_page_and_every_page_a_test():
    files = {path.stem for path in (ROOT / "scenarios/pitfalls").glob("*.yaml")}
    assert {f"{name}-{half}" for name in NAMES for half in ("broken", "fixed")} == files
    assert set(SYMPTOMS) == set(NAMES)


def test_the_sentences_are_those_of_the_documentation():
    text = (ROOT / "docs/pitfalls.md").read_text(encoding="utf-8")
    sections = dict(section.split("\n", 1) for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:])
    assert set(sections) == set(NAMES)
    for pitfall in PITFALLS:
        said = "\n".join(f"**{key.capitalize()}:** {pitfall[key]}" for key in ("symptom", "cause", "fix"))
        assert sections[pitfall["name"]].strip() == said


@pytest.mark.parametrize("name", NAMES)
def test_the_symptom_is_seen_on_one_side_only(new_page, console, name):
    page = new_page()
    run(page, name, speed="3" if name in SLOWER else "10")
    for half, expected in zip(("Broken", "Fixed"), SYMPTOMS[name], strict=True):
        for text in expected:
            # The clients of thundering-herd-fixed wait up to five seconds each time they come back.
            expect(side(page, half)).to_contain_text(text, use_inner_text=False, timeout=60_000)
    if name in ABSENT:
        expect(side(page, "Fixed")).not_to_contain_text(ABSENT[name])
    assert [line for line in console if not CONSOLE.search(line)] == []


@pytest.mark.parametrize("name", ["buffering-proxy", "gzip"])
def test_what_is_held_back_comes_in_one_lump(page, name):
    run(page, name, speed="3")
    # The steady side has received something long before the other, whatever the machine does.
    expect(events(page, "Fixed")).not_to_have_count(0)
    expect(events(page, "Broken")).to_have_count(5)

    def dots(half):
        return side(page, half).get_by_role("img", name=re.compile("^Timeline")).locator(".timeline-dots").last

    expect(dots("Fixed")).to_have_attribute("d", re.compile("^(M[^M]+){5}$"))
    expect(dots("Broken")).to_have_attribute("d", re.compile("^(M[^M]+){1,4}$"))


def test_the_bytes_that_eventsource_hides_are_shown_with_what_became_of_them(page):
    run(page, "missing-blank-line")
    wire = side(page, "Broken").get_by_role("region", name="Broken: the bytes as they were sent")
    expect(wire.locator(".wire-row", has_text="data: Event 5")).to_contain_text("no blank line before the end: discarded")
    fixed = side(page, "Fixed").get_by_role("region", name="Fixed: the bytes as they were sent")
    expect(fixed.locator(".wire-row", has_text="data: Event 5")).to_be_visible()
    expect(fixed).not_to_contain_text("discarded")


def test_the_answer_that_eventsource_hides_is_told(new_page):
    page = new_page()  # the browser writes the status into the console
    run(page, "non-200")
    expect(side(page, "Broken")).to_contain_text("The server says: HTTP 503")
    expect(side(page, "Broken")).to_contain_text("EventSource has given up, and does not say why")


@pytest.fixture
def answers_204(new_page, playground):
    """The broken half of zero-retry says 204 at the second connection: the page itself stops at the thirtieth, before the shipped one does."""
    path = playground.scenarios / "pitfalls/zero-retry-broken.yaml"
    shipped = path.read_text(encoding="utf-8")
    page = new_page()

    def plays(text):
        path.write_text(text, encoding="utf-8")
        told(
            f"{playground.url}/api/changes",
            lambda _: requests.get(f"{playground.url}/api/scenarios/zero-retry-broken", timeout=PATIENCE).json()["source"] == text,
        )

    plays(shipped.replace("attempt > 30", "attempt > 1"))
    yield page
    plays(shipped)


def test_a_204_that_the_client_heeds_is_a_success(answers_204):
    run(answers_204, "zero-retry")
    broken = side(answers_204, "Broken")
    expect(broken).to_contain_text("HTTP 204: the server asks not to come back (the server’s journal says so; EventSource hides it)")
    expect(broken.locator(".pill-word")).to_have_text("closed as asked")
    expect(broken.locator(".connection")).to_have_attribute("data-state", "done")


def test_the_fix_is_shown_as_a_diff_of_what_runs(page):
    page.goto("/pitfalls/#clean-end")
    client = page.get_by_label("In the client: what changes")
    expect(client.locator(".diff-added").first).to_contain_text("source.addEventListener('done', () => {")
    expect(client.locator(".diff-removed")).to_have_count(0)
    server = page.get_by_label("On the server: what changes")
    expect(server.locator(".diff-added")).to_contain_text(["attempts:", "fine", "204", "event: done", "No more to come."])
    page.goto("/pitfalls/#bogus-retry")
    expect(page.get_by_label("On the server").locator(".diff-removed")).to_have_text('-   - raw: "retry: 0.5s\\n\\n"')
    expect(page.get_by_label("Source of clients/event-source.js")).to_contain_text("new EventSource(url)")


def test_from_the_list_to_a_pitfall_and_on_by_keyboard(page):
    page.goto("/pitfalls/")
    expect(page.get_by_role("listitem").filter(has=page.get_by_role("link"))).to_have_count(len(NAMES))
    page.get_by_role("link", name="The blank line is missing").press("Enter")
    expect(page.get_by_role("heading", level=1, name="The blank line is missing")).to_be_focused()
    expect(page).to_have_title("The blank line is missing – SSE Playground")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run both")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop both")).to_be_focused()
    page.get_by_role("link", name=re.compile("^Next:")).press("Enter")
    expect(page.get_by_role("heading", level=1, name="Text with line breaks loses its lines")).to_be_focused()


def test_streams_end_when_the_page_is_left(page):
    run(page, "error-page")
    expect(events(page, "Broken")).to_have_count(3)
    expect(side(page, "Broken").locator(".pill-word")).to_have_text("open")
    with page.expect_event("requestfailed", lambda request: "/play/error-page-broken" in request.url):
        page.get_by_role("link", name="All pitfalls").click()
    expect(page.get_by_role("heading", name="Mistakes that everybody makes once")).to_be_visible()


def test_without_react_the_page_says_so(new_page):
    page = new_page()  # the console tells of the missing file too
    page.route("**/vendor/**", lambda route: route.fulfill(status=404, body="no"))
    run(page, "strict-mode")
    expect(side(page, "Broken")).to_contain_text("React is missing")
    expect(side(page, "Fixed")).to_contain_text("make setup")
    expect(page.get_by_role("button", name="Run both")).to_be_visible()


@pytest.mark.parametrize("where", ["", "#json-split"])
def test_nothing_is_wider_than_a_phone(new_page, console, where):
    page = new_page(viewport=NARROW, has_touch=True)
    page.goto(f"/pitfalls/{where}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Reading both texts…")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert console == []
