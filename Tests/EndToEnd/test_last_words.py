"""What clients are sent when the server ends: an event that has begun is whole, and the body ends as HTTP and gzip have it."""

import gzip
import http.client
import signal

import pytest

EVENT = b"data: " + b"abcdefghij" * 4 + b"\n\n"
TEXT = "steps: [{ data: '" + "abcdefghij" * 4 + "' }, { wait: 1h }, { data: never }]\n"

STAGES = {
    "plain": "",
    "paced": "write: { every: 5, pace: 20s }\n",
    "shared-writes": "write: { events: 3 }\n",
    "buffering": "proxy: { buffer: until-end }\n",
    "zipping": "proxy: { gzip: flushed }\n",
    "zipping-blocks": "proxy: { gzip: buffered, buffer: 100 }\n",
    "zipping-slowly": "proxy: { gzip: flushed }\nwrite: { every: 20, pace: 20s }\n",
    "reordering": "reorder: { events: 5 }\n",
    "dropping": "drop: { events: 5 }\n",
    "with-a-mark": "bom: on\nretry: 2s\n",
}
# Those that keep the event back; what they keep may be let go or not.
HOLDING = ["shared-writes", "buffering", "reordering", "zipping-blocks"]


@pytest.mark.parametrize("name", STAGES)
def test_last_words_go_through_the_stages(start_playground, name):
    server = start_playground()
    (server.scenarios / f"{name}.yaml").write_text(f"heartbeat: off\n{STAGES[name]}{TEXT}", encoding="utf-8")
    for _ in range(200):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("GET", f"/play/{name}", headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        if response.status == 200:
            break
        response.read()
    # What goes out with the head, or the first of it: then the event has begun.
    received = b"" if name in HOLDING else response.read(1)
    server.process.send_signal(signal.SIGTERM)
    # An incomplete body is an error here: the last chunk has to come.
    received += response.read()
    assert server.process.wait(15) == 0
    if response.getheader("Content-Encoding") == "gzip":
        received = gzip.decompress(received)
    body, retry, rest = received.rpartition(b"retry: ")
    assert retry and 1000 <= int(rest) <= 5000 and rest.endswith(b"\n"), received
    text = body.removeprefix(b"\xef\xbb\xbf").removeprefix(b":\n").removeprefix(b"retry: 2000\n")
    assert text in (EVENT, b"")
    assert text == EVENT or name in HOLDING
