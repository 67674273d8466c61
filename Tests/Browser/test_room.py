"""What participants of a room do in their browsers: what they copy, run, save and watch is theirs; what is handed out is opened."""

import io
import re
import tarfile

import pytest
import requests
from conftest import NARROW
from line_proxy import LineProxy
from playground_page import button, message, rows, state, text_box, write
from playwright.sync_api import expect
from room_page import NAME, TIMEOUT, Room, join, session_of

TEXT = "title: {}\nsteps:\n  - {{ event: mine, data: one }}\n"
GATED = "title: Gated\nsteps:\n  - { event: before, data: one }\n  - gate: go\n"


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    room = Room(tmp_path_factory.mktemp("room"), "7b")
    yield room
    room.stop()


@pytest.fixture
def enter(new_page, remote, room):
    """Opens the playground as somebody who has joined, in a browser of their own."""

    def open_page(name, path="/", **options):
        return join(new_page(remote, base_url=room.url, reduced_motion="reduce", **options), room, name, path)

    return open_page


def save_as(page, name):
    button(page, "Save as…").click()
    dialog = page.get_by_role("dialog", name="Save as")
    dialog.get_by_label("Name").fill(name)
    said = dialog.locator("#save-note code").inner_text()
    dialog.get_by_role("button", name="Save", exact=True).click()
    return said


def scenarios(page):
    return page.locator(".scenario-list")


def test_what_is_copied_plays_in_ones_own_session_at_an_address_others_reach(enter, room, console):
    page = enter("ann", "/#counter")
    key = session_of(page)
    curl = page.locator(".run-command .command code")
    expect(curl).to_have_text(f"curl -N '{room.url}/events?session={key}'")
    button(page, "Copy as…").click()
    expect(page.locator(".sample code")).to_contain_text(f"session={key}")
    page.keyboard.press("Escape")
    page.get_by_text("Watch curl, an app or a phone").click()
    expect(page.locator(".watch-way code").last).to_have_text(f"{room.url}/events?session={key}")
    page.goto("/learn/")
    expect(page.locator("code[data-curl]")).to_have_text(f"curl -N '{room.url}/events?session={key}'")
    page.goto("/clients/")
    expect(page.locator("#curl .command code").first).to_contain_text(f"{room.url}/events?speed=4&session={key}")
    page.goto("/sessions/")
    expect(page.locator(".stream-empty .command code")).to_contain_text(f"session={key}")
    assert console == []


def test_on_the_servers_own_machine_addresses_are_those_of_the_network(new_page, room):
    page = new_page(base_url=room.server.url, reduced_motion="reduce")
    page.goto("/#counter")
    expect(page.locator(".run-command .command code")).to_contain_text(f"{NAME}:{room.server.port}/events")
    button(page, "Share link").click()
    assert page.get_by_label("The link", exact=True).input_value().startswith(f"{room.url}/#text=")


def test_a_run_is_a_session_of_ones_own_and_only_oneself_sees_it(enter, room, console):
    ann, bob = enter("anna"), enter("bobo")
    key = session_of(ann)
    write(ann, GATED)
    button(ann, "Run").click()
    expect(rows(ann, "before")).to_contain_text("one")
    expect(ann.get_by_text("waits at the gate go")).to_be_visible()
    for page in (ann, bob):
        page.context.new_page().goto(f"{room.url}/sessions/")
    of_ann, of_bob = ann.context.pages[-1], bob.context.pages[-1]
    expect(of_ann.locator("tbody .session code").first).to_have_text(re.compile(rf"^{key}-\w+$"))
    expect(of_bob.get_by_text("0 streams open")).to_be_visible()
    expect(of_bob.locator("tbody")).to_have_count(0)
    for page in (of_ann, of_bob):
        expect(page.get_by_text("Every stream", exact=True)).to_be_hidden()
    # By its key, too, it is as if it were not there.
    session = of_ann.locator("tbody .session code").first.inner_text()
    assert bob.evaluate("key => fetch(`/api/sessions/${key}`).then(({ status }) => status)", session) == 404
    button(ann, "Open the gate").click()
    expect(state(ann)).to_have_text("closed")
    console.clear()  # the refused request


def test_a_client_of_ones_own_is_watched_by_ones_key(enter, room):
    page = enter("nina")
    key = session_of(page)
    room.ask("GET", f"/play/custom-events?session={key}&speed=1000", headers={"Authorization": "", "User-Agent": "phone/1"})
    page.get_by_text("Watch curl, an app or a phone").click()
    button(page, "Watch").click()
    expect(rows(page, "user-left").first).to_be_attached()
    page.get_by_label("Session key").fill("somebody")
    button(page, "Watch").click()
    assert page.get_by_label("Session key").evaluate("field => field.validationMessage") == "Use your session key, alone or followed by a hyphen and more characters."


def test_what_one_saves_is_ones_own_and_on_top_of_the_list(enter, room, console):
    ann, bob = enter("lena"), enter("mario")
    expect(scenarios(ann)).to_contain_text("What you save is listed here")
    write(ann, TEXT.format("Of Lena"))
    assert save_as(ann, "my-stream") == f"{room.url}/play/@lena/my-stream"
    expect(message(ann)).to_contain_text(f"Saved. It plays at {room.url}/play/@lena/my-stream")
    expect(ann.locator(".document-name")).to_have_text("@lena/my-stream")
    expect(ann).to_have_url(f"{room.url}/#name=lena%2Fmy-stream")
    expect(scenarios(ann).locator("h3").first).to_have_text("Mine")
    expect(scenarios(ann).get_by_role("button").first).to_have_attribute("data-name", "lena/my-stream")
    # The same name is another's, too.
    write(bob, TEXT.format("Of Mario"))
    save_as(bob, "my-stream")
    expect(message(bob)).to_contain_text("/play/@mario/my-stream")
    expect(scenarios(bob)).not_to_contain_text("Of Lena")
    # Saved again it is the next version, and it runs.
    write(ann, TEXT.format("Of Lena, again"))
    button(ann, "Save").click()
    expect(message(ann)).to_have_text("Saved.")
    expect(scenarios(ann)).to_contain_text("Of Lena, again")
    button(ann, "Run").click()
    expect(rows(ann, "mine")).to_contain_text("one")
    expect(ann.locator(".run-command .command code")).to_contain_text(f"/play/@lena/my-stream?session={session_of(ann)}")
    button(ann, "Versions").click()
    expect(ann.get_by_role("dialog", name="Versions")).to_contain_text("Version 2")
    ann.keyboard.press("Escape")
    ann.reload()
    expect(text_box(ann)).to_contain_text("Of Lena, again")
    button(ann, "Delete").click()
    expect(message(ann)).to_contain_text("@lena/my-stream is deleted")
    expect(scenarios(ann)).to_contain_text("What you save is listed here")
    button(ann, "Undo").click()
    expect(ann.locator(".document-name")).to_have_text("@lena/my-stream")
    assert console == []


def test_the_presenters_scenario_is_copied_and_not_changed(enter, room):
    room.ask("PUT", "/api/scenarios/given", data=TEXT.format("Given"), headers={"Content-Type": "application/yaml"}).raise_for_status()
    page = enter("paul", "/#given")
    expect(page.locator(".document-state")).to_have_text("the presenter’s: save makes a copy")
    expect(button(page, "Delete")).to_be_hidden()
    write(page, TEXT.format("Changed"))
    button(page, "Save").click()
    page.get_by_role("dialog", name="Save as").get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".document-name")).to_have_text("@paul/given")
    assert "title: Given" in room.ask("GET", "/api/scenarios/given").json()["source"]


def test_all_is_taken_home(enter, room):
    page = enter("rosa")
    for name in ("one", "two"):
        write(page, TEXT.format(name))
        save_as(page, name)
        expect(page.locator(".document-name")).to_have_text(f"@rosa/{name}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Take all home").click()
    with tarfile.open(fileobj=io.BytesIO(download.value.path().read_bytes())) as archive:
        files = [file.name.split("/")[-1] for file in archive.getmembers() if file.isfile()]
    assert sorted(files) == ["one.yaml", "two.yaml"]


def hand_out(room, **what):
    room.ask("POST", "/api/room/hand-out", json=what).raise_for_status()


@pytest.fixture
def handing_out(room):
    yield
    room.ask("DELETE", "/api/room/hand-out")


@pytest.mark.parametrize("is_running", [False, True])
def test_what_is_handed_out_is_opened_and_what_was_written_is_kept(enter, room, handing_out, is_running):
    page = enter(f"sami-{'b' if is_running else 'a'}")
    write(page, GATED)
    if is_running:  # beside a run, the page has no stream of changes
        button(page, "Run").click()
        expect(rows(page, "before")).to_be_visible()
    hand_out(room, scenario="counter")
    expect(message(page)).to_contain_text("“Counter” was handed out, and is open now. What you wrote and did not save is kept in this browser.")
    expect(text_box(page)).to_contain_text("title: Counter")
    if is_running:
        expect(rows(page, "before")).to_be_visible()
    button(page, "Back to what I wrote").click()
    expect(text_box(page)).to_contain_text("title: Gated")
    page.reload()
    expect(text_box(page)).to_contain_text("title: Gated")


def test_a_text_that_is_handed_out_is_opened_and_one_comes_back_to_a_saved_one(enter, room, handing_out):
    page = enter("tina")
    write(page, TEXT.format("First"))
    save_as(page, "first")
    expect(page.locator(".document-name")).to_have_text("@tina/first")
    write(page, TEXT.format("Second"))
    hand_out(room, title="Exercise 1", source=TEXT.format("Exercise"))
    expect(message(page)).to_contain_text("“Exercise 1” was handed out, and is open now. What you wrote in @tina/first and did not save is kept")
    expect(text_box(page)).to_contain_text("title: Exercise")
    button(page, "Back to what I wrote").click()
    expect(text_box(page)).to_contain_text("title: Second")


def test_what_is_changed_in_a_text_that_is_handed_out_is_kept_beside_what_was_written(enter, room, handing_out):
    page = enter("toni")
    write(page, TEXT.format("Own"))
    hand_out(room, title="Exercise 2", source=TEXT.format("Exercise"))
    expect(text_box(page)).to_contain_text("title: Exercise")
    write(page, TEXT.format("Solved"))
    expect(page.locator(".document-state")).to_have_text("not saved")
    page.reload()
    expect(text_box(page)).to_contain_text("title: Solved")
    button(page, "Back to what I wrote").click()
    expect(text_box(page)).to_contain_text("title: Own")
    write(page, TEXT.format("Own, again"))
    button(page, "Back to the hand-out").click()
    expect(text_box(page)).to_contain_text("title: Solved")
    button(page, "Back to what I wrote").click()
    expect(text_box(page)).to_contain_text("title: Own, again")
    page.reload()
    expect(text_box(page)).to_contain_text("title: Own, again")
    button(page, "Back to the hand-out").click()
    expect(text_box(page)).to_contain_text("title: Solved")


def test_on_another_page_a_notice_leads_to_what_is_handed_out(enter, room, handing_out):
    page = enter("uwe", "/learn/")
    hand_out(room, scenario="counter")
    notice = page.locator(".hand-out-notice")
    expect(notice).to_contain_text("Counter was handed out.")
    notice.get_by_role("link", name="Open it").click()
    expect(text_box(page)).to_contain_text("title: Counter")
    expect(message(page)).to_contain_text("was handed out")
    page.goto("/gallery/")
    expect(page.get_by_role("article", name="Counter", exact=True)).to_be_visible()
    expect(notice).to_be_empty()


def test_one_stream_carries_list_and_hand_outs(enter, room, handing_out):
    proxy = LineProxy(room.server.port)
    try:
        page = enter("vera")
        page.goto(proxy.url.replace("127.0.0.1", NAME))
        proxy.expect(lambda proxy: proxy.held("^/api/(changes|sessions|room)"), ["changes"])
        hand_out(room, scenario="counter")
        expect(text_box(page)).to_contain_text("title: Counter")
        proxy.expect(lambda proxy: proxy.held("^/api/(changes|sessions)"), ["changes"])
        assert len(proxy.asked("/api/changes")) == 1
    finally:
        proxy.stop()


def test_who_comes_next_at_a_browser_is_told_of_their_own_sessions(enter, room):
    page = enter("xaver", "/sessions/")
    expect(page.get_by_text(re.compile("streams? open"))).to_be_visible()
    former = session_of(page)
    page.context.clear_cookies()
    other = join(page.context.new_page(), room, "yara", "/sessions/")
    expect(other.get_by_text(re.compile("streams? open"))).to_be_visible()
    streams = [requests.get(f"{room.server.url}/play/heartbeat?session={key}", stream=True, timeout=TIMEOUT) for key in (former, session_of(other))]
    try:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # headless tabs are never hidden
        for shown in (other, page):
            row = shown.get_by_role("table", name="Streams").locator("tr.stream")
            expect(row.filter(has_text=session_of(other))).to_be_visible()
            expect(row.filter(has_text=former)).to_have_count(0)
    finally:
        for stream in streams:
            stream.close()


def test_a_phone_shows_all_of_it(enter):
    page = enter("wolf", viewport=NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
