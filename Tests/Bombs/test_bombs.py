"""Whatever is played, the server answers others, keeps within its memory, and ends when it is told to.

How fast it answers is measured by `make bombs`: a test has no time limit.
"""

import pytest
from bombs import BOMBS, Site

CLIENTS = 3
QUESTIONS = 30
MEMORY = 250_000_000


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.name)
def test_a_bomb_harms_nobody_else(bomb, tmp_path):
    site = Site(tmp_path / "site", bomb)
    try:
        site.play(CLIENTS)
        for _ in range(QUESTIONS):
            site.health.ask()
        assert site.memory() < MEMORY
        status, _ = site.stop()
        assert status == 0
    finally:
        site.close()
