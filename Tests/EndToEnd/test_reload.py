"""Scenario files that change while the server runs."""

import os
import shutil
import time

import requests

TIMEOUT = 20
LIVE = 1.0  # seconds from the save to the next connection that sees it: about 0.1 on a quiet machine, and no poll of seconds


def sending(text):
    return f"steps:\n  - data: {text}\n"


def sent(server, name):
    """What the scenario sends now; the status if it does not play."""
    response = requests.get(f"{server.url}/play/{name}", timeout=TIMEOUT)
    return response.text.strip().removeprefix("data: ") if response.status_code == 200 else response.status_code


def entry(server, name):
    found = requests.get(f"{server.url}/api/scenarios", timeout=TIMEOUT).json()["scenarios"]
    return next((entry for entry in found if entry["name"] == name), None)


def until(condition):
    """How long it took, in seconds."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < 20, "it did not come about in 20 s"
        time.sleep(0.005)
    return time.monotonic() - began


def rename_write(path, text):
    beside = path.with_name(f".{path.name}.swp~")
    beside.write_text(text)
    os.replace(beside, path)


def test_a_new_file_plays_and_a_deleted_one_does_not(playground):
    path = playground.scenarios / "fresh.yaml"
    path.write_text(sending("one"))
    until(lambda: sent(playground, "fresh") == "one")
    path.unlink()
    until(lambda: sent(playground, "fresh") == 404)


def test_a_save_is_live_at_once(playground):
    path = playground.scenarios / "quick.yaml"
    path.write_text(sending(0))
    until(lambda: sent(playground, "quick") == "0")
    took = [LIVE]
    number = 0
    # The best of five: a busy machine may delay any of them.
    while min(took) >= LIVE and number < 5:
        number += 1
        (path.write_text if number % 2 else lambda text: rename_write(path, text))(sending(number))
        took.append(until(lambda number=number: sent(playground, "quick") == str(number)))
    assert min(took) < LIVE, took


def test_editors_that_rename_the_old_file_away_work(playground):
    path = playground.scenarios / "vim.yaml"
    path.write_text(sending("one"))
    until(lambda: sent(playground, "vim") == "one")
    path.rename(path.with_name("vim.yaml~"))
    path.write_text(sending("two"))
    until(lambda: sent(playground, "vim") == "two")
    path.with_name("vim.yaml~").unlink()
    assert entry(playground, "vim")["valid"]


def test_a_half_written_file_is_not_played(playground):
    path = playground.scenarios / "slow.yaml"
    path.write_text(sending("whole"))
    until(lambda: sent(playground, "slow") == "whole")
    with path.open("w") as file:
        file.write("steps:\n  - data: half\n")
        file.flush()
        # Another save, so that the server surely looked around meanwhile.
        (playground.scenarios / "other.yaml").write_text(sending("other"))
        until(lambda: sent(playground, "other") == "other")
        assert sent(playground, "slow") == "whole"
        file.write("  - data: other half\n")
    until(lambda: "other half" in str(sent(playground, "slow")))


def test_a_broken_file_keeps_its_last_good_version_and_says_so(playground):
    path = playground.scenarios / "fragile.yaml"
    path.write_text(sending("good"))
    until(lambda: sent(playground, "fragile") == "good")
    path.write_text("steps:\n  - dta: bad\n")
    until(lambda: not entry(playground, "fragile")["valid"])
    assert sent(playground, "fragile") == "good"
    mistake = entry(playground, "fragile")["mistakes"][0]
    assert (mistake["line"], mistake["column"], mistake["severity"]) == (2, 5, "error")
    assert "did you mean 'data'" in mistake["message"]
    assert mistake["excerpt"] == "  - dta: bad"
    playground.logged("fragile.yaml:2:5: error: ")
    path.write_text(sending("better"))
    until(lambda: sent(playground, "fragile") == "better")
    assert entry(playground, "fragile")["mistakes"] == []


def test_a_file_that_was_never_right_is_refused_with_its_mistakes(playground):
    (playground.scenarios / "hopeless.yaml").write_text("steps: 7\n")
    until(lambda: sent(playground, "hopeless") == 503)
    problem = requests.get(f"{playground.url}/play/hopeless", timeout=TIMEOUT).json()
    assert problem["mistakes"][0]["line"] == 1


def test_of_thousands_of_mistakes_a_client_is_told_a_hundred_and_how_many_more(playground):
    rename_write(playground.scenarios / "many.yaml", "steps:\n  - data: " + "${aa(bb)}" * 27_000)
    until(lambda: sent(playground, "many") == 503)
    answer = requests.get(f"{playground.url}/play/many", timeout=TIMEOUT)
    assert len(answer.content) < 100_000
    mistakes = answer.json()["mistakes"]
    assert len(mistakes) == 101
    assert mistakes[-1]["message"] == "here begin 53900 more mistakes, which are not listed one by one"


def test_two_files_of_one_address_are_an_error_that_names_both(playground):
    (playground.scenarios / "a-first.yaml").write_text("path: /shared\n" + sending("a"))
    until(lambda: sent(playground, "a-first") == "a")
    (playground.scenarios / "b-second.yaml").write_text("path: /shared\n" + sending("b"))
    until(lambda: entry(playground, "b-second") is not None)
    second = entry(playground, "b-second")
    assert not second["valid"]
    assert second["address"] is None
    assert "a-first.yaml" in second["mistakes"][0]["message"]
    assert "b-second.yaml" in second["mistakes"][0]["message"]
    assert requests.get(f"{playground.url}/shared", timeout=TIMEOUT).text == "data: a\n\n"
    assert sent(playground, "b-second") == "b"


def test_folders_that_come_move_and_go_are_followed(playground):
    folder = playground.scenarios / "lab" / "deep"
    folder.mkdir(parents=True)
    (folder / "inside.yaml").write_text(sending("one"))
    until(lambda: sent(playground, "inside") == "one")
    assert entry(playground, "inside")["group"] == "lab/deep"
    rename_write(folder / "inside.yaml", sending("two"))
    until(lambda: sent(playground, "inside") == "two")
    (playground.scenarios / "lab").rename(playground.scenarios / "hall")
    until(lambda: entry(playground, "inside")["group"] == "hall/deep")
    shutil.rmtree(playground.scenarios / "hall")
    until(lambda: sent(playground, "inside") == 404)


def test_the_folder_itself_may_be_removed_and_made_again(start_playground):
    server = start_playground()
    shutil.rmtree(server.scenarios)
    until(lambda: entry(server, "counter") is None)
    assert requests.get(f"{server.url}/healthz", timeout=TIMEOUT).status_code == 200
    server.scenarios.mkdir()
    (server.scenarios / "again.yaml").write_text(sending("back"))
    until(lambda: sent(server, "again") == "back")


def test_a_stream_that_plays_keeps_its_version(playground):
    path = playground.scenarios / "lasting.yaml"
    path.write_text("steps:\n  - repeat: 40\n    every: 50ms\n    steps:\n      - data: old\n")
    until(lambda: entry(playground, "lasting") is not None)
    with requests.get(f"{playground.url}/play/lasting", stream=True, timeout=TIMEOUT) as response:
        lines = response.iter_lines()
        assert next(lines) == b"data: old"
        path.write_text(sending("new"))
        until(lambda: sent(playground, "lasting") == "new")
        rest = [line for line in lines if line]
    assert set(rest) == {b"data: old"}
    assert len(rest) == 39
