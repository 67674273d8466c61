"""What a stream keeps of its request's body, over real sockets."""

import json

import pytest
from playground import Playground
from wire import Wire, head

MEBIBYTE = 1_048_576
TEXT = b"x" * MEBIBYTE
CHAT = json.dumps({"messages": [{"content": "x" * (MEBIBYTE - 100)}]}).encode()

SCENARIOS = {
    "deaf": "steps:\n  - data: ${method}\n  - gate: more\n",
    "text": "steps:\n  - data: ${bodyText.length}\n  - gate: more\n  - data: ${bodyText.length}\n",
    "chat": "steps:\n  - data: ${body.messages[0].content.length}\n  - gate: more\n",
    "numbers": "steps:\n  - data: ${body.length}\n",
}


@pytest.fixture
def server(tmp_path):
    (tmp_path / "scenarios").mkdir()
    for name, text in SCENARIOS.items():
        (tmp_path / "scenarios" / f"{name}.yaml").write_text(text)
    server = Playground(tmp_path)
    yield server
    server.stop()


def post(server, name, body):
    """A stream whose head has come."""
    wire = Wire(server.port)
    wire.send(f"POST /play/{name} HTTP/1.1", f"Content-Length: {len(body)}", body=body)
    status, fields = head(wire.until(b"\r\n\r\n"))
    return wire, status, fields


def resident(server):
    with open(f"/proc/{server.process.pid}/statm") as file:
        return int(file.read().split()[1]) * 4096


def test_a_body_that_the_scenario_does_not_read_is_not_kept(server):
    post(server, "deaf", TEXT)[0].close()
    before = resident(server)
    wires = [post(server, "deaf", TEXT) for _ in range(80)]
    assert {status for _, status, _ in wires} == {200}
    assert resident(server) - before < 40 * MEBIBYTE
    for wire, _, _ in wires:
        wire.close()


@pytest.mark.parametrize("name, body", [("text", TEXT), ("chat", CHAT)], ids=["text", "chat"])
def test_bodies_that_scenarios_read_have_64_mib_together(server, name, body):
    wires = []
    refused = None
    for _ in range(70):
        wire, status, fields = post(server, name, body)
        if status != 200:
            refused = (wire, status, fields)
            break
        wires.append(wire)
    assert 60 <= len(wires) <= 64
    wire, status, fields = refused
    assert status == 503
    assert fields["retry-after"] == "5"
    detail = json.loads(wire.until(b"}"))["detail"]
    assert detail.startswith("The bodies of requests that open streams keep take all the memory")
    # Others play on, and the room is given back when a stream ends.
    other, status, _ = post(server, "deaf", body)
    assert status == 200
    other.close()
    for wire in wires:
        wire.close()
    for _ in range(100):
        wire, status, _ = post(server, name, body)
        if status == 200:
            break
        wire.close()
    assert status == 200
    wire.close()


def test_a_body_that_takes_too_much_work_to_read_ends_the_stream_with_a_comment(server):
    wire = post(server, "numbers", b"[" + b"0," * 400_000 + b"0]")[0]
    assert b"working this out takes more than 100,000 units of work" in wire.until(b"of work\n")
    wire.close()
