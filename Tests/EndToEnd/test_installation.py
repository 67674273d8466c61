"""The program as it is installed, with its pages and scenarios beside it, started in folders that know nothing of it."""

import os
import re
import shutil
import socket
import subprocess

import pytest
import requests
from playground import ADDRESS, BINARY, ROOT, SETTINGS

TIMEOUT = 30
CLEAN = {name: value for name, value in os.environ.items() if name not in SETTINGS}


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """`bin/` and `share/` as packages lay them out; a link would be followed back to the build folder."""
    prefix = tmp_path_factory.mktemp("prefix")
    (prefix / "bin").mkdir()
    program = prefix / "bin" / "sse-playground"
    try:
        os.link(os.path.realpath(BINARY), program)
    except OSError:
        shutil.copy(BINARY, program)
    share = prefix / "share" / "sse-playground"
    share.mkdir(parents=True)
    for name in ("Public", "scenarios"):
        (share / name).symlink_to(ROOT / name)
    return program


def run(program, folder, *arguments, **environment):
    return subprocess.run(
        [program, *arguments], cwd=folder, env=CLEAN | environment, capture_output=True, text=True, timeout=TIMEOUT, check=False
    )


@pytest.fixture
def serve(program, tmp_path):
    """Starts the program in the test's folder; answers its address and the lines that it greets with."""
    processes = []

    def start(*arguments):
        process = subprocess.Popen(
            [program, "serve", "--port", "0", *arguments], cwd=tmp_path, env=CLEAN, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        processes.append(process)
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "stops" in line:
                break
        return f"http://127.0.0.1:{ADDRESS.search(lines[0])[1]}", "".join(lines)

    yield start
    for process in processes:
        process.terminate()
        assert process.wait(TIMEOUT) == 0


def test_in_an_empty_folder_it_serves_its_own_pages_and_scenarios(serve):
    url, greeting = serve()
    assert "scenarios came with it" in greeting
    assert "SSE Playground" in requests.get(f"{url}/", timeout=TIMEOUT).text
    assert requests.get(f"{url}/gallery/", timeout=TIMEOUT).ok
    assert "data:" in requests.get(f"{url}/play/multi-line?speed=1000", timeout=TIMEOUT).text


def test_scenarios_of_the_folder_go_first_and_the_others_stay(serve, tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "counter.yaml").write_text("path: /events\nsteps:\n  - data: mine\n")
    url, greeting = serve()
    assert "1 scenarios in scenarios, and" in greeting and f"curl -N {url}/events" in greeting
    assert requests.get(f"{url}/events", timeout=TIMEOUT).text == "data: mine\n\n"
    assert requests.get(f"{url}/play/counter", timeout=TIMEOUT).text == "data: mine\n\n"
    assert requests.get(f"{url}/play/multi-line?speed=1000", timeout=TIMEOUT).ok
    listed = {entry["name"]: entry for entry in requests.get(f"{url}/api/scenarios", timeout=TIMEOUT).json()["scenarios"]}
    assert listed["counter"]["file"] == "scenarios/counter.yaml"
    assert all(entry["valid"] for entry in listed.values())


def test_only_the_folders_scenarios_play_if_that_is_wanted(serve, tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "only.yaml").write_text("steps:\n  - data: mine\n")
    url, _ = serve("--shipped-scenarios", "none")
    assert [entry["name"] for entry in requests.get(f"{url}/api/scenarios", timeout=TIMEOUT).json()["scenarios"]] == ["only"]


def test_pages_of_another_project_are_not_taken_for_its_own(serve, tmp_path):
    (tmp_path / "Public").mkdir()
    (tmp_path / "Public" / "index.html").write_text("another project")
    url, _ = serve()
    assert "another project" not in requests.get(f"{url}/", timeout=TIMEOUT).text


def test_commands_without_a_server_know_the_shipped_scenarios(program, tmp_path):
    assert "multi-line" in run(program, tmp_path, "list").stdout
    assert run(program, tmp_path, "plan", "counter").returncode == 0
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "counter.yaml").write_text("steps:\n  - data: mine\n")
    assert run(program, tmp_path, "play", "counter").stdout == "data: mine\n\n"


def test_a_link_to_the_program_finds_what_lies_beside_it(program, tmp_path):
    (tmp_path / "elsewhere").symlink_to(program)
    assert run(tmp_path / "elsewhere", tmp_path, "plan", "counter").returncode == 0


def test_init_writes_a_folder_that_can_be_served(program, serve, tmp_path):
    result = run(program, tmp_path, "init")
    assert result.returncode == 0, result.stderr
    assert run(program, tmp_path, "check").returncode == 0
    url, _ = serve()
    assert "event: greeting" in requests.get(f"{url}/play/first?speed=100", timeout=TIMEOUT).text
    schema = re.search(r"\$schema=(\S+)", (tmp_path / "scenarios/first.yaml").read_text())[1]
    assert (tmp_path / "scenarios" / schema).is_file()


def test_init_leaves_what_is_there_and_says_so(program, tmp_path):
    (tmp_path / ".env").write_text("PORT=9000\n")
    result = run(program, tmp_path, "init", ".")
    assert "left .env as it is" in result.stdout and "wrote scenarios/first.yaml" in result.stdout
    assert (tmp_path / ".env").read_text() == "PORT=9000\n"


def test_init_says_why_it_cannot(program, tmp_path):
    result = run(program, tmp_path, "init", "no/such/folder")
    assert result.returncode == 1
    assert result.stderr == "error: the folder no/such/folder cannot be made: No such file or directory\n"
    (tmp_path / "taken").write_text("")
    result = run(program, tmp_path, "init", "taken")
    assert result.stderr == "error: the folder taken cannot be made: File exists\n"


def test_the_settings_that_init_writes_are_all_of_them_and_valid(program, tmp_path):
    """With each '#' taken away it says the same as without a file."""
    run(program, tmp_path, "init")
    text = (tmp_path / ".env").read_text()
    keys = set(re.findall(r"^#([A-Z_]+)=", text, re.MULTILINE))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert keys == set(re.findall(r"^#([A-Z_]+)=", example, re.MULTILINE))
    (tmp_path / ".env").write_text(re.sub(r"^#([A-Z_]+=)", r"\1", text, flags=re.MULTILINE))
    assert run(program, tmp_path, "list").returncode == 0


def test_health_answers_by_its_status(program, serve, tmp_path):
    url, _ = serve()
    port = url.rsplit(":", 1)[1]
    for host in ("127.0.0.1", "0.0.0.0", "::1", "::"):
        result = run(program, tmp_path, "health", PORT=port, HOST=host)
        assert (result.returncode, result.stdout) == (0, "ok\n"), result.stderr


def test_health_says_that_nobody_listens(program, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        result = run(program, tmp_path, "health", "--port", str(port))
    assert result.returncode == 1
    assert result.stderr == f"error: http://127.0.0.1:{port}/healthz: Connection refused\n"


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (b"HTTP/1.1 503 Service Unavailable\r\n\r\n", "it answers 'HTTP/1.1 503'"),
        (b"", "the connection ended before an answer came"),
        (None, "no answer within 0.2 seconds"),
    ],
)
def test_health_says_what_is_wrong_with_an_answer(program, tmp_path, answer, complaint):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        process = subprocess.Popen(
            [program, "health", "--port", str(port), "--timeout", "200ms" if answer is None else "10s"],
            cwd=tmp_path, env=CLEAN, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        connection, _ = listener.accept()
        with connection:
            if answer is not None:
                while b"\r\n\r\n" not in connection.recv(4096):
                    pass
                connection.sendall(answer)
                connection.shutdown(socket.SHUT_WR)
            assert process.communicate(timeout=TIMEOUT)[1] == f"error: http://127.0.0.1:{port}/healthz: {complaint}\n"
    assert process.returncode == 1
