"""No verdict accuses a client that does everything right, whatever happens to its streams."""

import os
import random
import threading

import pytest
import requests
from events import events, stream
from sse_client import Client

from playground import Playground

TIMEOUT = 40

SCENARIOS = {
    "cuts": """
retry: 20ms
steps:
  - repeat: 40
    steps:
      - id: ${number}
        data: ${repeat('x', floor(random() * 400))}
      - if: ${random() < 0.3}
        then:
          - raw: "id: cut\\ndata: this is nev"
          - end: truncate
      - if: ${random() < 0.2}
        then:
          - end: reset
""",
    "big": """
retry: 20ms
steps:
  - repeat: 12
    steps:
      - id: ${number}
        data: ${repeat('x', 4000)}
      - if: ${number % 4 == 0}
        then:
          - end: complete
""",
    "short": """
retry: 120ms
steps:
  - repeat: 400
    steps:
      - id: ${number}
        data: ${number}
      - if: ${number % 2 == 0}
        then:
          - end: complete
""",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("correct-clients")
    (folder / "scenarios").mkdir()
    for name, text in SCENARIOS.items():
        (folder / "scenarios" / f"{name}.yaml").write_text(text)
    server = Playground(folder, LOOPS="2")
    yield server
    server.stop()


# Few enough for each time; more with VERDICT_RUNS.
RUNS = int(os.environ.get("VERDICT_RUNS", "30"))


def test_no_correct_client_is_accused(server):
    """Correct clients, several at a time, on streams that are cut at random bytes and reset, some of them reading slowly, some leaving."""
    accused, count = [], 0
    lock = threading.Lock()
    numbers = iter(range(RUNS))

    def work():
        nonlocal count
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            chance = random.Random(number)
            # A session each, one for all, or none at all.
            key = chance.choice([f"run-{number}", f"run-{number}", "runs"])
            name = chance.choice(["cuts", "cuts", "big", "short"])
            one = Client(server.port, f"/play/{name}?session={key}&seed={number}", slow=chance.choice([None, None, 0.001]))
            for connection in range(chance.randrange(2, 6)):
                if connection:
                    one.pause()
                leave = (lambda event, after=chance.randrange(1, 9): (event.get("data", "") and chance.random() < 1 / after)) if chance.random() < 0.3 else None
                if one.read(leave) != 200:
                    break
            found = requests.get(f"{server.url}/api/sessions/{key}/verdict", timeout=TIMEOUT).json()
            with lock:
                count += 1
                if found["verdict"] == "fault":
                    faults = [(one["client"], finding) for one in found["clients"] for finding in one["findings"] if finding["severity"] == "fault"]
                    accused.append((number, key, name, faults, list(events(stream(f"{server.url}/api/sessions/{key}/journal", params={"follow": "false"})))))

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert count == RUNS
    assert accused == []
