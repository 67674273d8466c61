"""Two browsers talk through the playground, and a hand does things to what a page plays."""

import re
import threading

import requests
from conftest import TIMEOUT
from playwright.sync_api import expect

RECONNECTING = "title: Crowd\nretry: 100ms\nheartbeat: off\nsteps:\n  - repeat: forever\n    every: 50ms\n    id: ${counter}\n    data: ${counter}\n"


def hand(playground, verb, body=None, **target):
    answer = requests.post(f"{playground.url}/api/streams/{verb}", params=target, json=body, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_two_browsers_talk(new_page, console):
    ada, bob = new_page(), new_page()
    for page in [ada, bob]:
        page.goto("/clients/chat/?room=tea")
        expect(page.get_by_role("status")).to_have_text("connected")

    def say(page, name, text):
        page.get_by_label("Your name").fill(name)
        page.get_by_role("textbox", name="Message").fill(text)
        page.get_by_role("button", name="Send").click()

    say(ada, "Ada", "Hello, is <b>anybody</b> there?")
    for page in [ada, bob]:
        expect(page.get_by_role("listitem")).to_have_text(["Ada: Hello, is <b>anybody</b> there?"])
    say(bob, "Bob", "I am ✓")
    say(ada, "Ada", "Good.")
    for page in [ada, bob]:
        expect(page.get_by_role("listitem").last).to_have_text("Ada: Good.")
        expect(page.get_by_role("listitem")).to_have_count(3)
    assert console == []


def test_what_was_put_in_stands_at_its_place_and_is_marked(page, playground):
    page.goto("/#watch=by-hand")
    stream = requests.get(f"{playground.url}/play/heartbeat?session=by-hand", stream=True, timeout=20)
    with stream:
        expect(page.get_by_text("open").first).to_be_visible()
        bar = page.get_by_role("group", name="By hand: session by-hand")
        bar.get_by_role("button", name="Send session by-hand").click()
        dialog = page.get_by_role("dialog", name="Send by hand")
        dialog.get_by_label("Type").fill("note")
        dialog.get_by_label("Text").fill("from my hand")
        dialog.get_by_role("button", name="Send", exact=True).click()
        expect(dialog.get_by_text("Sent to 1 stream.")).to_be_visible()
        dialog.get_by_role("button", name="Close").click()
        entry = page.locator(".event-row", has_text="from my hand")
        expect(entry).to_have_attribute("data-by-hand", "")
        expect(page.locator(".wire-row[data-by-hand]").filter(has_text="from my hand")).to_have_count(1)
        expect(page.locator(".timeline-by-hand")).to_have_count(1)
        entry.click()
        expect(page.get_by_label("The chosen event")).to_contain_text("hand, not by the scenario")


def test_a_hundred_clients_are_cut_at_once_and_come_back(page, playground, new_page):
    """A page of a hundred readers, each over a connection of its own: browsers allow six a host, so these read with Python."""
    draft = page.request.post("/api/drafts", data=RECONNECTING, headers={"Content-Type": "application/yaml"}).json()["play"]
    seen = [[] for _ in range(100)]
    comebacks = [0] * 100
    done = threading.Event()

    def read(number):
        last = identity = None
        while not done.is_set():
            try:
                headers = {"Last-Event-ID": last} if last else {}
                with requests.get(f"{playground.url}{draft}?session=crowd-{number}", headers=headers, stream=True, timeout=20) as response:
                    comebacks[number] += 1
                    for line in response.iter_lines(chunk_size=1):
                        if line.startswith(b"id: "):
                            identity = line[4:].decode()
                        elif not line and identity is not None:
                            last, identity = identity, None
                            seen[number].append(int(last))
                        if done.is_set():
                            return
            except requests.exceptions.RequestException:
                pass
            identity = None

    threads = [threading.Thread(target=read, args=(number,), daemon=True) for number in range(100)]
    for thread in threads:
        thread.start()
    page.goto("/sessions/")
    page.get_by_label("Find").fill("crowd-")
    expect(page.locator("tr.stream")).to_have_count(100, timeout=TIMEOUT * 4)
    page.get_by_role("button", name="Cut every stream").click()
    expect(page.get_by_text(re.compile(r"^1\d\d streams were cut\.$"))).to_be_visible()
    try:
        for _ in range(600):
            if all(count >= 2 for count in comebacks) and all(numbers and numbers[-1] > 3 for numbers in seen):
                break
            done.wait(0.1)
        assert min(comebacks) >= 2
        expect(page.locator("tr.stream")).to_have_count(100, timeout=TIMEOUT * 4)
    finally:
        done.set()
    for thread in threads:
        thread.join(10)
    for numbers in seen:
        assert numbers == list(range(1, len(numbers) + 1)), "nothing is lost, and nothing comes twice"


def test_a_gate_that_awaits_a_value_takes_one(page, scenario_file):
    scenario_file("asks", "steps:\n  - await: answer\n    as: msg\n  - data: ${msg}\n  - await: other\n    as: msg\n  - data: ${msg.n}\n  - gate: plain\n  - event: complete\n    data: done\n")
    page.goto("/#name=asks&run")
    prompt = page.get_by_role("status").filter(has_text="gate")
    expect(prompt).to_contain_text("awaits a value at the gate answer")
    prompt.get_by_label("The value that it awaits").fill("not <b>JSON</b>")
    prompt.get_by_role("button", name="Send the value").click()
    expect(page.locator(".event-row", has_text="not <b>JSON</b>")).to_have_count(1)
    expect(prompt).to_contain_text("at the gate other")
    prompt.get_by_label("The value that it awaits").fill('{"n": 4711}')
    prompt.get_by_label("The value that it awaits").press("Enter")
    expect(page.locator(".event-row", has_text="4711")).to_have_count(1)
    expect(prompt).to_contain_text("waits at the gate plain")
    expect(prompt.get_by_label("The value that it awaits")).to_be_hidden()
    prompt.get_by_role("button", name="Open the gate").click()
    expect(page.locator(".event-row", has_text="done")).to_have_count(1)


def test_a_text_that_grows_is_put_together(page):
    page.goto("/#name=openai-chat&run")
    answer = page.get_by_role("region", name="The combined text")
    expect(answer).to_contain_text("from choices[0].delta.content")
    expect(page.locator(".event-row", has_text="[DONE]").first).to_be_visible()
    words = answer.locator(".answer-words").inner_text()
    parts = page.evaluate("""() => Array.from(document.querySelectorAll('.event-row')).length""")
    assert len(words.split()) >= 4 and parts > 4, words
    # Another run begins with another text, and one without such a text shows none.
    page.goto("/#name=counter&run")
    expect(page.locator(".event-row").nth(1)).to_be_visible()
    expect(answer).to_be_hidden()
