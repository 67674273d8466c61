"""A scenario says how it is called: Run, the command, the copied programs and the gallery do that."""

import re

from playground_page import button, reason, rows, run, state, write
from playwright.sync_api import expect


def curl(page):
    return page.locator(".run-command code").first


def test_run_calls_a_chat_as_its_clients_do(page):
    page.goto("/#openai-chat")
    expect(page.get_by_label("Client", exact=True)).to_have_value("POST")
    expect(curl(page)).to_contain_text("--data-raw '{\"model\":\"gpt-5\",\"stream\":true")
    run(page, "100")
    expect(rows(page, "message").filter(has_text="chat.completion.chunk").first).to_be_visible()
    # What the scenario names as its end ends the run.
    expect(state(page)).to_have_text("closed")
    expect(reason(page)).to_have_text("after the data [DONE]")


def test_parameters_and_query_are_those_of_the_scenario(page):
    page.goto("/#gemini")
    expect(curl(page)).to_contain_text("/v1beta/models/gemini-3-flash:streamGenerateContent?alt=sse".replace(":", "%3A").replace("3-flash%3A", "3-flash:"))
    run(page, "100")
    expect(rows(page, "message").filter(has_text="candidates").first).to_be_visible()


def test_what_a_user_wrote_stays_until_another_scenario_says_otherwise(page):
    page.goto("/#openai-chat")
    expect(page.get_by_label("Client", exact=True)).to_have_value("POST")
    page.get_by_text("Request and client").click()
    body = page.get_by_label("Body", exact=True)
    body.fill('{"model": "mine", "stream": true}')
    run(page, "100")
    expect(body).to_have_value('{"model": "mine", "stream": true}')
    page.get_by_role("button", name=re.compile("^Counter")).click()
    expect(page.get_by_label("Client", exact=True)).to_have_value("GET")


def test_a_text_that_is_written_says_how_it_is_called(page):
    page.goto("/")
    write(page, "client: { method: PUT, headers: { X-A: '1' }, body: hello, close: all done }\nrequest: { methods: [PUT] }\nsteps: [{ data: all done }]\n")
    expect(page.get_by_label("Client", exact=True)).to_have_value("PUT")
    button(page, "Run").click()
    expect(reason(page)).to_have_text("after the data all done")
    expect(curl(page)).to_contain_text("-H 'X-A: 1'")
    expect(curl(page)).to_contain_text("-X PUT --data-raw hello")


def test_the_gallery_says_the_method(page):
    page.goto("/gallery/")
    card = page.get_by_role("article", name="OpenAI chat")
    expect(card.locator(".gallery-facts code")).to_have_text("POST /v1/chat/completions")


def test_records_of_another_format_are_a_row_each(page):
    page.goto("/")
    write(page, "format: ndjson\nsteps: [{ data: { a: 1 } }, { data: two }]\n")
    button(page, "Run").click()
    expect(rows(page, "record")).to_have_count(2)
    expect(rows(page, "record").first).to_contain_text('{"a":1}')
    # They have no ids to go on after: their end is the end.
    expect(reason(page)).to_have_text("everything has arrived")
    page.get_by_label("Client", exact=True).select_option("EventSource")
    page.get_by_text("Request and client").click()
    expect(page.locator("#client-note")).to_contain_text("EventSource cannot read this")
