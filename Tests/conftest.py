import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from playground import Playground  # noqa: E402


@pytest.fixture(scope="module")
def playground(tmp_path_factory):
    """A server that the tests of one file share."""
    server = Playground(tmp_path_factory.mktemp("playground"))
    yield server
    server.stop()


@pytest.fixture
def start_playground(tmp_path):
    """Starts servers for one test: `start_playground(LOG_FORMAT="json")`."""
    servers = []

    def start(**settings):
        servers.append(Playground(tmp_path, **settings))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()
