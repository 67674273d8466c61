"""A TCP proxy that records the request lines of browsers, including those of shared workers, which Playwright does not report."""

import re
import socket
import threading

LINE = re.compile(rb"^(?:GET|HEAD|POST|PUT|DELETE|OPTIONS) (\S+) HTTP/1\.1\r$", re.MULTILINE)
PATIENCE = 20  # seconds; a bound for a busy machine


class LineProxy:
    """`url` leads to whichever server listens on `port` at the time. `host` is the address that the proxy listens on."""

    def __init__(self, port, host="127.0.0.1"):
        self.port, self.targets, self.connections, self.lock = port, [], {}, threading.Condition()
        self.listener = socket.create_server((host, 0), backlog=64)
        self.url = f"http://{host}:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.port))
            except OSError:
                client.close()
                continue
            for pair in ((client, server), (server, client)):
                threading.Thread(target=self._copy, args=(*pair, pair[0] is client), daemon=True).start()

    def _copy(self, source, target, is_asking):
        rest = b""
        try:
            while data := source.recv(65536):
                if is_asking:
                    *lines, rest = (rest + data).split(b"\n")
                    for line in lines:
                        if match := LINE.match(line + b"\n"):
                            self._note(source, match[1].decode())
                target.sendall(data)
        except OSError:
            pass
        if is_asking:
            with self.lock:
                self.connections.pop(source, None)
                self.lock.notify_all()
        for one in (source, target):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _note(self, connection, target):
        with self.lock:
            self.targets.append(target)
            self.connections[connection] = target
            self.lock.notify_all()

    def asked(self, path):
        """The targets of all requests to a path so far."""
        with self.lock:
            return [target for target in self.targets if target.split("?")[0] == path]

    def held(self, pattern):
        """The last parts of the paths that connections were last asked for, of those that match."""
        with self.lock:
            return sorted(target.split("?")[0].split("/")[-1] for target in self.connections.values() if re.search(pattern, target))

    def expect(self, question, answer):
        """Waits until a query of this proxy has the expected result."""
        with self.lock:
            self.lock.wait_for(lambda: question(self) == answer, PATIENCE)
            assert question(self) == answer

    def stop(self):
        self.listener.close()
