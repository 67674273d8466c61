"""Scenario files are read below their folder only."""

import os
import subprocess

import requests
from playground import BINARY, Playground

TIMEOUT = 30  # seconds; a bound for a busy machine, not a wait


def test_links_are_followed_within_the_folder_and_named_where_they_lead_out(tmp_path):
    folder = tmp_path / "scenarios"
    (folder / "..data").mkdir(parents=True)
    secret = tmp_path / "secret.yaml"
    secret.write_text("title: Secret\nsteps: [{ data: secret }]\n")
    (folder / "..data" / "mounted.yaml").write_text("steps: [{ data: mounted }]\n")
    (folder / "real.yaml").write_text("steps: [{ data: real }]\n")
    within = {"relative": "real.yaml", "absolute": folder / "real.yaml", "mounted": "..data/mounted.yaml"}
    out = {"climbs": "../secret.yaml", "outside": secret, "passwd": "/etc/passwd", "environ": "/proc/self/environ"}
    for name, target in (within | out).items():
        os.symlink(target, folder / f"{name}.yaml")
    (folder / "includes.yaml").write_text("fragments: {}\nsteps: [{ include: outside }]\n")
    server = Playground(tmp_path)
    try:
        for name in within:
            assert requests.get(f"{server.url}/play/{name}", timeout=TIMEOUT).status_code == 200, name
        listing = requests.get(f"{server.url}/api/scenarios", timeout=TIMEOUT)
        assert "secret" not in listing.text.lower().replace("secret.yaml", "") and "root:" not in listing.text
        listed = {each["name"]: each for each in listing.json()["scenarios"]}
        for name in ["climbs", "outside", "passwd"]:
            assert requests.get(f"{server.url}/play/{name}", timeout=TIMEOUT).status_code == 404, name
            assert requests.get(f"{server.url}/api/scenarios/{name}", timeout=TIMEOUT).status_code == 404, name
            assert "leads out of the folder" in listed[name]["mistakes"][0]["message"]
            server.logged(f"{name}.yaml", "leads out of the folder")
        saved = requests.put(
            f"{server.url}/api/scenarios/outside",
            "steps: [{ data: mine }]\n",
            headers={"Content-Type": "application/yaml"},
            timeout=TIMEOUT,
        )
        assert saved.status_code == 201, "the name is free"
    finally:
        server.stop()
    check = subprocess.run([BINARY, "check", str(folder)], capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert check.returncode == 1 and check.stdout.count("leads out of the folder") >= 3
    listed = subprocess.run([BINARY, "list", "--scenarios", str(folder)], capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert "outside" in listed.stdout and "has mistakes" in listed.stdout
    assert "secret" not in check.stdout.replace("secret.yaml", "") + listed.stdout


def test_no_way_out_of_the_folder_is_followed(tmp_path):
    """Links to folders, links through them, chains, loops, devices: each is named, and nothing outside is read."""
    folder = tmp_path / "scenarios"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "plain.yaml").write_text("steps: [{ data: plain }]\n")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text("title: Secret\nsteps: [{ data: secret }]\n")
    folders = {"linked": "../outside", "inward": "inner", "loop": ".", "up": "..", "chain": "linked"}
    through = {"by-linked": "linked/secret.yaml", "by-up": "up/outside/secret.yaml", "by-dots": f"{folder}/../outside/secret.yaml", "by-chain": "chain/secret.yaml"}
    unreadable = {"self": "self.yaml", "device": "/dev/zero", "input": "/dev/stdin"}
    for name, target in folders.items():
        os.symlink(target, folder / name)
    for name, target in (through | unreadable).items():
        os.symlink(target, folder / f"{name}.yaml")
    check = subprocess.run([BINARY, "check", str(folder)], capture_output=True, text=True, timeout=TIMEOUT, check=False)
    listed = subprocess.run([BINARY, "list", "--scenarios", str(folder)], capture_output=True, text=True, timeout=TIMEOUT, check=False)
    for name in folders:
        assert f"/{name} is left out: it is a link to a folder" in check.stderr
    for name in through:
        assert f"/{name}.yaml:1:1: error: the file is left out: it is a link that leads out of the folder" in check.stdout
    for name in unreadable:
        assert f"/{name}.yaml is left out: it is " in check.stderr
    assert "/plain.yaml: ok" in check.stdout and check.returncode == 1
    for text in [check.stdout, check.stderr, listed.stdout, listed.stderr]:
        assert "secret" not in text.lower().replace("secret.yaml", "")
