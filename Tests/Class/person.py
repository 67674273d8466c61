"""A client of a room's server on the other machine: sends requests, keeps cookies, follows event streams."""

import http.client
import json
import threading
import urllib.parse

LIMIT = 60  # seconds; a bound for a busy machine, not a wait


class Answer:
    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, fields, body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


class Away(Exception):
    """The server could not be reached, or its response was cut off."""


class Person:
    """One browser or program: requests from one address of the network, with the cookies of the responses.

    `machine` is the machine it runs on, `address` one of its addresses, `origin` the server's: `http://10.77.0.1:8000`."""

    def __init__(self, machine, address, origin):
        self.machine, self.address, self.origin = machine, address, origin
        self.cookies = {}
        self.seen = lambda method, path, answer: None

    def connect(self):
        place = urllib.parse.urlsplit(self.origin)
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=LIMIT, source_address=(self.address, 0))
        with self.machine.inside():
            connection.connect()
        return connection

    def fields(self, more=None):
        fields = {"Origin": self.origin}
        if self.cookies:
            fields["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return fields | (more or {})

    def ask(self, method, path, body=None, headers=None):
        """One request on its own connection. A text as body is sent as YAML, anything else as JSON."""
        headers = dict(headers or {})
        if body is not None and "Content-Type" not in headers:
            headers["Content-Type"] = "application/yaml" if isinstance(body, str) else "application/json"
        if body is not None and not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        try:
            connection = self.connect()
            try:
                connection.request(method, path, body=body.encode() if isinstance(body, str) else body, headers=self.fields(headers))
                response = connection.getresponse()
                answer = Answer(response.status, dict(response.getheaders()), response.read())
                for line in response.headers.get_all("Set-Cookie", []):
                    self._keep(line)
            finally:
                connection.close()
        except (OSError, http.client.HTTPException) as error:
            raise Away(str(error)) from error
        self.seen(method, path, answer)
        return answer

    def _keep(self, line):
        name, _, value = line.partition(";")[0].partition("=")
        if "Max-Age=0" in line:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value


class Stream(threading.Thread):
    """Follows an event stream as a browser does: reads, waits, reconnects with the last event ID, until it is told to leave.

    `take` is called with each event: (type, data, id). `endings` has the reason of each end, `opened` the number of connections with status 200."""

    def __init__(self, person, path, take, retry=0.5):
        super().__init__(daemon=True)
        self.person, self.path, self.take, self.retry = person, path, take, retry
        self.last_id = ""
        self.opened = 0
        self.number = None  # the stream's own, by which the server calls it
        self.endings = []
        self.count = 0
        self._left = threading.Event()
        self._connection = None

    def leave(self):
        self._left.set()
        self.join()

    def run(self):
        while not self._left.is_set():
            try:
                self._read()
                reason = "the server ended it"
            except (OSError, http.client.HTTPException, ValueError) as error:
                reason = str(error)
            if not self._left.is_set():
                self.endings.append(reason)
            self._left.wait(self.retry)

    def _read(self):
        connection = self.person.connect()
        try:
            fields = {"Accept": "text/event-stream"} | ({"Last-Event-ID": self.last_id} if self.last_id else {})
            connection.request("GET", self.path, headers=self.person.fields(fields))
            response = connection.getresponse()
            if response.status != 200:
                raise ValueError(f"{response.status} {response.read()[:200]!r}")
            self.opened += 1
            self.number = response.headers.get("Playground-Stream")
            kind, data = "message", []
            while not self._left.is_set():
                line = response.readline()
                if not line:
                    return
                line = line.decode().rstrip("\r\n")
                if not line:
                    if data:
                        self.count += 1
                        self.take(kind, "\n".join(data), self.last_id)
                    kind, data = "message", []
                    continue
                name, _, value = line.partition(":")
                value = value.removeprefix(" ")
                if name == "data":
                    data.append(value)
                elif name == "event":
                    kind = value
                elif name == "id":
                    self.last_id = value
        finally:
            connection.close()
