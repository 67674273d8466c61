"""What "Copy as" gives is run as it stands, against the server that the page plays from."""

import re
import subprocess
import sys

import pytest
from playground_page import button, rows, write
from playwright.sync_api import expect

TIMEOUT = 60
TEXT = """title: Sample
steps:
  - { event: started, id: 1, data: "line one\\nline two" }
  - { id: 2, data: { n: 1, text: "Grüße" } }
  - { event: complete, id: 3, data: done }
"""
GATED = "title: Gated\nsteps:\n  - { event: before, data: one }\n  - gate: go\n  - { event: after, data: two }\n  - end: hold\n"
POSTED = 'title: Posted\nsteps:\n  - { event: complete, data: "${body.name}" }\n'


def sample(page, label):
    """The program in a language, for the run that the page shows."""
    button(page, "Copy as…").click()
    dialog = page.get_by_role("dialog", name="Copy as")
    dialog.get_by_role("button", name=label, exact=True).click()
    text = dialog.locator("code").inner_text()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    return text


@pytest.fixture
def played(page):
    page.goto("/")
    write(page, TEXT)
    button(page, "Run").click()
    expect(rows(page, "complete")).to_be_visible()
    return page


def output_of(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_curl_command_plays_the_same(played):
    text = output_of("bash", "-c", sample(played, "curl"))
    assert "event: started\ndata: line one\ndata: line two\n\n" in text.replace("id: 1\n", "")
    assert text.endswith("data: done\n\n")


def test_the_python_program_plays_the_same(played):
    text = output_of(sys.executable, "-c", sample(played, "Python"))
    assert text.splitlines() == ["started 1 line one", "line two", 'message 2 {"n":1,"text":"Grüße"}', "complete 3 done"]


@pytest.fixture
def run_in_page(new_page):
    """Runs a script in a page of the playground, and gives the page and what the script says on the console."""

    def run(script, **options):
        page = new_page(bypass_csp=True)  # a page of somebody's own has no policy of ours
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.goto("/learn/")
        page.add_script_tag(content=script, **options)
        return page, said

    return run


def until_said(page, said, text):
    while text not in said:
        page.wait_for_event("console", timeout=10_000)


@pytest.mark.parametrize(("label", "options"), [("EventSource", {}), ("fetch", {"type": "module"})])
def test_the_program_for_a_page_plays_the_same(played, run_in_page, label, options):
    page, said = run_in_page(sample(played, label), **options)
    until_said(page, said, "complete 3 done")
    assert [line for line in said if line != "open"] == ["started 1 line one\nline two", 'message 2 {"n":1,"text":"Grüße"}', "complete 3 done"]


def run_hook(run_in_page, text):
    """A page on which the component of the React sample shows what its hook gives."""
    # The component below the hook is JSX, which a build step translates; the hook itself runs as it stands.
    hook = text.replace("import { useEffect, useState } from 'react';", "const { useEffect, useState } = React;").replace("export ", "")
    hook = hook[: hook.index("function Events()")]
    url = re.search(r'useEventSource\(("http[^"]+")\)', text)[1]
    show = f"""
      function Events() {{
        const {{ state, events }} = useEventSource({url});
        const lines = events.map((event, index) => React.createElement('li', {{ key: index }}, `${{event.type}}: ${{event.data}}`));
        return React.createElement('section', {{ id: 'sample' }}, React.createElement('p', {{}}, state), React.createElement('ol', {{}}, lines));
      }}
      ReactDOM.createRoot(document.body.appendChild(document.createElement('div')))
        .render(React.createElement(React.StrictMode, {{}}, React.createElement(Events)));
    """
    page, _ = run_in_page("// React comes next")
    for name in ["react", "react-dom"]:
        page.add_script_tag(url=f"/vendor/react/{name}.development.js")
    page.add_script_tag(content=f"{{ {hook} {show} }}")
    return page


def test_the_react_hook_plays_the_same(played, run_in_page):
    page = run_hook(run_in_page, sample(played, "React"))
    expect(page.locator("#sample p")).to_have_text("closed")
    expect(page.locator("#sample li")).to_have_text(["started: line one\nline two", 'message: {"n":1,"text":"Grüße"}', "complete: done"])


# What other pitfalls are about: line ends, a byte order mark, characters and lines that come in pieces, data of several lines, spaces that
# belong to the value, blocks that dispatch nothing, ids that stay and are emptied, and events that have the names of the browser's own.
HARD_STEPS = """
steps:
  - comment: hello
  - { event: größer, id: "ünï", data: "  first 🚀\\n\\nthird " }
  - { id: "9", data: "" }
  - raw: "unknown: x\\ndata\\n\\nevent: none\\n\\ndata:a : b\\nid: n\\0l\\n\\nretry: 1x\\nid\\n\\n"
  - { event: open, data: "not the browser's" }
  - { event: error, data: '{"code":1}' }
  - { event: complete, data: last }
"""
HARD_WAYS = {
    "crlf": "lineEnding: crlf\n",
    "cr": "lineEnding: cr\n",
    "bom": "bom: on\n",
    "a-byte-at-a-time": "write: { every: 1 }\n",
    "cut-crlf": "lineEnding: crlf\nwrite: { cut: [characters, line-ends] }\nbom: on\n",
    "together": "write: { events: 3 }\n",
}
HARD_EVENTS = [
    ("größer", "ünï", "  first 🚀\n\nthird "),
    ("message", "9", ""),
    ("message", "9", ""),
    ("message", "9", "a : b"),
    ("open", "", "not the browser's"),
    ("error", "", '{"code":1}'),
    ("complete", "", "last"),
]


@pytest.mark.parametrize("way", HARD_WAYS)
def test_each_program_is_right_by_the_other_pitfalls(page, run_in_page, way):
    page.goto("/")
    write(page, f"title: Hard\n{HARD_WAYS[way]}{HARD_STEPS}")
    button(page, "Run").click()
    expect(rows(page, "complete")).to_be_visible()
    expected = [f"{name} {event_id} {data}" for name, event_id, data in HARD_EVENTS]
    for label, options in [("EventSource", {}), ("fetch", {"type": "module"})]:
        other, said = run_in_page(sample(page, label), **options)
        until_said(other, said, expected[-1])
        assert [line for line in said if line not in ("open", "reconnecting")] == expected, label
        assert said.count("open") == (1 if label == "EventSource" else 0)
        assert "reconnecting" not in said
    shown = run_hook(run_in_page, sample(page, "React"))
    expect(shown.locator("#sample p")).to_have_text("closed")
    assert shown.locator("#sample li").evaluate_all("items => items.map((item) => item.textContent)") == [f"{name}: {data}" for name, _, data in HARD_EVENTS]
    printed = output_of(sys.executable, "-c", sample(page, "Python"))
    assert printed == "".join(f"{line}\n" for line in expected)


FOLLOW_HARD = """
async ({ module, url, types }) => {
  const { follow } = await import(module);
  const events = [];
  const states = [];
  return new Promise((resolve) => {
    let stop = () => {};
    const end = () => queueMicrotask(() => { stop(); resolve({ events, states }); });
    stop = follow(url, {
      types, endTypes: ['complete'],
      onEvent: ({ type, data, lastEventId }) => {
        events.push([type, lastEventId, data]);
        if (type === 'complete') end();
      },
      onState: (state) => states.push(state),
      onReset: () => states.push('reset'),
    });
  });
}
"""
# Clients that follow any stream; the other fixed ones read JSON of their pitfall, or are tried in copied-code.test.js.
ANY_STREAM = [
    "/clients/event-source/client.js",
    "/clients/fetch-stream/client.js",
    *(
        f"/pitfalls/clients/{name}.js"
        for name in (
            "event-source", "close-at-done", "close-at-terminator", "close-at-login", "close-at-server-error", "again-after-refusal",
            "start-over-at-reset", "renew-token", "effect-with-cleanup",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("way", ["cut-crlf", "a-byte-at-a-time"])
def test_each_client_of_the_pages_is_right_by_the_other_pitfalls(page, way):
    page.goto("/")
    draft = page.request.post("/api/drafts", data=f"title: Hard\n{HARD_WAYS[way]}{HARD_STEPS}", headers={"Content-Type": "application/yaml"}).json()
    # Who listens for "open" and "error" hears the browser's own events too.
    expected = [event for event in HARD_EVENTS if event[0] not in ("open", "error")]
    types = list(dict.fromkeys(name for name, _, _ in expected))
    for module in ANY_STREAM:
        heard = page.evaluate(FOLLOW_HARD, {"module": module, "url": draft["play"], "types": types})
        assert [tuple(event) for event in heard["events"] if event[0] in types] == expected, module
        assert "reconnecting" not in heard["states"], module


def test_the_client_that_passes_over_seen_ids_keeps_events_without_one(page):
    page.goto("/")
    text = "steps:\n  - data: a\n  - data: b\n  - { id: 1, data: c }\n  - raw: \"id: 1\\ndata: c\\n\\n\"\n  - { event: complete, id: 2, data: d }\n"
    draft = page.request.post("/api/drafts", data=text, headers={"Content-Type": "application/yaml"}).json()
    heard = page.evaluate(FOLLOW_HARD, {"module": "/pitfalls/clients/pass-over-seen.js", "url": draft["play"], "types": ["message", "complete"]})
    assert [data for _, _, data in heard["events"]] == ["a", "b", "c", "d"]


def test_the_playwright_test_passes(page, new_page):
    page.goto("/")
    write(page, GATED)
    button(page, "Run").click()
    expect(page.get_by_text("waits at the gate go")).to_be_visible()
    button(page, "Open the gate").click()
    expect(rows(page, "after")).to_be_visible()
    names = {}
    exec(sample(page, "Playwright"), names)  # noqa: S102 - our own program
    names["test_events_arrive_step_by_step"](new_page())


@pytest.mark.parametrize("label", ["curl", "Python"])
def test_a_request_with_a_body_is_sent_as_it_is(page, label):
    page.goto("/")
    write(page, POSTED)
    page.get_by_label("Client").select_option("POST")
    page.get_by_text("Request and client").click()
    page.get_by_role("textbox", name="Body").fill('{"name": "it\'s \\"Ada\\""}')
    button(page, "Run").click()
    expect(rows(page, "complete")).to_contain_text('it\'s "Ada"')
    text = sample(page, label)
    command = ("bash", "-c", text) if label == "curl" else (sys.executable, "-c", text)
    assert 'it\'s "Ada"' in output_of(*command)
