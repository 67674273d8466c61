"""The program itself: settings, start, stop, and what works without a server."""

import json
import os
import signal
import socket
import subprocess

import pytest
import requests
from playground import BINARY, ROOT, SETTINGS
from wire import Wire

TIMEOUT = 30  # seconds; a bound for a busy machine, not a wait


def run(*arguments, folder=ROOT, **environment):
    clean = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return subprocess.run(
        [BINARY, *arguments], cwd=folder, env=clean | environment, capture_output=True, text=True, timeout=TIMEOUT, check=False
    )


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", signal.SIGTERM), ("SIGINT", signal.SIGINT)])
def test_a_signal_ends_streams_after_their_event_and_the_program_with_0(start_playground, name, code):
    server = start_playground()
    wires = [Wire(server.port) for _ in range(50)]
    for wire in wires:
        wire.send("GET /events HTTP/1.1")
        wire.until(b"\n\n")
    server.process.send_signal(code)
    assert server.wait(TIMEOUT) == 0
    times = set()
    for wire in wires:
        last = wire.rest()
        assert last.endswith(b"\r\n0\r\n\r\n"), last
        retry = last.split(b"retry: ")[1].split(b"\n")[0]
        assert 1000 <= int(retry) <= 5000
        times.add(retry)
    # Spread out, so that they do not all come back at once.
    assert len(times) > 10
    assert any(name in line for line in server.log)


def test_a_second_signal_ends_the_program_at_once(start_playground):
    server = start_playground()
    # A client that reads nothing keeps the first signal's farewell waiting.
    (server.scenarios / "flood.yaml").write_text(
        "steps:\n  - repeat: 1000000\n    steps:\n      - data: '" + "x" * 1000 + "'\n"
    )
    wire = Wire(server.port)
    status = None
    while status != b"200":
        wire.send("GET /play/flood HTTP/1.1")
        status = wire.until(b"\r\n\r\n").split()[1]
        if status != b"200":
            wire = Wire(server.port)
    server.process.send_signal(signal.SIGTERM)
    while server.process.poll() is None and not any("SIGTERM came" in line for line in list(server.log)):
        pass
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(TIMEOUT) in (0, 128 + signal.SIGTERM)


def test_a_port_in_use_is_one_clear_line_and_exit_1():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = run("serve", "--port", port, "--host", "127.0.0.1")
    assert done.returncode == 1
    assert done.stdout == ""
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert port in errors[0]
    assert "in use" in errors[0]


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["--port", "70000"], {}, "error: PORT must be a whole number from 0 to 65535, got '70000' (from --port)"),
        ([], {"PORT": "abc"}, "error: PORT must be a whole number from 0 to 65535, got 'abc' (from the environment)"),
        ([], {"LOG_FORMAT": "xml"}, "error: LOG_FORMAT must be text or json, got 'xml' (from the environment)"),
        ([], {"HEAD_TIMEOUT": "soon"}, "error: HEAD_TIMEOUT must be a duration from 100ms to 1h, such as 10s or 500ms, got 'soon'"),
        ([], {"ALLOWED_ORIGINS": "localhost:3000"}, "error: ALLOWED_ORIGINS must be origins such as http://localhost:3000"),
    ],
)
def test_a_setting_that_makes_no_sense_is_one_clear_line_and_exit_64(tmp_path, arguments, environment, expected):
    done = run("serve", *arguments, folder=tmp_path, **environment)
    assert done.returncode == 64
    assert done.stderr.startswith(expected)
    assert done.stderr.count("\n") == 1


def test_flags_go_before_the_environment_and_that_before_the_file(tmp_path):
    (tmp_path / ".env").write_text("# a comment\nPORT=wrong-file\nLOG_FORMAT=wrong-file\n")
    by_file = run("serve", folder=tmp_path)
    assert "PORT must be" in by_file.stderr and "(from .env)" in by_file.stderr
    by_environment = run("serve", folder=tmp_path, PORT="wrong-env")
    assert "got 'wrong-env' (from the environment)" in by_environment.stderr
    by_flag = run("serve", "--port", "wrong-flag", folder=tmp_path, PORT="wrong-env")
    assert "got 'wrong-flag' (from --port)" in by_flag.stderr


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_file_may_have_either_line_end_and_quotes(tmp_path, end):
    lines = ["# a comment", 'LOG_LEVEL="info"', "PORT=wrong-port", ""]
    (tmp_path / ".env").write_bytes(end.join(lines).encode())
    done = run("serve", folder=tmp_path)
    assert done.stderr == "error: PORT must be a whole number from 0 to 65535, got 'wrong-port' (from .env)\n"


def test_a_command_does_not_mind_settings_that_it_does_not_use(tmp_path):
    (tmp_path / ".env").write_text("PORT=wrong-port\n")
    (tmp_path / "one.yaml").write_text("steps: [{data: x}]\n")
    done = run("check", "one.yaml", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("container", "status"), [("", 200), ("oci", 401)])
def test_a_wider_host_is_warned_of_and_writes_need_the_token(start_playground, container, status):
    server = start_playground(HOST="0.0.0.0", ADMIN_TOKEN="correct-horse", ALLOWED_HOSTS="play.example.org", container=container)
    assert server.logged("warning: HOST is 0.0.0.0").startswith("warning: ")
    assert requests.get(f"{server.url}/healthz", timeout=TIMEOUT).status_code == 200
    url = f"{server.url}/api/sessions/a/step"
    host = {"Host": "play.example.org"}
    assert requests.post(url, headers=host, timeout=TIMEOUT).status_code == 401
    assert requests.post(url, headers=host | {"Authorization": "Bearer wrong-horse"}, timeout=TIMEOUT).status_code == 401
    assert requests.post(url, headers=host | {"Authorization": "Bearer correct-horse"}, timeout=TIMEOUT).status_code == 200
    # Whoever is on the server's machine needs none; who comes by a container's published port may come from anywhere.
    assert requests.post(url, timeout=TIMEOUT).status_code == status
    journal = requests.get(f"{server.url}/api/sessions", timeout=TIMEOUT)
    assert journal.status_code == status


def test_within_a_container_loopback_is_its_own(start_playground):
    server = start_playground(container="oci")
    assert requests.post(f"{server.url}/api/sessions/a/step", timeout=TIMEOUT).status_code == 200


def test_a_token_that_is_refused_is_not_repeated(tmp_path):
    done = run("serve", folder=tmp_path, ADMIN_TOKEN="geheim")
    assert done.returncode == 64
    assert done.stderr == "error: ADMIN_TOKEN must be at least 8 characters (from the environment)\n"
    (tmp_path / ".env").write_text("ADMIN_TOKEN=geheim\n")
    assert "geheim" not in run("serve", folder=tmp_path).stderr


def test_a_proxy_that_is_no_address_is_refused(tmp_path):
    done = run("serve", folder=tmp_path, TRUSTED_PROXIES="127.0.0.1, proxy.example.org")
    assert done.returncode == 64
    assert "TRUSTED_PROXIES must be IP addresses or ranges" in done.stderr


def test_a_missing_folder_is_said_and_the_rest_works(start_playground):
    server = start_playground(PUBLIC="no/such/folder")
    assert requests.get(f"{server.url}/", timeout=TIMEOUT).status_code == 404
    assert requests.get(f"{server.url}/api/scenarios", timeout=TIMEOUT).status_code == 200
    server.stop()
    assert any("there is no folder 'no/such/folder'" in line and "PUBLIC" in line for line in server.log)


def test_the_log_can_be_json(start_playground):
    server = start_playground(LOG_FORMAT="json")
    requests.get(f"{server.url}/play/agent-tasks?speed=1000", timeout=TIMEOUT)
    requests.get(f"{server.url}/nowhere%0a", timeout=TIMEOUT)
    server.stop()
    entries = [json.loads(line) for line in server.log if line.startswith("{")]
    ended = next(entry for entry in entries if "ended_by" in entry)
    assert ended["scenario"] == "agent-tasks"
    assert ended["events"] == "7"
    assert ended["ended_by"] == "its scenario"
    assert any(entry.get("status") == "404" for entry in entries)


def test_streams_are_logged_at_open_and_at_close(start_playground):
    server = start_playground(LOOPS="1")
    requests.get(f"{server.url}/play/agent-tasks?speed=1000", timeout=TIMEOUT)
    server.stop()
    assert any("stream 1 of agent-tasks opened for 127.0.0.1" in line for line in server.log)
    assert any("stream 1 of agent-tasks ended by its scenario after 7 events" in line for line in server.log)


def test_check_passes_over_all_that_ships():
    done = run("check", "scenarios")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(": ok, ") == len(list((ROOT / "scenarios").rglob("*.yaml")))


def test_check_says_every_mistake_with_its_place(tmp_path):
    (tmp_path / "bad.yaml").write_text("titel: x\nsteps:\n  - after: 250\n    data: a\n")
    done = run("check", "bad.yaml", folder=tmp_path)
    assert done.returncode == 1
    assert "bad.yaml:1:1: error: unknown key 'titel'; did you mean 'title'?\n    titel: x\n    ^\n" in done.stdout
    assert "bad.yaml:3:12: error: 'after' must be" in done.stdout
    answer = json.loads(run("check", "--json", "bad.yaml", folder=tmp_path).stdout)
    assert answer["valid"] is False
    assert [mistake["line"] for mistake in answer["files"][0]["mistakes"]] == [1, 3]


def test_check_holds_the_files_of_a_folder_against_each_other(tmp_path):
    for name in ["a", "b"]:
        (tmp_path / f"{name}.yaml").write_text("path: /same\nsteps:\n  - data: x\n")
    done = run("check", ".", folder=tmp_path)
    assert done.returncode == 1
    assert "the address /same belongs to ./a.yaml already" in done.stdout


def test_check_of_nothing_is_an_error(tmp_path):
    done = run("check", "nothing.yaml", folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("error: there is no file nothing.yaml")


def test_plan_shows_what_would_be_sent_and_when():
    done = run("plan", "agent-tasks")
    assert done.returncode == 0
    assert "    1.000s  line " in done.stdout
    assert 'data: {"message":"All tasks completed"}' in done.stdout
    assert "    9.000s" in done.stdout
    answer = json.loads(run("plan", "scenarios/agent.yaml", "--param", "agent_id=x7", "--limit", "3", "--json").stdout)
    assert len(answer["actions"]) == 3
    assert '"agent_id":"x7"' in answer["actions"][1]["text"]
    assert answer["more"] is True


def test_plan_repeats_a_seed_and_goes_on_after_an_id(tmp_path):
    (tmp_path / "dice.yaml").write_text("steps:\n  - repeat: 20\n    steps:\n      - id: '${number}'\n        data: '${random()}'\n")

    def plan(*arguments):
        return run("plan", "dice.yaml", "--json", *arguments, folder=tmp_path).stdout

    assert plan("--seed", "7") == plan("--seed", "7")
    assert plan("--seed", "7") != plan("--seed", "8")
    whole = [step["text"] for step in json.loads(plan())["actions"] if step["action"] == "write"]
    rest = [step["text"] for step in json.loads(plan("--last-event-id", "9"))["actions"] if "id:" in step.get("text", "")]
    assert rest == [text for text in whole if "id:" in text][-len(rest) :]
    assert 0 < len(rest) < 20


def test_play_writes_the_bytes_of_the_stream():
    done = run("play", "agent-tasks", "--speed", "1000")
    assert done.returncode == 0
    assert done.stdout.endswith('event: all_complete\ndata: {"message":"All tasks completed"}\n\n')


def test_play_ends_quietly_when_nobody_reads():
    done = subprocess.run(
        f"{BINARY} play counter --speed 1000 | head -n 1", shell=True, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def test_play_passes_gates_and_sends_heartbeats_while_it_is_held_open(tmp_path):
    (tmp_path / "held.yaml").write_text("heartbeat: 20ms\nsteps: [{data: a}, {gate: go}, {data: b}, {end: hold}]\n")
    with subprocess.Popen([BINARY, "play", "held.yaml"], cwd=tmp_path, stdout=subprocess.PIPE) as process:
        wanted = b"data: a\n\ndata: b\n\n: keep-alive\n: keep-alive\n"
        assert process.stdout.read(len(wanted)) == wanted
        process.kill()


def test_play_ends_where_a_proxy_cuts_a_held_stream(tmp_path):
    (tmp_path / "cut.yaml").write_text("heartbeat: off\nproxy: {idle: 50ms}\nsteps: [{data: a}, {end: hold}]\n")
    done = run("play", "cut.yaml", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "data: a\n\n")


def test_new_writes_a_scenario_that_plays_as_it_is(tmp_path):
    done = run("new", "orders", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("wrote scenarios/orders.yaml\n")
    text = (tmp_path / "scenarios" / "orders.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=http://127.0.0.1:8000/scenario.schema.json\n")
    commands = [line.strip() for line in done.stdout.splitlines() if line.startswith("  sse-playground ")]
    assert len(commands) == 2
    for command in commands:
        again = run(*command.split()[1:], folder=tmp_path)
        assert (again.returncode, again.stderr) == (0, "")
    assert "data: Hello, World!" in again.stdout


def test_new_never_touches_what_is_there(tmp_path):
    folder = tmp_path / "scenarios" / "shop"
    folder.mkdir(parents=True)
    (folder / "orders.yml").write_text("steps: [{data: mine}]\n")
    (tmp_path / "scenarios" / "notes.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    for name, where in [("orders", "shop/orders.yml"), ("notes", "notes.yaml")]:
        done = run("new", name, folder=tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("error: ") and where in done.stderr and "another name" in done.stderr
    assert (folder / "orders.yml").read_text() == "steps: [{data: mine}]\n"
    assert not (tmp_path / "elsewhere.yaml").exists()


def test_new_says_what_a_name_may_be_and_why_a_folder_cannot_be_made(tmp_path):
    for name in ["My Orders", "-x", "../x", "a" * 65]:
        done = run("new", "--", name, folder=tmp_path)
        assert done.returncode == 1
        assert "1 to 64 characters of a–z" in done.stderr
    done = run("new", "x", "--scenarios", "no/such/folder", folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "error: the folder no/such/folder cannot be made: No such file or directory\n"
    assert list(tmp_path.iterdir()) == []


def test_new_beside_the_repository_links_its_schema(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "scenario.schema.json").write_text("{}")
    assert run("new", "x", folder=tmp_path).returncode == 0
    assert "$schema=../docs/scenario.schema.json\n" in (tmp_path / "scenarios" / "x.yaml").read_text()


def test_list_names_scenarios_with_addresses_and_titles():
    done = run("list")
    assert done.returncode == 0
    assert any(line.split()[:2] == ["counter", "/events"] for line in done.stdout.splitlines())


def test_help_teaches_by_example():
    for command in [[], ["serve"], ["check"], ["plan"], ["play"], ["list"], ["new"]]:
        done = run(*command, "--help")
        assert done.returncode == 0
        assert "sse-playground" in done.stdout
    assert "curl -N" in run("--help").stdout
    assert "MAX_STREAMS" in run("serve", "--help").stdout


def test_an_unknown_flag_is_exit_64():
    assert run("serve", "--nonsense").returncode == 64
