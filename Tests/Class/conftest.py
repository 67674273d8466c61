import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import namespaces  # noqa: E402


@pytest.fixture
def class_network():
    """Two machines, with an address for each participant, and one for the presenter and the browsers."""
    if reason := namespaces.missing():
        pytest.skip(reason)
    with namespaces.Network(addresses=25) as network:
        yield network
