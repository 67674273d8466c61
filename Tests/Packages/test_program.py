"""The self-contained program, its archive, and what is said about what is inside."""

import hashlib
import json
import re
import statistics
import subprocess
import time

import pytest
from playground import ROOT
from serving import TIMEOUT, Serving, assert_plays

GLIBC_PARTS = {"linux-vdso.so.1", "libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}


def test_it_asks_a_system_for_nothing_but_the_c_library(unpacked):
    output = subprocess.run(["ldd", unpacked], capture_output=True, text=True, check=True).stdout
    libraries = {line.split()[0].rsplit("/", 1)[-1] for line in output.splitlines()}
    print(output)
    assert libraries <= GLIBC_PARTS


def test_no_folder_of_the_machine_that_built_it_is_inside(unpacked):
    assert str(ROOT).encode() not in unpacked.read_bytes()


def test_the_same_oldest_c_library_is_named_everywhere(released, glibc):
    assert f"-manylinux_{glibc.replace('.', '_')}_" in released("sse_playground-VERSION-*.whl").name
    depends = subprocess.run(
        ["dpkg-deb", "--field", released("sse-playground_VERSION-1_*.deb"), "Depends"], capture_output=True, text=True, check=True
    ).stdout
    assert f"libc6 (>= {glibc})" in depends
    assert f"glibc {glibc}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_it_works_in_an_empty_folder(unpacked, tmp_path):
    with Serving([unpacked, "serve", "--port", "0"], cwd=tmp_path) as server:
        assert_plays(server.url)
        assert server.stop() == 0


def test_its_start_is_measured(unpacked, tmp_path, record_property):
    """Prints what it takes; a busy machine says nothing about the program, so nothing is asserted."""
    times = []
    for _ in range(15):
        began = time.monotonic()
        with Serving([unpacked, "serve", "--port", "0"], cwd=tmp_path) as server:
            times.append((time.monotonic() - began) * 1000)
            assert server.stop() == 0
    record_property("milliseconds", times)
    print(f"start to listening: median {statistics.median(times):.0f} ms, best {min(times):.0f} ms")


@pytest.mark.parametrize(
    "pattern",
    ["sse-playground-VERSION-linux-*.tar.gz", "sse-playground_VERSION-1_*.deb", "*.whl", "sse-playground-VERSION-npm-*.tgz"],
)
def test_each_package_is_below_forty_megabytes(released, pattern):
    assert released(pattern).stat().st_size < 40e6


def test_the_checksums_are_those_of_all_files(released):
    lines = released("SHA256SUMS").read_text().splitlines()
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in released("SHA256SUMS").parent.iterdir()}
    del files["SHA256SUMS"]
    assert {line.split()[1]: line.split()[0] for line in lines} == files


def test_the_bill_of_materials_names_every_package_that_was_resolved(released):
    sbom = json.loads(released("sse-playground-VERSION.cdx.json").read_text(encoding="utf-8"))
    assert sbom["bomFormat"] == "CycloneDX"
    inside = {(part["name"].lower(), part["version"]) for part in sbom["components"]}
    resolved = json.loads((ROOT / "Package.resolved").read_text(encoding="utf-8"))
    assert {(pin["identity"], pin["state"]["version"]) for pin in resolved["pins"]} <= inside
    assert {"swift", "icu", "libmicrohttpd", "sqlite", "zlib", "nettle", "libqrencode", "libstdc++", "react", "codemirror", "uplot"} <= {
        name for name, _ in inside
    }
    assert all(part["licenses"] for part in sbom["components"])
    assert re.match(r"76|\d\d", next(part["version"] for part in sbom["components"] if part["name"] == "ICU"))


def test_the_text_of_each_licence_is_beside_it(unpacked):
    doc = unpacked.parent.parent / "share/doc/sse-playground"
    sbom = json.loads((doc / "sbom.cdx.json").read_text(encoding="utf-8"))
    for part in sbom["components"]:
        assert (doc / "licences" / f"{part['name']}.txt").stat().st_size > 500
    assert (doc / "NOTICE").read_bytes() == (ROOT / "NOTICE").read_bytes()


def test_its_manual_and_completions_are_there(unpacked):
    share = unpacked.parent.parent / "share"
    page = subprocess.run(["man", "-l", share / "man/man1/sse-playground.1"], capture_output=True, text=True, timeout=TIMEOUT)
    if page.returncode == 0:
        assert "sse-playground health" in page.stdout
    script = share / "bash-completion/completions/sse-playground"
    subprocess.run(["bash", "-n", script], check=True)
    for name in ("zsh/site-functions/_sse-playground", "fish/vendor_completions.d/sse-playground.fish"):
        assert "health" in (share / name).read_text(encoding="utf-8")
