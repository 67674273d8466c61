"""One version, said alike everywhere; and packages that are exactly those the tests ran with."""

import json
import re
import subprocess

import requests
from playground import BINARY, ROOT

VERSION = subprocess.run(["scripts/version"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_the_program_says_its_version():
    result = subprocess.run([BINARY, "--version"], capture_output=True, text=True, timeout=30, check=True)
    assert result.stdout == f"{VERSION}\n"


def test_the_metrics_say_it_too(playground):
    text = requests.get(f"{playground.url}/metrics", timeout=30).text
    assert f'version="{VERSION}"' in text


def test_the_description_of_the_api_has_it():
    description = json.loads((ROOT / "Sources/OpenAPIDocument/openapi.json").read_text(encoding="utf-8"))
    assert description["info"]["version"] == VERSION


def test_the_topmost_section_of_the_changelog_is_about_it():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", changelog, re.MULTILINE)[1] == VERSION


def test_each_package_is_named_with_the_version_that_was_resolved():
    """The ones that come with others, too: else a build next month is of something else."""
    manifest = (ROOT / "Package.swift").read_text(encoding="utf-8")
    named = re.findall(r'\.package\(url: "https://[^"]+/([^"/]+)", exact: "([^"]+)"\)', manifest)
    assert len(named) == manifest.count(".package(url:")
    resolved = json.loads((ROOT / "Package.resolved").read_text(encoding="utf-8"))
    assert {name.lower(): version for name, version in named} == {
        pin["identity"]: pin["state"]["version"] for pin in resolved["pins"]
    }
