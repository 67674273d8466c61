"""The tests that docs/testing.md shows, run as they stand there."""

import os
import re
import subprocess
import sys

import pytest
from browsers import find_chromium

from playground import ROOT

TIMEOUT = 180
BLOCKS = re.findall(r"```python\n# (test_\w+\.py)\n(.*?)```", (ROOT / "docs" / "testing.md").read_text(), re.DOTALL)


def test_the_guide_has_two_tests():
    assert [name for name, _ in BLOCKS] == ["test_reconnects.py", "test_page_reconnects.py"]


@pytest.mark.parametrize(("name", "text"), BLOCKS)
def test_a_test_of_the_guide_passes(playground, tmp_path, name, text):
    (tmp_path / name).write_text(text)
    environment = os.environ | {"PLAYGROUND": playground.url, "CHROMIUM": find_chromium(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", name], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=TIMEOUT
    )
    assert run.returncode == 0, run.stdout + run.stderr
