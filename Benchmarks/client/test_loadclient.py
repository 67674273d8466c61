"""Checks that the load client sees every fault, with servers that commit them.

Run with the client's path as the only argument; Benchmarks/run does so before it measures.
"""

import json
import socket
import subprocess
import sys
import threading
import time
import unittest

CLIENT = "loadclient"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def event(counter: int, end: str = "\n", identifier: int | None = None) -> bytes:
    identifier = counter if identifier is None else identifier
    data = f'{{"n":{counter},"t":{time.monotonic_ns()},"sensor":"kitchen"}}'
    return f"id: {identifier}{end}event: reading{end}data: {data}{end}{end}".encode()


def chunk(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


class LoadClient(unittest.TestCase):
    def read(self, pieces: list[bytes], *arguments: str, pause: float = 0.0, closes: bool = False) -> dict:
        """The client's report about a server that answers each connection with these pieces."""
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        accepted: list[socket.socket] = []

        def answer(connection: socket.socket) -> None:
            try:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.recv(4096)
                for piece in pieces:
                    connection.sendall(piece)
                    if pause:
                        time.sleep(pause)
                if closes:
                    connection.close()
            except OSError:
                pass

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                accepted.append(connection)
                threading.Thread(target=answer, args=[connection], daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        port = listener.getsockname()[1]
        command = [CLIENT, "--port", str(port), "--path", "/", "--warmup", "0", "--seconds", "0.4", *arguments]
        try:
            output = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout
        finally:
            listener.close()
            for connection in accepted:
                connection.close()
        return json.loads(output)

    def assert_faults(self, report: dict, **expected: int) -> None:
        for name in ["lost", "skipped", "disordered", "malformed", "untimed", "refused", "closed_early"]:
            self.assertEqual(report[name], expected.get(name, 0), f"{name} in {report}")

    def test_counts_every_event_of_a_stream_without_faults(self):
        report = self.read([HEAD] + [chunk(event(n)) for n in range(1, 21)], pause=0.01)
        self.assert_faults(report)
        self.assertGreater(report["events"], 0)
        self.assertEqual(report["delivery"]["count"], report["events"])

    def test_reads_a_stream_that_comes_byte_by_byte(self):
        for end in ["\n", "\r", "\r\n"]:
            body = b"\xef\xbb\xbf: a comment" + end.encode() + b"".join(event(n, end) for n in range(1, 4))
            whole = HEAD + chunk(body[:100]) + chunk(body[100:101]) + chunk(body[101:])
            self.assert_faults(self.read([whole[i : i + 1] for i in range(len(whole))]))

    def test_reports_an_event_that_is_missing(self):
        self.assert_faults(self.read([HEAD, chunk(event(1) + event(2) + event(5))]), lost=2)

    def test_reports_the_first_events_when_they_are_missing(self):
        self.assert_faults(self.read([HEAD, chunk(event(3))]), lost=2)

    def test_lets_a_follower_of_a_shared_timeline_begin_anywhere(self):
        self.assert_faults(self.read([HEAD, chunk(event(30) + event(31))], "--shared"))

    def test_reports_events_that_come_twice_or_too_late(self):
        self.assert_faults(self.read([HEAD, chunk(event(1) + event(2) + event(2) + event(1))]), disordered=2)

    def test_tells_events_that_a_comment_announced_as_skipped_from_lost_ones(self):
        body = event(1) + b": skipped 3 events\n" + event(5) + event(7)
        self.assert_faults(self.read([HEAD, chunk(body)]), skipped=3, lost=1)

    def test_reports_an_id_that_is_not_the_events_own(self):
        self.assert_faults(self.read([HEAD, chunk(event(1, identifier=2))]), malformed=1)

    def test_reports_data_that_is_cut_off(self):
        self.assert_faults(self.read([HEAD, chunk(b'id: 1\ndata: {"n":1,"t":5\n\n')]), malformed=1)

    def test_reports_chunks_that_are_framed_wrongly(self):
        report = self.read([HEAD, b"5\r\n: abcdef\r\n"])
        self.assert_faults(report, malformed=1, closed_early=1)

    def test_reports_a_stream_that_ends(self):
        self.assert_faults(self.read([HEAD, chunk(event(1)), b"0\r\n\r\n"]), closed_early=1)
        self.assert_faults(self.read([HEAD, chunk(event(1))], closes=True), closed_early=1)

    def test_reports_an_answer_that_is_no_stream(self):
        report = self.read([b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"])
        self.assertEqual(report["opened"], 0)
        self.assertEqual(report["closed_early"] + report["refused"], 1)

    def test_takes_one_event_and_the_end_of_each_connection(self):
        report = self.read([HEAD + chunk(event(1)) + b"0\r\n\r\n"], "--mode", "once", "--streams", "4")
        self.assertGreater(report["requests"], 4)
        self.assertEqual(report["requests"], report["events"])
        self.assert_faults(report)

    def test_reports_a_file_of_another_size(self):
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nabcd"
        right = self.read([answer], "--mode", "get", "--expect-bytes", "4", closes=True)
        self.assertGreater(right["requests"], 0)
        self.assert_faults(right)
        self.assertGreater(self.read([answer], "--mode", "get", "--expect-bytes", "5", closes=True)["malformed"], 0)


if __name__ == "__main__":
    CLIENT = sys.argv.pop()
    unittest.main(argv=sys.argv[:1])
