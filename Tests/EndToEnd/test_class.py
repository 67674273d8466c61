"""A short lesson of the scripted class: six participants, half a minute, a power cut. The whole one is Tests/Class."""

import pathlib
import sys

import namespaces
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Class"))

from classroom import Classroom  # noqa: E402
from trespass import Trespass  # noqa: E402

PARTICIPANTS = 6


@pytest.fixture
def network():
    if reason := namespaces.missing():
        pytest.skip(reason)
    with namespaces.Network(addresses=PARTICIPANTS) as made:
        yield made


def test_nobody_sees_ends_or_overwrites_what_is_anothers(tmp_path, network):
    with Classroom(tmp_path, network, PARTICIPANTS) as room:
        first, second, *_ = room.participants
        assert Trespass(first, second).all() > 50
        room.go_on(8)
        room.cut_the_power()
        room.go_on(10)
        here = {entry["name"]: entry for entry in room.ask_as_presenter("GET", "/api/room").json["participants"]}
        assert set(here) == {participant.name for participant in room.participants}
        assert all(entry["here"] and entry["scenarios"] == 1 for entry in here.values()), here
        assert room.finish() == []
        assert all(participant.saves > 2 for participant in room.participants)
