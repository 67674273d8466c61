"""The container image: built by buildah from the Containerfile, and run from its own root where no engine runs."""

import json
import os
import pathlib
import shutil
import signal
import subprocess

import pytest
from playground import ROOT
from roots import CHROOT, UNSHARE, Root
from serving import TIMEOUT, Serving, assert_plays, saves

IMAGE = "localhost/sse-playground-test"
STAGE = "localhost/sse-playground-build-stage"


def buildah(*arguments, timeout=120):
    return subprocess.run(["buildah", *arguments], check=True, capture_output=True, text=True, timeout=timeout).stdout.strip()


def git_mirrors(folder):
    """Where this machine's git takes packages from, so that it is the same in the build stage."""
    said = subprocess.run(["git", "config", "--get-regexp", r"^url\..*\.insteadof$"], capture_output=True, text=True, check=False).stdout
    lines, mounts = [], set()
    for line in said.splitlines():
        key, _, replaced = line.partition(" ")
        base = key.removeprefix("url.").removesuffix(".insteadof")
        lines.append(f'[url "{base}"]\n  insteadOf = {replaced}\n')
        if base.startswith("/"):
            mounts.add(base.rstrip("/"))
    config = folder / "gitconfig"
    config.write_text("".join(lines) + '[safe]\n  directory = *\n')
    return [f"{config}:/etc/gitconfig:ro", *(f"{path}:{path}:ro" for path in sorted(mounts))]


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """Its build stage is a fresh Debian with this machine's Swift toolchain laid in; CONTAINER_IMAGE names one that is there already."""
    if given := os.environ.get("CONTAINER_IMAGE"):
        yield given
        return
    folder = tmp_path_factory.mktemp("stage")
    stage = folder / "root.tar"
    subprocess.run(
        ["mmdebstrap", "--quiet", "--variant=apt", "--include=ca-certificates,git,make,python3", "bookworm", stage], check=True, timeout=600
    )
    container = buildah("from", "scratch")
    buildah("add", container, str(stage), "/", timeout=300)
    buildah("commit", "--rm", container, STAGE, timeout=300)
    stage.unlink()
    swift = pathlib.Path(os.path.realpath(shutil.which("swift") or "/opt/swift/usr/bin/swift")).parent.parent.parent
    volumes = [f"{swift}:/opt/swift:ro", *git_mirrors(folder), "/etc/ssl/certs/ca-certificates.crt:/etc/ssl/certs/ca-certificates.crt:ro"]
    buildah(
        "bud", "--isolation", "chroot", "--format", "docker", "--build-arg", f"BUILD_IMAGE={STAGE}",
        *(part for volume in volumes for part in ("--volume", volume)),
        "--file", "packaging/container/Containerfile", "--tag", IMAGE, str(ROOT), timeout=3000,
    )  # fmt: skip
    yield IMAGE
    for name in (IMAGE, STAGE):
        subprocess.run(["buildah", "rmi", "--force", name], check=False, capture_output=True)


@pytest.fixture(scope="module")
def root(image, tmp_path_factory):
    """A copy of the image's root."""
    folder = tmp_path_factory.mktemp("image")
    container = buildah("from", image)
    subprocess.run(["cp", "-a", buildah("mount", container) + "/.", folder], check=True)
    buildah("rm", container)
    return Root(folder)


@pytest.fixture(scope="module")
def configuration(image):
    return json.loads(buildah("inspect", "--type", "image", image))["Docker"]["config"]


def serve(root, configuration, **more):
    """As an engine does: the image's command, user and environment, its root read-only, its volume not."""
    environment = dict(entry.partition("=")[::2] for entry in configuration["Env"])
    path = root.path
    (path / "proc").mkdir(exist_ok=True)
    setup = (
        f"mount --bind {path} {path} && mount --bind {path}/data {path}/data && mount -o remount,bind,ro {path}"
        f" && mount -t proc proc {path}/proc && exec {CHROOT} --userspec={configuration['User']} {path} "
        + " ".join(configuration["Entrypoint"] + configuration["Cmd"])
    )
    return Serving(
        [UNSHARE, "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", setup],
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"} | environment | {"PORT": "0", "container": "oci"} | more,
    )


def test_it_says_how_it_wants_to_be_run(configuration):
    assert configuration["User"] == "65532:65532"
    assert list(configuration["Volumes"]) == ["/data"]
    assert list(configuration["ExposedPorts"]) == ["8000/tcp"]
    assert configuration["Healthcheck"]["Test"] == ["CMD", "/usr/bin/sse-playground", "health"]


def test_it_holds_little_beside_the_program(root):
    assert sorted(path.name for path in root.path.iterdir() if path.name not in ("proc",)) == sorted(
        name for name in ("data", "etc", "lib", "lib64", "scenarios", "tmp", "usr") if (root.path / name).exists()
    )
    assert not (root.path / "bin/sh").exists() and not (root.path / "usr/bin/sh").exists()


def test_it_plays_read_only_as_process_1_and_ends_by_a_signal(root, configuration):
    with serve(root, configuration, ADMIN_TOKEN="a-long-token") as server:
        assert_plays(server.url)
        assert any("in a container" in line for line in server.output)
        assert not saves(server.url)
        assert saves(server.url, token="a-long-token")
        port = server.url.rsplit(":", 1)[1]
        check = subprocess.run(
            root.command("/usr/bin/sse-playground", "health", user=configuration["User"]),
            env={"PORT": port, "HOST": "0.0.0.0"}, capture_output=True, text=True, timeout=TIMEOUT, check=False,
        )  # fmt: skip
        assert (check.returncode, check.stdout) == (0, "ok\n"), check.stderr
        # unshare's only child is process 1 of the space.
        child = subprocess.run(["pgrep", "-P", str(server.process.pid)], capture_output=True, text=True, check=True).stdout
        os.kill(int(child), signal.SIGTERM)
        assert server.process.wait(TIMEOUT) == 0
    assert (root.path / "data/playground.sqlite").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_another_command_as_process_1_ends_by_a_signal_too(root, configuration, number):
    process = subprocess.Popen(
        root.command("/usr/bin/sse-playground", "play", "heartbeat", user=configuration["User"]), stdout=subprocess.PIPE, env={}
    )
    assert process.stdout.readline()
    child = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True).stdout
    os.kill(int(child), number)
    assert process.wait(TIMEOUT) == 128 + number
    process.stdout.close()
