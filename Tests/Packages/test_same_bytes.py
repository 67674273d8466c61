"""A release built in another folder has the same bytes."""

import hashlib
import os
import subprocess

from playground import ROOT


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_a_clean_clone_in_another_folder_gives_the_same_files(tmp_path):
    """dist/ has to be of what is committed."""
    clone = tmp_path / "a-folder-with-another-name"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    result = subprocess.run(
        ["make", "dist"], cwd=clone, capture_output=True, text=True, timeout=3600, check=False, env=os.environ | {"TMPDIR": str(tmp_path)}
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    assert digests(clone / "dist") == digests(ROOT / "dist")
