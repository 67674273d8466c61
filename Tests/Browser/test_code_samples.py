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


def test_the_react_hook_plays_the_same(played, run_in_page):
    # The component below the hook is JSX, which a build step translates; the hook itself runs as it stands.
    text = sample(played, "React")
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
    expect(page.locator("#sample p")).to_have_text("closed")
    expect(page.locator("#sample li")).to_have_text(["started: line one\nline two", 'message: {"n":1,"text":"Grüße"}', "complete: done"])


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
