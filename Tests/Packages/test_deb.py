"""The Debian package, in fresh Debian roots."""

import shutil
import stat
import subprocess

import pytest
from playground import ROOT
from roots import assignments, debian, unit
from serving import TIMEOUT, Serving, assert_plays, saves

UNIT = "/lib/systemd/system/sse-playground.service"
SETTINGS = "/etc/sse-playground/environment"


@pytest.fixture(scope="module")
def package(released):
    return released("sse-playground_VERSION-1_*.deb")


def test_lintian_finds_nothing(package):
    result = subprocess.run(
        ["lintian", "--allow-root", "--fail-on", "error,warning", package], capture_output=True, text=True, timeout=300, check=False
    )
    assert result.returncode == 0, result.stdout
    assert result.stdout == ""


@pytest.fixture(scope="module", params=["bookworm", "trixie"])
def installed(request, package, tmp_path_factory):
    """A fresh root that the package was installed in by apt, with what it depends on."""
    folder = tmp_path_factory.mktemp(request.param)
    root = debian(folder, request.param)
    shutil.copy(package, root.path / "tmp/package.deb")
    updated = root.run("apt-get", "update", "--quiet")
    assert updated.returncode == 0, updated.stdout + updated.stderr
    result = root.run("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "/tmp/package.deb")
    assert result.returncode == 0, result.stdout + result.stderr
    yield root
    subprocess.run(["rm", "-rf", "--one-file-system", folder], check=True)


def serve(root):
    """What the unit says, under the unit's user; a free port, which people set in the same file."""
    settings = root.path / SETTINGS[1:]
    if "PORT=0" not in settings.read_text().splitlines():
        with settings.open("a") as file:
            file.write("PORT=0\n")
    values = unit(root.text(UNIT))
    environment = assignments(values["Environment"][0]) | assignments(settings.read_text())
    command = root.command(*values["ExecStart"][0].split(), user=f"{values['User'][0]}:{values['Group'][0]}")
    return Serving(command, env=environment)


def test_it_is_as_the_unit_wants_it(installed):
    """User, folders, what is to be read by whom."""
    assert "sse-playground:" in installed.text("/etc/passwd")
    owner = installed.run("stat", "-c", "%U %a", "/var/lib/sse-playground").stdout
    assert owner == "sse-playground 750\n"
    assert installed.run("stat", "-c", "%G %a", SETTINGS).stdout == "sse-playground 640\n"
    assert installed.run("sse-playground", "--version", user="nobody").stdout.strip()
    for path in (
        "/usr/share/man/man1/sse-playground.1.gz", "/usr/share/bash-completion/completions/sse-playground",
        "/usr/share/zsh/vendor-completions/_sse-playground", "/usr/share/fish/vendor_completions.d/sse-playground.fish",
        "/usr/share/doc/sse-playground/copyright", "/etc/sse-playground/scenarios",
    ):  # fmt: skip
        # A root made small leaves documentation out.
        assert installed.has(path) or "/usr/share/doc" in path or "/usr/share/man" in path, path


def test_the_service_plays_saves_and_takes_scenarios_from_etc(installed):
    (installed.path / "etc/sse-playground/scenarios/mine.yaml").write_text("steps:\n  - data: mine\n")
    with serve(installed) as server:
        assert_plays(server.url)
        assert saves(server.url)
        answer = subprocess.run(["curl", "-sSN", f"{server.url}/play/mine"], capture_output=True, text=True, timeout=TIMEOUT, check=True)
        assert answer.stdout == "data: mine\n\n"
        unshared = server.process
        # The server is process 1 of its space: unshare's only child.
        children = subprocess.run(["pgrep", "-P", str(unshared.pid)], capture_output=True, text=True, check=True).stdout.split()
        subprocess.run(["kill", "-TERM", *children], check=True)
        assert unshared.wait(TIMEOUT) == 0
    assert installed.has("/var/lib/sse-playground/playground.sqlite")


def test_an_upgrade_keeps_settings_scenarios_and_what_was_saved(installed, package, tmp_path):
    tree = tmp_path / "tree"
    subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
    control = tree / "DEBIAN/control"
    control.write_text(control.read_text().replace("-1\n", "-2\n", 1))
    (tree / "usr/share/doc/sse-playground/new-file").write_text("new")
    subprocess.run(
        ["dpkg-deb", "--build", "-Znone", "--root-owner-group", tree, installed.path / "tmp/next.deb"], check=True, stdout=subprocess.DEVNULL
    )
    before = installed.text(SETTINGS)
    result = installed.run("dpkg", "--install", "/tmp/next.deb")
    assert result.returncode == 0, result.stdout + result.stderr
    assert installed.run("dpkg-query", "-W", "-f", "${Version}", "sse-playground").stdout.endswith("-2")
    assert installed.text(SETTINGS) == before
    assert stat.S_IMODE((installed.path / SETTINGS[1:]).stat().st_mode) == 0o640
    with serve(installed) as server:
        answer = subprocess.run(
            ["curl", "-sSN", f"{server.url}/play/saved-here"], capture_output=True, text=True, timeout=TIMEOUT, check=True
        )
        assert answer.stdout == "data: saved\n\n"


def test_removing_keeps_what_was_saved_and_purging_leaves_nothing(installed):
    assert installed.run("dpkg", "--remove", "sse-playground").returncode == 0
    assert not installed.has("/usr/bin/sse-playground")
    assert installed.has("/var/lib/sse-playground/playground.sqlite")
    (installed.path / "etc/sse-playground/scenarios/mine.yaml").unlink()
    result = installed.run("dpkg", "--purge", "sse-playground")
    assert result.returncode == 0, result.stderr
    for path in ("/etc/sse-playground", "/var/lib/sse-playground", "/usr/share/sse-playground", UNIT):
        assert not installed.has(path), path
    assert "sse-playground" not in installed.text("/etc/passwd")


@pytest.fixture(scope="module")
def unpacked_package(package, tmp_path_factory):
    folder = tmp_path_factory.mktemp("package")
    subprocess.run(["dpkg-deb", "--extract", package, folder], check=True)
    return folder


def test_systemd_understands_the_unit(unpacked_package):
    # The units it refers to, which a whole system has.
    subprocess.run(["cp", "-Rn", "/lib/systemd", unpacked_package / "lib/"], check=False)
    result = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", f"--root={unpacked_package}", "sse-playground.service"],
        capture_output=True, text=True, timeout=TIMEOUT, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "sse-playground" not in result.stderr


def test_the_units_exposure_is_below_two(unpacked_package):
    result = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", unpacked_package / UNIT[1:]],
        capture_output=True, text=True, timeout=TIMEOUT, check=False,
    )  # fmt: skip
    print(result.stdout[-200:])
    assert result.returncode == 0, result.stdout + result.stderr


def test_its_settings_are_those_of_the_program():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    text = (ROOT / "packaging/deb/debian/etc/environment").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") and "=" in line and " " not in line:
            assert line in example.splitlines(), line
