"""Files that are dropped on the playground."""

import re

from playground_page import TWO_EVENTS, button, message, save_as, text_box, write
from playwright.sync_api import expect


def test_a_dropped_file_is_opened(page):
    page.goto("/")
    expect(page.locator(".cm-content")).to_be_visible()
    transfer = page.evaluate_handle(
        "text => { const transfer = new DataTransfer(); transfer.items.add(new File([text], 'dropped.yaml')); return transfer; }",
        TWO_EVENTS,
    )
    page.dispatch_event("main", "drop", {"dataTransfer": transfer})
    expect(message(page)).to_contain_text("dropped.yaml was read")
    expect(text_box(page)).to_contain_text("title: Two")


def drop(page, *files):
    """Drops files on the page: a name and the bytes each."""
    transfer = page.evaluate_handle(
        "files => { const transfer = new DataTransfer(); for (const [name, bytes] of files) transfer.items.add(new File([Uint8Array.from(bytes)], name)); return transfer; }",
        [[name, list(content)] for name, content in files],
    )
    page.dispatch_event("main", "drop", {"dataTransfer": transfer})


def test_dropping_never_replaces_what_is_not_saved_without_asking(page):
    page.goto("/")
    write(page, TWO_EVENTS)
    other = ("other.yaml", TWO_EVENTS.replace("Two", "Other").encode())
    question = page.get_by_role("dialog", name="Replace the text?")
    for leave in [lambda: question.get_by_role("button", name="Keep my text").click(), lambda: page.keyboard.press("Escape")]:
        drop(page, other)
        expect(question).to_contain_text("The text that is open is not saved. Open other.yaml in its place?")
        leave()
        expect(question).to_have_count(0)
        expect(text_box(page)).to_contain_text("title: Two")
    drop(page, other)
    question.get_by_role("button", name="Open other.yaml").click()
    expect(text_box(page)).to_contain_text("title: Other")
    button(page, "Back to what I wrote").click()
    expect(text_box(page)).to_contain_text("title: Two")


def test_a_folder_or_several_files_replace_nothing(page, tmp_path):
    """Dropped by the browser itself: scripts cannot make the entry of a folder."""
    folder = tmp_path / "streams"
    folder.mkdir()
    (folder / "inside.yaml").write_text("title: Inside\nsteps: [{ data: x }]\n")
    file = tmp_path / "beside.yaml"
    file.write_text("title: Beside\nsteps: [{ data: x }]\n")
    page.goto("/")
    write(page, TWO_EVENTS)
    devtools = page.context.new_cdp_session(page)

    def drop_paths(*paths):
        point = {"x": 600, "y": 500, "data": {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}}
        for kind in ["dragEnter", "dragOver", "drop"]:
            devtools.send("Input.dispatchDragEvent", {"type": kind, **point})

    for paths, said in [([folder], "streams could not be read: it is a folder"), ([folder, file], "One file at a time"), ([file, file], "One file at a time")]:
        drop_paths(*paths)
        expect(message(page)).to_contain_text(said)
        expect(text_box(page)).to_contain_text("title: Two")
        expect(page.get_by_role("dialog")).to_have_count(0)
    drop_paths(file)
    question = page.get_by_role("dialog", name="Replace the text?")
    question.get_by_role("button", name="Keep my text").click()
    expect(text_box(page)).to_contain_text("title: Two")


def test_what_is_changed_in_a_scenario_is_asked_about_and_kept_under_its_name(page):
    page.goto("/#name=custom-events")
    expect(text_box(page)).to_contain_text("title: Custom events")
    write(page, TWO_EVENTS)
    drop(page, ("other.yaml", b"title: Other\nsteps:\n  - data: x\n"))
    question = page.get_by_role("dialog", name="Replace the text?")
    expect(question).to_contain_text("What you changed in custom-events is not saved.")
    question.get_by_role("button", name="Open other.yaml").click()
    expect(text_box(page)).to_contain_text("title: Other")
    page.get_by_role("button", name=re.compile("^Custom events")).click()
    expect(text_box(page)).to_contain_text("title: Two")


def test_a_text_without_a_name_that_is_not_open_is_asked_about_too(page):
    page.goto("/")
    write(page, TWO_EVENTS)
    page.get_by_role("button", name=re.compile("^Custom events")).click()
    expect(text_box(page)).to_contain_text("title: Custom events")
    other = ("other.yaml", b"title: Other\nsteps:\n  - data: x\n")
    question = page.get_by_role("dialog", name="Replace the text?")
    drop(page, other)
    expect(question).to_contain_text("What you wrote before, without a name, is not saved. Open other.yaml in its place?")
    question.get_by_role("button", name="Keep my text").click()
    expect(text_box(page)).to_contain_text("title: Custom events")
    drop(page, other)
    question.get_by_role("button", name="Open other.yaml").click()
    expect(text_box(page)).to_contain_text("title: Other")
    button(page, "Back to what I wrote").click()
    expect(text_box(page)).to_contain_text("title: Two")


def test_an_archive_of_an_export_is_imported_when_it_is_dropped(page, playground):
    page.goto("/")
    write(page, TWO_EVENTS)
    save_as(page, "exported")
    expect(message(page)).to_contain_text("It plays at")
    archive = page.request.get("/api/export").body()
    write(page, TWO_EVENTS.replace("Two", "Mine"))
    drop(page, ("scenarios.tar.gz", archive))
    expect(message(page)).to_contain_text("scenarios.tar.gz was imported:")
    expect(message(page)).to_contain_text("there already, with the same text")
    expect(text_box(page)).to_contain_text("title: Mine")
    button(page, "Delete").click()
    expect(message(page)).to_contain_text("exported is deleted")
    page.get_by_label("A file on this computer").set_input_files({"name": "no matter what", "mimeType": "text/plain", "buffer": archive})
    expect(message(page)).to_contain_text("was imported:")
    assert page.request.get("/api/scenarios/exported").json()["source"] == TWO_EVENTS


def test_what_is_no_scenario_is_refused_with_a_sentence(new_page):
    page = new_page()  # the console tells of the refused archive too
    page.goto("/")
    write(page, TWO_EVENTS)
    refused = [
        ((("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),), "picture.png is not a text in UTF-8"),
        ((("latin.yaml", "title: M\u00fcller\n".encode("latin-1")),), "latin.yaml is not a text in UTF-8"),
        ((("wide.yaml", "title: x\n".encode("utf-16")),), "wide.yaml is not a text in UTF-8"),
        ((("nul.yaml", b"title: x\0\n"),), "nul.yaml is not a text in UTF-8"),
        ((("all.zip", b"PK\x03\x04rest"),), "all.zip is a ZIP archive"),
        ((("long.yaml", b"#" * 300_000),), "long.yaml is larger than 256 KiB"),
        ((("a.yaml", b"x"), ("b.yaml", b"y")), "One file at a time"),
        ((("broken.tar.gz", b"\x1f\x8bnonsense"),), "rchive"),
    ]
    for files, said in refused:
        drop(page, *files)
        expect(message(page)).to_contain_text(said)
        expect(text_box(page)).to_contain_text("title: Two")
    expect(page.get_by_role("dialog")).to_have_count(0)
