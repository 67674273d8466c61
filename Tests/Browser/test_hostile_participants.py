"""In Chromium: what a participant's scenario answers reaches no page, cookie, draft or stream of another."""

import json
from urllib.parse import quote, urlsplit

import pytest

from playground import Playground

# Tries all that a page of the playground may do, and says what came of it in the title.
ATTACK = """
(async () => {
  const said = [];
  const tries = [
    ['GET', '/api/access'], ['GET', '/api/scenarios'], ['GET', '/api/scenarios/@bob/secret'], ['PUT', '/api/scenarios/@bob/secret'],
    ['DELETE', '/api/scenarios/@bob/secret'], ['GET', '/api/drafts/DRAFT'], ['DELETE', '/api/drafts/DRAFT'], ['GET', '/api/sessions'],
    ['GET', '/api/sessions/KEY/journal?follow=false'], ['DELETE', '/api/sessions/KEY'], ['POST', '/api/streams/cut?session=KEY'],
    ['POST', '/api/leave'], ['GET', '/api/export'],
  ];
  for (const [method, path] of tries) {
    for (const mode of ['cors', 'no-cors']) {
      try {
        const answer = await fetch(new URL(path, location.href), { method, mode, credentials: 'include', body: method === 'PUT' ? 'steps: []' : undefined });
        said.push(`${method} ${path} ${answer.status} ${(await answer.text()).length}`);
      } catch (error) { said.push('failed'); }
    }
  }
  try { said.push('cookie ' + document.cookie); } catch (error) { said.push('failed'); }
  try { said.push('stored ' + localStorage.length); } catch (error) { said.push('failed'); }
  try { said.push('opener ' + opener.document.title); } catch (error) { said.push('failed'); }
  try { said.push('parent ' + parent.document.cookie); } catch (error) { said.push('failed'); }
  try { new SharedWorker('/lib/shared-stream-worker.js'); said.push('worker'); } catch (error) { said.push('failed'); }
  try { document.cookie = 'sse-playground-PORT-room=ann'; said.push('set'); } catch (error) { said.push('failed'); }
  document.title = 'RAN ' + said.filter((text) => text !== 'failed').join('; ');
})();
"""
PAGE = "<title>calm</title><script>ATTACK</script><img src=x onerror='document.title=1'><img src='/play/@ann/fields?by=picture'><form method=post action=/api/leave></form>"
FORMS = {
    "html": "steps: [{ respond: { html: PAGE } }]",
    "stream": "response: { contentType: text/html }\nsteps: [{ raw: PAGE }]",
    "svg": "steps: [{ respond: { contentType: image/svg+xml, text: SVG } }]",
    "loose": "response: { contentType: text/html, headers: { Content-Security-Policy: sandbox allow-scripts allow-same-origin allow-forms } }\nsteps: [{ raw: PAGE }]",
    "refused": "attempts: [{ times: forever, status: 503, html: PAGE }]\nsteps: [{ data: x }]",
    "reflected": "steps: [{ respond: { html: \"<title>calm</title>${query.say ?? ''}\" } }]",
}
# What has power beyond the answer is left out of it.
FIELDS = """
response:
  contentType: text/html
  headers:
    Set-Cookie: "sse-playground-PORT-room=ann.9999999999.00.00; Path=/"
    Clear-Site-Data: '"cookies", "storage"'
    Service-Worker-Allowed: /
steps: [{ raw: "<title>calm</title>" }]
"""


@pytest.fixture(scope="module")
def playground(tmp_path_factory):
    server = Playground(tmp_path_factory.mktemp("hostile"), arguments=["--room"])
    yield server
    server.stop()


def join(context, playground, name):
    """A participant's browser: who it is, with the cookie in it."""
    code = json.loads((playground.folder / "data" / "room.json").read_text())["code"]
    answer = context.request.post("/api/join", data={"name": name, "code": code})
    assert answer.status in (201, 409), answer.text()
    return answer.json()


@pytest.fixture(scope="module")
def people(chromium, playground):
    """Ann, who writes hostile scenarios, and Bob, who comes upon them: their contexts, and what is Bob's."""
    contexts = {name: chromium.new_context(base_url=playground.url) for name in ("ann", "bob")}
    who = {name: join(context, playground, name) for name, context in contexts.items()}
    bob = contexts["bob"].request
    assert bob.put("/api/scenarios/@bob/secret", data="steps: [{ data: mine }, { await: door }]\n", headers={"Content-Type": "application/yaml"}).status == 201
    draft = bob.post("/api/drafts", data="steps: [{ data: draft }]\n", headers={"Content-Type": "application/yaml"}).json()["id"]
    attack = " ".join(ATTACK.split()).replace("DRAFT", draft).replace("KEY", who["bob"]["session"]).replace("PORT", str(playground.port))
    page = PAGE.replace("ATTACK", attack)
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'><title>calm</title><script>{attack}</script></svg>"
    texts = {name: text.replace("PAGE", json.dumps(page)).replace("SVG", json.dumps(svg)) for name, text in FORMS.items()}
    texts["fields"] = FIELDS.replace("PORT", str(playground.port))
    for name, text in texts.items():
        # Its own placeholders are the attack's, not the scenario's.
        text = text if name == "reflected" else text.replace("${", "$${")
        saved = contexts["ann"].request.put(f"/api/scenarios/@ann/{name}", data=text, headers={"Content-Type": "application/yaml"})
        assert saved.status == 201, saved.text()
    yield contexts, who, draft, attack
    for context in contexts.values():
        context.close()


def state(contexts, who, draft):
    """All of Bob's that an attack could have changed."""
    bob = contexts["bob"].request
    return {
        "access": bob.get("/api/access").json()["you"],
        "names": [entry["name"] for entry in bob.get("/api/scenarios").json()["scenarios"] if entry["mine"]],
        "text": bob.get("/api/scenarios/@bob/secret").json()["source"],
        "versions": len(bob.get("/api/scenarios/@bob/secret/versions").json()["versions"]),
        "draft": bob.get(f"/api/drafts/{draft}").status,
        "cookies": sorted((cookie["name"], cookie["value"]) for cookie in contexts["bob"].cookies()),
    }


@pytest.mark.parametrize("name", [*FORMS, "fields"])
def test_a_participants_scenario_runs_nothing_in_anothers_browser(people, name):
    contexts, who, draft, attack = people
    before = state(contexts, who, draft)
    page = contexts["bob"].new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    say = "?say=" + quote("<script>document.title='RAN'; fetch('/api/access')</script><svg onload=\"document.title='RAN'\"></svg>") if name == "reflected" else ""
    page.goto(f"/play/@ann/{name}{say}")
    page.wait_for_load_state("load")
    assert page.title() in ("calm", ""), page.title()
    # Its picture may be asked for, as by any page of another site.
    assert not any(urlsplit(url).path.startswith("/api/") for url in asked), asked
    assert page.evaluate("() => self.origin") == "null"
    page.close()
    assert state(contexts, who, draft) == before
    # The page itself was asked for with Bob's cookie, as a link is; and yet what Ann wrote plays in no session of his, whose key it would read.
    assert contexts["bob"].request.get(f"/api/sessions/{who['bob']['session']}").status == 404


def test_opened_from_a_page_of_the_playground_it_is_still_nobody(people):
    contexts, who, draft, attack = people
    before = state(contexts, who, draft)
    page = contexts["bob"].new_page()
    page.goto("/learn/")
    with page.expect_popup() as popup:
        page.evaluate("() => { open('/play/@ann/html'); }")
    popup.value.wait_for_load_state("load")
    assert popup.value.title() in ("calm", "")
    assert popup.value.evaluate("() => self.origin") == "null"
    page.close()
    assert state(contexts, who, draft) == before


def test_on_a_page_that_shows_it_a_hostile_text_is_text(people):
    """The run of a hostile scenario on the playground's own page, and its title in the list of who may see it."""
    contexts, who, draft, attack = people
    ann = contexts["ann"].request
    markup = "</script><img src=x onerror=document.title='RAN'><svg onload=document.title='RAN'>"
    text = f"title: {json.dumps(markup)}\ndescription: {json.dumps(markup)}\nsteps:\n  - event: {json.dumps('x' + markup)}\n    id: {json.dumps(markup)}\n    data: {json.dumps(markup)}\n"
    assert ann.put("/api/scenarios/@ann/markup", data=text, headers={"Content-Type": "application/yaml"}).status == 201
    before = state(contexts, who, draft)
    for name, address in [("ann", "/?scenario=ann/markup"), ("ann", "/sessions/"), ("bob", f"/sessions/?session={who['ann']['session']}")]:
        page = contexts[name].new_page()
        said = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        page.wait_for_load_state("load")
        page.evaluate("() => fetch('/play/@ann/markup').then((answer) => answer.text())")
        assert "RAN" not in page.title()
        assert page.locator("img[src=x], svg[onload]").count() == 0
        assert not said
        page.close()
    assert state(contexts, who, draft) == before
