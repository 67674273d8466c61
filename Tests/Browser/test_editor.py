"""Journeys on the playground: writing a scenario, checking, keeping, saving and sharing it."""

import contextlib
import re

from playground_page import TWO_EVENTS, Held, button, check, message, rows, save_as, speed, text_box, write
from playwright.sync_api import Error, expect


def test_a_text_runs_as_it_stands_without_being_saved(page, playground):
    page.goto("/")
    write(page, TWO_EVENTS)
    text_box(page).press("ControlOrMeta+Enter")
    expect(rows(page, "second")).to_contain_text("two")
    expect(page.locator(".pill-word")).to_have_text("closed")
    expect(page.locator(".run-controls .command code")).to_contain_text(f"{playground.url}/play/~")
    expect(button(page, "Run")).to_be_visible()


def test_a_mistake_is_underlined_as_it_is_typed_and_leads_to_its_place(page):
    page.goto("/")
    write(page, "title: x\nsteps:\n  - data: x\n    atfer: 1s\n")
    expect(page.locator(".cm-mistake")).to_have_text("atfer")
    problem = check(page).get_by_role("button")
    expect(problem).to_contain_text("line 4, column 5")
    expect(problem).to_contain_text("did you mean 'after'?")
    problem.click()
    expect(text_box(page)).to_be_focused()
    page.keyboard.insert_text("# ")
    expect(check(page)).to_contain_text("no mistakes: 1 event")
    expect(page.locator(".cm-mistake")).to_have_count(0)


def test_of_hundreds_of_mistakes_the_first_are_told_and_the_rest_counted(page):
    page.goto("/")
    write(page, "title: x\nsteps:\n" + "  - data: ${a.b}\n" * 150)
    expect(check(page).get_by_role("status")).to_have_text("✕ more than 100 mistakes")
    expect(check(page).get_by_role("button")).to_have_count(101)
    expect(check(page).get_by_role("button").last).to_contain_text("50 more mistakes")
    write(page, "title: x\nsteps:\n" + "  - data: ${a.b}\n" * 100)
    expect(check(page).get_by_role("status")).to_have_text("✕ 100 mistakes")


def test_a_text_with_mistakes_does_not_run(page):
    page.goto("/")
    write(page, "title: x\nsteps: nonsense\n")
    button(page, "Run").click()
    expect(message(page)).to_contain_text("It cannot run yet")
    expect(page.locator(".event-row")).to_have_count(0)


def test_saving_comparing_restoring_deleting_and_bringing_back(page):
    page.goto("/")
    write(page, TWO_EVENTS)
    save_as(page, "two-events")
    expect(message(page)).to_contain_text("It plays at /play/two-events")
    expect(page).to_have_url(re.compile("#name=two-events$"))
    write(page, TWO_EVENTS.replace("Two", "Three"))
    expect(page.locator(".document-state")).to_have_text("not saved")
    text_box(page).press("ControlOrMeta+s")
    expect(page.locator(".document-state")).to_have_text("saved")

    button(page, "Versions").click()
    versions = page.get_by_role("dialog", name="Versions")
    versions.get_by_role("button", name="Compare version 1").click()
    expect(versions.locator(".diff-removed")).to_have_text("- title: Two\n", use_inner_text=True)
    expect(versions.locator(".diff-added")).to_have_text("+ title: Three\n", use_inner_text=True)
    versions.get_by_role("button", name="Restore version 1").click()
    expect(text_box(page)).to_contain_text("title: Two")
    expect(page.locator(".document-state")).to_have_text("saved")

    button(page, "Delete").click()
    expect(message(page)).to_contain_text("two-events is deleted")
    expect(page.locator(".document-name")).to_have_text("Untitled")
    button(page, "Undo").click()
    expect(page.locator(".document-name")).to_have_text("two-events")
    expect(text_box(page)).to_contain_text("title: Two")


def test_after_a_save_the_curl_line_says_the_address_of_the_scenario(page, playground):
    page.goto("/")
    write(page, TWO_EVENTS)
    button(page, "Run").click()
    line = page.locator(".run-controls .command code")
    expect(line).to_contain_text(f"{playground.url}/play/~")
    rows(page, "first").click()
    expect(page.locator(".cm-sent")).to_contain_text("event: first")
    save_as(page, "addressed")
    expect(line).to_have_text(f"curl -N {playground.url}/play/addressed")
    expect(page.locator(".run-note")).to_be_hidden()
    rows(page, "second").click()
    expect(page.locator(".cm-sent")).to_contain_text("event: second")
    button(page, "Copy as…").click()
    expect(page.get_by_role("dialog", name="Copy as")).to_contain_text(f"{playground.url}/play/addressed")
    page.keyboard.press("Escape")
    write(page, "path: /addressed/{id}\n" + TWO_EVENTS)
    expect(line).to_be_hidden()
    text_box(page).press("ControlOrMeta+s")
    expect(line).to_have_text(f"curl -N {playground.url}/addressed/demo")


def test_a_draft_that_is_gone_says_so(new_page, playground):
    page = new_page()  # the console tells of the refusal too
    page.goto("/")
    write(page, TWO_EVENTS)
    with page.expect_response("**/api/drafts") as made:
        button(page, "Run").click()
    expect(rows(page, "second")).to_be_visible()
    assert page.request.delete(f"/api/drafts/{made.value.json()['id']}", headers={"Origin": playground.url}).status == 204
    button(page, "Copy as…").click()
    expect(message(page)).to_contain_text("The address of this text is gone")
    expect(page.get_by_role("dialog", name="Copy as")).to_be_hidden()
    expect(page.locator(".run-controls .command code")).to_be_hidden()
    button(page, "Run").click()
    expect(page.locator(".run-controls .command code")).to_contain_text("/play/~")
    expect(message(page)).to_be_hidden()


def test_what_somebody_else_saved_is_not_written_over(new_page):
    first, second = new_page(), new_page()  # the console tells of the refusal too
    first.goto("/")
    write(first, TWO_EVENTS)
    save_as(first, "contested")
    expect(message(first)).to_contain_text("Saved")
    second.goto("/#name=contested")
    expect(text_box(second)).to_contain_text("title: Two")
    # A text that nobody has changed follows what is saved; both are changed before either is saved.
    for page, title in [(first, "Mine"), (second, "Theirs")]:
        write(page, TWO_EVENTS.replace("Two", title))
        expect(page.locator(".document-state")).to_have_text("not saved")
    button(first, "Save").click()
    expect(message(first)).to_have_text("Saved.")
    button(second, "Save").click()
    expect(message(second)).to_contain_text("saved elsewhere in the meantime")
    expect(text_box(second)).to_contain_text("title: Theirs")


def test_the_name_of_a_file_is_refused_with_the_reason(new_page):
    page = new_page()  # the console tells of the refusal too
    page.goto("/")
    write(page, TWO_EVENTS)
    save_as(page, "counter")
    expect(page.get_by_role("alert")).to_contain_text("belongs to the file")


def test_unsaved_work_survives_a_reload(page):
    page.goto("/#name=custom-events")
    expect(text_box(page)).to_contain_text("title: Custom events")
    write(page, TWO_EVENTS)
    page.reload()
    expect(text_box(page)).to_contain_text("title: Two")
    expect(message(page)).to_contain_text("here again")
    button(page, "Discard them").click()
    expect(text_box(page)).to_contain_text("title: Custom events")


def test_what_was_written_first_is_not_lost_by_opening_something_else(page):
    page.goto("/")
    write(page, TWO_EVENTS)
    for address, title in [("/#name=custom-events", "title: Custom events"), ("/#text=damaged", "title: My stream")]:
        page.goto("/gallery/")
        page.goto(address)
        expect(text_box(page)).to_contain_text(title)
    button(page, "Back to what I wrote").click()
    expect(text_box(page)).to_contain_text("title: Two")


def test_a_link_carries_the_text(page, new_page):
    page.goto("/")
    write(page, TWO_EVENTS)
    button(page, "Share link").click()
    link = page.get_by_role("textbox", name="The link").input_value()
    other = new_page()
    requested = []
    other.on("request", lambda request: requested.append(request.url))
    other.goto(link)
    expect(text_box(other)).to_contain_text("title: Two")
    assert link.partition("#")[2].startswith("text=")
    assert not any("text=" in url.partition("#")[0] for url in requested)


def test_a_file_is_imported_and_exported(page):
    page.goto("/")
    expect(page.locator(".cm-content")).to_be_visible()
    file = {"name": "My File.yaml", "mimeType": "application/yaml", "buffer": TWO_EVENTS.encode()}
    page.get_by_label("A file on this computer").set_input_files(file)
    expect(text_box(page)).to_contain_text("title: Two")
    with page.expect_download() as download:
        button(page, "Export").click()
    assert download.value.suggested_filename == "my-file.yaml"
    assert download.value.path().read_text(encoding="utf-8") == TWO_EVENTS


def test_a_crash_of_the_tab_loses_nothing(page):
    page.goto("/#name=custom-events")
    expect(text_box(page)).to_contain_text("title: Custom events")
    write(page, TWO_EVENTS)
    expect(check(page)).to_contain_text("no mistakes: 3 events")
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    other = page.context.new_page()
    other.goto("/#name=custom-events")
    expect(text_box(other)).to_contain_text("title: Two")


def test_without_codemirror_a_text_field_does(new_page):
    page = new_page()  # the console tells of the missing file too
    page.route("**/vendor/**", lambda route: route.fulfill(status=404, body="no"))
    page.goto("/")
    expect(page.get_by_text("CodeMirror is missing")).to_be_visible()
    text_box(page).fill(TWO_EVENTS)
    text_box(page).press("ControlOrMeta+Enter")
    expect(rows(page, "second")).to_be_visible()


def test_run_waits_for_the_text_that_the_address_asks_for(page):
    held = Held(page, "**/api/scenarios/agent-tasks")
    with page.expect_request("**/api/scenarios/agent-tasks"):
        page.goto("/#name=agent-tasks")
    speed(page, "100")
    for _ in range(3):
        button(page, "Run").click()
    expect(text_box(page)).to_have_count(0)
    held.let_go()
    expect(rows(page, "all_complete")).to_have_count(1)
    expect(rows(page, "task_update")).to_have_count(3)
    expect(rows(page, "closed")).to_have_count(1)
    expect(message(page)).to_be_hidden()


def test_a_check_that_another_one_overtakes_is_no_mistake(page):
    page.goto("/")
    expect(check(page)).to_contain_text("no mistakes")
    held = Held(page, "**/api/validate*")
    with page.expect_request("**/api/validate*"):
        button(page, "Run").click()
    with page.expect_request("**/api/validate*"):
        write(page, TWO_EVENTS)
    held.let_go()
    expect(rows(page, "tick").first).to_be_visible()
    expect(message(page)).to_be_hidden()
    expect(check(page)).to_contain_text("no mistakes: 3 events")


def test_of_two_scenarios_the_one_asked_for_last_is_opened(page):
    page.goto("/")
    expect(text_box(page)).to_be_visible()
    held = Held(page, "**/api/scenarios/agent-tasks")
    with page.expect_request("**/api/scenarios/agent-tasks"):
        page.evaluate("location.hash = 'name=agent-tasks'")
    page.evaluate("location.hash = 'name=custom-events'")
    expect(text_box(page)).to_contain_text("title: Custom events")
    with page.expect_response("**/api/scenarios/agent-tasks"):
        held.let_go()
    # Another answer after it: what came before has been dealt with then.
    page.evaluate("fetch('/api/scenarios/agent-tasks').then((response) => response.text())")
    expect(text_box(page)).to_contain_text("title: Custom events")


def test_what_is_written_while_another_scenario_is_read_is_kept(page):
    page.goto("/")
    expect(text_box(page)).to_be_visible()
    held = Held(page, "**/api/scenarios/agent-tasks")
    with page.expect_request("**/api/scenarios/agent-tasks"):
        page.evaluate("location.hash = 'name=agent-tasks'")
    write(page, TWO_EVENTS)
    held.let_go()
    expect(text_box(page)).to_contain_text("title: Agent tasks")
    page.evaluate("location.hash = 'text=damaged'")
    button(page, "Back to what I wrote").click()
    expect(text_box(page)).to_contain_text("title: Two")
