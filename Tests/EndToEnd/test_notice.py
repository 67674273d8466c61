import subprocess
import sys

import pytest
from playground import ROOT


@pytest.mark.skipif(sys.version_info < (3, 11), reason="packaging needs Python 3.11")
def test_notice_is_what_the_list_of_components_says():
    said = subprocess.run([sys.executable, "packaging/components.py", "notice"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (ROOT / "NOTICE").read_text(encoding="utf-8") == said.stdout


@pytest.mark.skipif(sys.version_info < (3, 11), reason="packaging needs Python 3.11")
def test_the_list_of_components_has_each_package_of_the_manifest():
    import tomllib

    listed = tomllib.loads((ROOT / "packaging/components.toml").read_text(encoding="utf-8"))["component"]
    manifest = (ROOT / "Package.swift").read_text(encoding="utf-8")
    for component in listed:
        if component["from"] == "swift":
            assert f'url: "{component["url"]}", exact' in manifest
    assert manifest.count(".package(url:") == sum(component["from"] == "swift" for component in listed)
