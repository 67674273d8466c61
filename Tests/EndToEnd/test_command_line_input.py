"""What the commands read and write: standard input, pipes, what cannot be read, what cannot be written."""

import json
import os
import shlex
import subprocess

import pytest
from playground import BINARY, ROOT, SETTINGS

TIMEOUT = 60  # seconds; a bound for a busy machine, not a wait
GOOD = "steps:\n  - data: a\n"
BAD = "steps:\n  - dta: a\n"
CLEAN = {name: value for name, value in os.environ.items() if name not in SETTINGS}


def run(*arguments, folder=ROOT, text=None, **options):
    return subprocess.run(
        [BINARY, *map(str, arguments)],
        cwd=folder, env=CLEAN, input=text, stdin=subprocess.DEVNULL if text is None else None,
        stdout=options.pop("stdout", subprocess.PIPE), stderr=subprocess.PIPE, text=True, timeout=TIMEOUT, check=False, **options,
    )  # fmt: skip


def test_a_dash_is_standard_input(tmp_path):
    assert run("check", "-", text=GOOD).returncode == 0
    bad = run("check", "-", text=BAD)
    assert bad.returncode == 1
    assert bad.stdout.startswith("<stdin>:2:5: error: unknown key 'dta'; did you mean 'data'?\n")
    assert run("play", "-", text=GOOD).stdout == "data: a\n\n"
    assert "data: a" in run("plan", "-", text=GOOD).stdout
    data = tmp_path / "data"
    assert "--name" in run("import", "-", "--data", data, text=GOOD).stderr
    assert run("import", "-", "--name", "mine", "--data", data, text=GOOD).stdout == "saved: mine\n"
    assert run("export", "mine", "--data", data).stdout == GOOD


@pytest.mark.parametrize("command", ["check <(printf '%s' \"$1\")", "printf '%s' \"$1\" | \"$0\" check /dev/stdin"])
def test_pipes_are_read(command):
    line = command if command.startswith("printf") else f'"$0" {command}'
    done = subprocess.run(["bash", "-c", line, BINARY, GOOD], cwd=ROOT, env=CLEAN, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert ": ok, 1 event" in done.stdout


def unreadable(folder, kind):
    path = folder / f"{kind}.yaml"
    if kind == "folder-in-place":
        return folder / "nothing" / "x.yaml"
    if kind == "fifo":
        os.mkfifo(path)
    if kind == "not-utf-8":
        path.write_bytes(b"steps: [{data: caf\xe9}]\n")
    if kind == "link":
        path.symlink_to("nowhere")
    return path


@pytest.mark.parametrize("kind", ["missing", "fifo", "not-utf-8", "link", "folder-in-place"])
def test_json_and_the_status_agree_on_what_cannot_be_read(tmp_path, kind):
    path = unreadable(tmp_path, kind)
    done = run("check", "--json", path, folder=tmp_path)
    said = json.loads(done.stdout)
    assert (done.returncode, said["valid"]) == (1, False)
    assert [file["file"] for file in said["files"]] == [str(path)]
    assert said["files"][0]["mistakes"][0]["severity"] == "error"
    plain = run("check", path, folder=tmp_path)
    assert plain.returncode == 1
    assert plain.stderr.startswith("error: ")


@pytest.mark.parametrize(
    "arguments",
    [["list"], ["check"], ["check", "--json"], ["plan", "counter"], ["play", "agent-tasks", "--speed", "1000"], ["--help"], ["--version"], ["help", "check"]],
)
def test_a_full_disk_is_told_and_is_a_status(arguments):
    with open("/dev/full", "w") as full:
        done = run(*arguments, stdout=full)
    assert done.returncode != 0
    assert "No space left on device" in done.stderr


def test_a_full_disk_fails_an_export(tmp_path):
    (tmp_path / "kept.yaml").write_text(GOOD)
    data = tmp_path / "data"
    assert run("import", tmp_path / "kept.yaml", "--data", data).returncode == 0
    for name in [["kept"], []]:
        with open("/dev/full", "w") as full:
            done = run("export", *name, "--data", data, stdout=full)
        assert done.returncode == 1
        assert done.stderr == "error: standard output cannot be written: No space left on device\n"


def test_suggested_commands_can_be_pasted(tmp_path):
    folder = tmp_path / "my 'own' streams"
    folder.mkdir()
    (folder / "my file.yaml").write_text(GOOD)
    said = run("list", "--scenarios", folder.name, folder=tmp_path).stdout
    command = said.split("sse-playground ")[1].strip().removesuffix(")")
    assert shlex.split(command) == ["check", f"{folder.name}/my file.yaml"]
    made = run("new", "x", "--scenarios", folder.name, folder=tmp_path).stdout
    for line in made.splitlines():
        if line.startswith("  sse-playground "):
            assert run(*shlex.split(line)[1:], folder=tmp_path).returncode == 0


def test_an_unknown_command_lists_the_commands():
    done = run("chek", "scenarios")
    assert done.returncode == 64
    assert done.stderr.startswith("error: there is no command 'chek'. Did you mean 'check'?")
    assert all(name in done.stderr for name in ["serve", "plan", "play", "export"])


def test_reasons_are_in_the_words_of_the_system(tmp_path):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "a.yaml").write_text(GOOD)
    folder = run("import", "s", "--data", tmp_path / "data", folder=tmp_path)
    assert folder.returncode == 1
    assert folder.stderr == "error: s: it cannot be read: it is a folder; name its files, such as s/*.yaml, or an archive\n"
    gone = run("import", "gone.yaml", "--data", tmp_path / "data", folder=tmp_path)
    assert gone.stderr == "error: gone.yaml: it cannot be read: No such file or directory\n"
    (tmp_path / "file").write_text("")
    place = run("list", "--data", tmp_path / "file" / "data", folder=tmp_path, text="")
    made = run("import", tmp_path / "s" / "a.yaml", "--data", tmp_path / "file" / "data")
    assert made.returncode == 1 and "Not a directory" in made.stderr
    for done in [folder, gone, place, made]:
        assert "NSCocoa" not in done.stderr and "couldn" not in done.stderr


def test_list_shows_saved_scenarios_with_where_they_come_from(tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "own.yaml").write_text("title: Mine\n" + GOOD)
    (tmp_path / "kept.yaml").write_text("path: /kept\n" + GOOD)
    assert not (tmp_path / "data").exists()
    assert "own" in run("list", folder=tmp_path).stdout
    assert not (tmp_path / "data").exists()
    assert run("import", "kept.yaml", folder=tmp_path).returncode == 0
    lines = [line.split() for line in run("list", "--data", "data", folder=tmp_path).stdout.splitlines()]
    assert ["kept", "/kept", "saved", "in", "data/playground.sqlite", "kept"] in lines
    assert ["own", "/play/own", "scenarios/own.yaml", "Mine"] in lines


def test_what_is_left_out_is_named(tmp_path, start_playground):
    server = start_playground()
    folder = server.scenarios
    (tmp_path / "elsewhere").mkdir()
    (folder / "shared").symlink_to(tmp_path / "elsewhere")
    (folder / "loop").symlink_to(".")
    (folder / "gone.yaml").symlink_to("nowhere.yaml")
    (folder / "Old.YAML").write_text(GOOD)
    (folder / "other.json").write_text("{}")
    os.mkfifo(folder / "pipe.yaml")
    names = ["shared", "loop", "gone.yaml", "Old.YAML", "other.json", "pipe.yaml"]
    checked = run("check", folder)
    listed = run("list", "--scenarios", folder, folder=tmp_path)
    reported = {os.path.basename(entry["file"]) for entry in json.loads(run("check", "--json", folder).stdout)["leftOut"]}
    assert reported == set(names)
    for name in names:
        assert f"/{name} is left out: " in checked.stderr
        assert f"/{name} is left out: " in listed.stderr
    while not all(any(f"/{name} is left out: " in line for line in list(server.log)) for name in names):
        assert server.process.poll() is None
    server.stop()
    assert sum("loop is left out" in line for line in server.log) == 1


def test_check_knows_the_addresses_of_pages(tmp_path):
    (tmp_path / "mine.yaml").write_text("title: x\npath: /learn\nsteps:\n  - data: a\n")
    for argument in [tmp_path, tmp_path / "mine.yaml"]:
        done = run("check", argument)
        assert done.returncode == 1
        assert "mine.yaml:2:7: error: the address /learn belongs to a page" in done.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_database_that_cannot_be_written_is_read(tmp_path):
    (tmp_path / "kept.yaml").write_text(GOOD)
    data = tmp_path / "data"
    assert run("import", tmp_path / "kept.yaml", "--data", data).returncode == 0
    for path in data.iterdir():
        path.chmod(0o444)
    data.chmod(0o555)
    for parent in [tmp_path, *tmp_path.parents]:
        if parent.stat().st_uid == os.geteuid() and str(parent).startswith("/tmp/"):
            parent.chmod(0o755)
    as_nobody = {"user": 65534, "group": 65534}
    done = run("export", "kept", "--data", data, folder="/", **as_nobody)
    assert (done.returncode, done.stdout) == (0, GOOD)
    assert "kept" in run("list", "--data", data, folder="/", **as_nobody).stdout
    refused = run("import", tmp_path / "kept.yaml", "--data", data, "--name", "other", folder="/", **as_nobody)
    assert refused.returncode == 1
    assert "can be read but not written" in refused.stderr


def test_scripts_work_in_their_own_checkout_with_cdpath(tmp_path):
    (tmp_path / "mine" / "scripts").mkdir(parents=True)
    (tmp_path / "other" / "scripts").mkdir(parents=True)
    common = (ROOT / "scripts" / "common.sh").read_text()
    (tmp_path / "mine" / "scripts" / "common.sh").write_text(common)
    done = subprocess.run(
        ["bash", "-c", ". scripts/common.sh; pwd"], cwd=tmp_path / "mine", env=CLEAN | {"CDPATH": str(tmp_path / "other")},
        capture_output=True, text=True, timeout=TIMEOUT, check=False,
    )  # fmt: skip
    assert done.stdout == f"{tmp_path / 'mine'}\n"


def scripts():
    folders = [ROOT / "scripts", ROOT / "packaging", *(path for path in (ROOT / "packaging").iterdir() if path.is_dir())]
    files = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file() and os.access(path, os.X_OK)]
    return [str(path.relative_to(ROOT)) for path in files if path.read_bytes().startswith(b"#!/usr/bin/env bash\n# ") and b"common.sh" in path.read_bytes()]


@pytest.mark.parametrize("script", [name for name in scripts() if name.rsplit("/", 1)[-1] not in ("run", "bench", "bombs")])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_a_script_that_is_asked_for_help_says_what_it_does_and_does_nothing(script, option, tmp_path):
    done = subprocess.run([ROOT / script, option], cwd=tmp_path, env=CLEAN, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    first = (ROOT / script).read_text(encoding="utf-8").splitlines()[1].removeprefix("# ")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(first + "\n") and "==>" not in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_tests_script_knows_its_suites():
    done = subprocess.run([ROOT / "scripts/test", "swift", "browsers"], env=CLEAN, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: no such suite: browsers (there are swift, end-to-end, browser)\n"
