"""The file .env as people write it, and origins as browsers send them."""

import os
import subprocess

import pytest
import requests
from playground import BINARY, SETTINGS

TIMEOUT = 60  # seconds; a bound for a busy machine, not a wait


def read(folder, text):
    """What a command says that reads .env, with a setting that is refused at the end so that its value is shown."""
    (folder / ".env").write_bytes(text.encode())
    clean = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return subprocess.run([BINARY, "serve"], cwd=folder, env=clean, capture_output=True, text=True, timeout=TIMEOUT, check=False).stderr


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("PORT=x", "x"),
        ("export PORT=x", "x"),
        ("  export\tPORT = x", "x"),
        ("PORT=x # mine", "x"),
        ("PORT=x\t#mine", "x"),
        ("PORT=x#y", "x#y"),
        ('PORT="x # y" # mine', "x # y"),
        ("PORT='x # y'", "x # y"),
        (r'PORT="a\"b\\c"', r'a"b\c'),
        (r"PORT='a\b'", r"a\b"),
        ("PORT=a b", "a b"),
        ("\ufeffPORT=x", "x"),
        ("PORT=1\r\nPORT=x\r\n", "x"),
        ("LOOPS=1\rPORT=x\r", "x"),
    ],
)
def test_a_line_is_read_as_a_shell_reads_it(tmp_path, line, value):
    said = read(tmp_path, line)
    assert f"PORT must be a whole number from 0 to 65535, got '{value}' (from .env)" in said
    assert "warning" not in said


@pytest.mark.parametrize("line", ["PORT", "PORT 9000", 'PORT="9000', "PORT='a'b", "MY-NAME=x", "=x"])
def test_a_line_that_is_not_understood_is_told_with_its_number(tmp_path, line):
    said = read(tmp_path, f"# first\n{line}\nPORT=x\n")
    assert "warning: .env:2: this line " in said
    assert "9000" not in said


@pytest.mark.parametrize(("name", "meant"), [("PROT", "PORT"), ("LOGLEVEL", "LOG_LEVEL"), ("port", "PORT"), ("ALLOWED_ORIGIN", "ALLOWED_ORIGINS")])
def test_a_name_that_is_nearly_one_of_ours_is_told(tmp_path, name, meant):
    assert f"warning: .env:1: this line sets {name}, which is not a setting; did you mean {meant}?" in read(tmp_path, f"{name}=1\nPORT=x\n")


def test_other_programs_settings_are_left_alone(tmp_path):
    assert "warning" not in read(tmp_path, "DATABASE_URL=x\nNODE_ENV=test\nPORT=x\n")


def test_an_env_that_cannot_be_read_is_told_in_the_words_of_the_system(tmp_path):
    (tmp_path / ".env").mkdir()
    clean = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    done = subprocess.run([BINARY, "serve"], cwd=tmp_path, env=clean, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert (done.returncode, done.stderr) == (64, "error: cannot read .env: it is a folder\n")


@pytest.mark.parametrize(
    ("setting", "origin"),
    [
        ("http://localhost:80", "http://localhost"),
        ("https://app.test:443", "https://app.test"),
        ("HTTP://LocalHost:3000", "http://localhost:3000"),
        ("http://[::1]:80", "http://[::1]"),
        ("http://localhost:08080", "http://localhost:8080"),
    ],
)
def test_an_origin_is_taken_as_browsers_send_it(start_playground, setting, origin):
    server = start_playground(ALLOWED_ORIGINS=setting)
    answer = requests.head(f"{server.url}/play/agent-tasks", headers={"Origin": origin}, timeout=TIMEOUT)
    assert answer.headers["Access-Control-Allow-Origin"] == origin


@pytest.mark.parametrize("setting", ["http://localhost:3000/", "localhost", "http://", "http://a:99999", "http://a:", "http://bücher.test", "http://u@a"])
def test_what_no_browser_sends_is_refused_at_the_start(tmp_path, setting):
    assert "error: ALLOWED_ORIGINS must be origins such as" in read(tmp_path, f'ALLOWED_ORIGINS="{setting}"')
