"""Journeys on the page `/editor/`."""

import re

import pytest
from conftest import NARROW
from playwright.sync_api import expect

TWO_EVENTS = "title: Two\nsteps:\n  - comment: a remark\n  - { event: first, id: 1, data: one }\n  - { event: second, data: two }\n"


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def text_box(page):
    return page.get_by_role("textbox", name="The scenario, as YAML")


def write(page, text):
    """Replaces the text, as pasting does: typing would indent by itself."""
    expect(page.locator(".cm-content")).to_be_visible()
    text_box(page).press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def check(page):
    return page.get_by_role("region", name="Check")


def message(page):
    return page.locator(".document-message")


def rows(page, event_type):
    return page.locator(".event-row").filter(has=page.locator(".event-type", has_text=re.compile(f"^{event_type}$")))


def save_as(page, name):
    button(page, "Save as…").click()
    dialog = page.get_by_role("dialog", name="Save as")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("button", name="Save", exact=True).click()


def test_an_empty_start_offers_three_scenarios_that_run_with_one_click(page):
    page.goto("/editor/")
    starters = page.get_by_role("button", name=re.compile("^Run .+"))
    expect(starters).to_have_count(3)
    starters.first.click()
    expect(rows(page, "message").first).to_be_visible()
    expect(text_box(page)).to_contain_text("title: Counter")
    expect(page).to_have_url(re.compile("#name=counter$"))


def test_a_text_runs_as_it_stands_without_being_saved(page, playground):
    page.goto("/editor/")
    write(page, TWO_EVENTS)
    text_box(page).press("ControlOrMeta+Enter")
    expect(rows(page, "second")).to_contain_text("two")
    expect(page.locator(".pill-word")).to_have_text("closed")
    expect(page.locator(".run-bar .command code")).to_contain_text(f"{playground.url}/play/~")
    expect(button(page, "Run")).to_be_visible()


def test_a_mistake_is_underlined_as_it_is_typed_and_leads_to_its_place(page):
    page.goto("/editor/")
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


def test_a_text_with_mistakes_does_not_run(page):
    page.goto("/editor/")
    write(page, "title: x\nsteps: nonsense\n")
    button(page, "Run").click()
    expect(message(page)).to_contain_text("It cannot run yet")
    expect(page.locator(".event-row")).to_have_count(0)


def test_the_bytes_stand_beside_the_events_and_light_up_together(page):
    page.goto("/editor/")
    write(page, TWO_EVENTS)
    button(page, "Run").click()
    wire = page.get_by_role("region", name="The bytes as they arrived")
    expect(wire.locator(".wire-row", has_text="event: second")).to_be_visible()
    expect(wire.locator(".wire-row", has_text=": a remark")).to_contain_text("comment")
    expect(wire.locator(".wire-row", has_text="data: two")).to_contain_text("↵")
    rows(page, "first").click()
    expect(wire.locator("[data-lit]")).to_contain_text(["event: first", "id: 1", "data: one", "↵"])
    wire.locator(".wire-row", has_text="data: two").click()
    expect(rows(page, "second")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("region", name="The chosen event")).to_contain_text("two")


def test_bytes_that_dispatch_nothing_say_why(page):
    page.goto("/editor/")
    raw = "title: x\nsteps:\n  - raw: \"data: good\\n\\nretry: soon\\nnonsense: 1\\nid: 7\\n\\ndata: cut off\"\n"
    write(page, raw)
    button(page, "Run").click()
    wire = page.get_by_role("region", name="The bytes as they arrived")
    for text, why in [
        ("retry: soon", "not only digits"),
        ("nonsense: 1", "no such field"),
        ("id: 7", "no data"),
        ("data: cut off", "no blank line before the end"),
    ]:
        expect(wire.locator(".wire-row", has_text=text)).to_contain_text(why)
    expect(rows(page, "message")).to_have_count(1)


def test_the_timeline_has_a_lane_for_each_type_and_chooses_events(page):
    page.goto("/editor/#name=agent-tasks")
    page.get_by_label("Speed", exact=True).fill("100")
    button(page, "Run").click()
    expect(rows(page, "all_complete")).to_have_count(1)
    names = page.locator(".timeline-names span")
    expect(names.filter(has_text="task_update")).to_be_visible()
    expect(names.filter(has_text="all_complete")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Timeline, .*task_update 3, task_complete 3"))).to_be_visible()
    rows(page, "task_update").first.click()
    expect(page.locator(".timeline-lit")).to_have_count(1)


def test_saving_comparing_restoring_deleting_and_bringing_back(page):
    page.goto("/editor/")
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
    expect(versions.locator(".diff-removed")).to_have_text("-title: Two\n", use_inner_text=True)
    expect(versions.locator(".diff-added")).to_have_text("+title: Three\n", use_inner_text=True)
    versions.get_by_role("button", name="Restore version 1").click()
    expect(text_box(page)).to_contain_text("title: Two")
    expect(page.locator(".document-state")).to_have_text("saved")

    button(page, "Delete").click()
    expect(message(page)).to_contain_text("two-events is deleted")
    expect(page.locator(".document-name")).to_have_text("Untitled")
    button(page, "Undo").click()
    expect(page.locator(".document-name")).to_have_text("two-events")
    expect(text_box(page)).to_contain_text("title: Two")


def test_what_somebody_else_saved_is_not_written_over(new_page):
    first, second = new_page(), new_page()  # the console tells of the refusal too
    first.goto("/editor/")
    write(first, TWO_EVENTS)
    save_as(first, "contested")
    expect(message(first)).to_contain_text("Saved")
    second.goto("/editor/#name=contested")
    expect(text_box(second)).to_contain_text("title: Two")
    for page, title in [(first, "Mine"), (second, "Theirs")]:
        write(page, TWO_EVENTS.replace("Two", title))
        button(page, "Save").click()
    expect(message(second)).to_contain_text("saved elsewhere in the meantime")
    expect(text_box(second)).to_contain_text("title: Theirs")


def test_the_name_of_a_file_is_refused_with_the_reason(new_page):
    page = new_page()  # the console tells of the refusal too
    page.goto("/editor/")
    write(page, TWO_EVENTS)
    save_as(page, "counter")
    expect(page.get_by_role("alert")).to_contain_text("belongs to the file")


def test_unsaved_work_survives_a_reload(page):
    page.goto("/editor/#name=custom-events")
    expect(text_box(page)).to_contain_text("title: Custom events")
    write(page, TWO_EVENTS)
    page.reload()
    expect(text_box(page)).to_contain_text("title: Two")
    expect(message(page)).to_contain_text("here again")
    button(page, "Discard them").click()
    expect(text_box(page)).to_contain_text("title: Custom events")


def test_what_was_written_first_is_not_lost_by_opening_something_else(page):
    page.goto("/editor/")
    write(page, TWO_EVENTS)
    for address, title in [("/editor/#name=custom-events", "title: Custom events"), ("/editor/#text=damaged", "title: My stream")]:
        page.goto("/gallery/")
        page.goto(address)
        expect(text_box(page)).to_contain_text(title)
    button(page, "Back to what I wrote").click()
    expect(text_box(page)).to_contain_text("title: Two")


def test_a_link_carries_the_text(page, new_page):
    page.goto("/editor/")
    write(page, TWO_EVENTS)
    button(page, "Share link").click()
    link = page.get_by_label("The link").input_value()
    other = new_page()
    requested = []
    other.on("request", lambda request: requested.append(request.url))
    other.goto(link)
    expect(text_box(other)).to_contain_text("title: Two")
    assert link.partition("#")[2].startswith("text=")
    assert not any("text=" in url.partition("#")[0] for url in requested)


def test_a_file_is_imported_and_exported(page):
    page.goto("/editor/")
    expect(page.locator(".cm-content")).to_be_visible()
    button(page, "Open…").click()
    file = {"name": "My File.yaml", "mimeType": "application/yaml", "buffer": TWO_EVENTS.encode()}
    page.get_by_label("A file of this computer").set_input_files(file)
    expect(text_box(page)).to_contain_text("title: Two")
    with page.expect_download() as download:
        button(page, "Export").click()
    assert download.value.suggested_filename == "my-file.yaml"
    assert download.value.path().read_text(encoding="utf-8") == TWO_EVENTS


def test_a_dropped_file_is_opened(page):
    page.goto("/editor/")
    expect(page.locator(".cm-content")).to_be_visible()
    transfer = page.evaluate_handle(
        "text => { const transfer = new DataTransfer(); transfer.items.add(new File([text], 'dropped.yaml')); return transfer; }",
        TWO_EVENTS,
    )
    page.dispatch_event("main", "drop", {"dataTransfer": transfer})
    expect(message(page)).to_contain_text("dropped.yaml was read")
    expect(text_box(page)).to_contain_text("title: Two")


def test_without_codemirror_a_text_field_does(new_page):
    page = new_page()  # the console tells of the missing file too
    page.route("**/vendor/**", lambda route: route.fulfill(status=404, body="no"))
    page.goto("/editor/")
    expect(page.get_by_text("CodeMirror is missing")).to_be_visible()
    text_box(page).fill(TWO_EVENTS)
    text_box(page).press("ControlOrMeta+Enter")
    expect(rows(page, "second")).to_be_visible()


def test_ten_thousand_events_stay_smooth(page):
    page.goto("/editor/")
    write(page, "title: Many\nsteps:\n  - repeat: 10000\n    every: 1ms\n    as: n\n    steps:\n      - { event: tick, data: '${n}' }\n")
    page.get_by_label("Speed", exact=True).fill("10")
    button(page, "Run").click()
    expect(page.locator(".counts")).to_contain_text("10,000 events")
    assert page.locator(".event-row").count() < 80
    assert page.locator(".wire-row").count() < 120
    page.get_by_role("listbox").press("Home")
    page.get_by_role("listbox").press("ArrowDown")
    expect(page.locator(".wire-row[data-lit]").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_phone(new_page, console, scheme):
    page = new_page(viewport=NARROW, has_touch=True, color_scheme=scheme)
    page.goto("/editor/#name=agent-tasks&run")
    expect(rows(page, "task_update").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert console == []


class Held:
    """Requests that wait until they are let go, so that a test can be sure to come before their answers."""

    def __init__(self, page, pattern):
        self.waiting, self.is_open = [], False
        page.route(pattern, lambda route: route.continue_() if self.is_open else self.waiting.append(route))

    def let_go(self):
        self.is_open = True
        for route in self.waiting:
            route.continue_()


def test_run_waits_for_the_text_that_the_address_asks_for(page):
    held = Held(page, "**/api/scenarios/agent-tasks")
    with page.expect_request("**/api/scenarios/agent-tasks"):
        page.goto("/editor/#name=agent-tasks")
    page.get_by_label("Speed", exact=True).fill("100")
    for _ in range(3):
        button(page, "Run").click()
    expect(text_box(page)).to_have_count(0)
    held.let_go()
    expect(rows(page, "all_complete")).to_have_count(1)
    expect(rows(page, "task_update")).to_have_count(3)
    expect(rows(page, "closed")).to_have_count(1)
    expect(message(page)).to_be_hidden()


def test_a_check_that_another_one_overtakes_is_no_mistake(page):
    page.goto("/editor/")
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
    page.goto("/editor/")
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
    page.goto("/editor/")
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
