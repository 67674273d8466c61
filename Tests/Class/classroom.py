"""A scripted class: a room's server on one machine, its participants on another, and a power cut in the middle."""

import random
import re
import threading

from participant import Participant
from person import LIMIT, Person
from playground import Playground

LINK = re.compile(r"http://\S+/join\?code=(\w{22})$", re.MULTILINE)
TOKEN = re.compile(r"/sign-in/#token=(\w{22})$", re.MULTILINE)


class Classroom:
    """`with Classroom(folder, network, count) as room:` everybody joins, saves and opens a stream; `room.finish()` returns what went wrong.

    Problems that participants find are collected in `mistakes`; an empty list means that the class worked."""

    def __init__(self, folder, network, count):
        self.folder, self.network = folder, network
        self.mistakes = []
        self.begin = threading.Event()
        self.restarts = 0
        self._over = threading.Event()
        self._up = threading.Event()
        self._lock = threading.Lock()
        self._forgiven = {}
        self._arrived = threading.Barrier(count + 1)
        self._missing = set()
        self._pupils = []
        self.server = self._serve("0")
        said = "".join(self.server.log)
        link = LINK.search(said)
        self.link, self.code, self.token = link[0], link[1], TOKEN.search(said)[1]
        self.origin = f"http://{network.server_address}:{self.server.port}"
        assert self.link.startswith(self.origin + "/")
        self.presenter = Person(network.clients, network.client_addresses[0], self.origin)
        self.description = self.presenter.ask("GET", "/openapi.json").json
        names = [f"pupil-{number:02}" for number in range(1, count + 1)]
        self.participants = [
            Participant(self, name, address) for name, address in zip(names, network.client_addresses[1:], strict=True)
        ]

    def _serve(self, port):
        server = Playground(self.folder, arguments=["--room", "Class"], prefix=self.network.server.prefix, PORT=port)
        self._up.set()
        return server

    def __enter__(self):
        """Returns when everybody has joined, saved and begun a stream."""
        self._missing = {participant.name for participant in self.participants}
        for participant in self.participants:
            participant.start()
        self.begin.set()
        self._arrived.wait(LIMIT * 5)
        return self

    def __exit__(self, *_):
        self._over.set()
        self._arrived.abort()
        for participant in self.participants:
            participant.join(LIMIT)
        self.server.stop()

    # What the test does

    def go_on(self, seconds):
        self._over.wait(seconds)

    def cut_the_power(self):
        """Kills the server and starts it again, with the same data at the same port."""
        self._up.clear()
        self.server.kill()
        self.restarts += 1
        self.server = self._serve(str(self.server.port))

    def ask_as_presenter(self, method, path, body=None):
        return self.presenter.ask(method, path, body, {"Authorization": f"Bearer {self.token}"})

    def finish(self):
        """Ends the class, and returns what went wrong."""
        self._over.set()
        for participant in self.participants:
            participant.join(LIMIT * 2)
            if participant.is_alive():
                self.wrong(f"{participant.name} does not come to an end")
        if self.server.process.poll() is not None:
            self.wrong(f"the server ended: {self.server.log[-20:]}")
        return self.mistakes

    # What participants do with it

    def wrong(self, what):
        with self._lock:
            self.mistakes.append(what)

    def arrived(self, participant):
        """The first time, waits until all participants have arrived."""
        with self._lock:
            if participant.name not in self._missing:
                return
            self._missing.remove(participant.name)
        try:
            self._arrived.wait(LIMIT * 5)
        except threading.BrokenBarrierError:
            self.wrong(f"{participant.name} waited for the others in vain")

    def pause(self):
        """Seconds until a participant does the next thing."""
        return random.uniform(0.5, 2.5)

    def is_over(self, after):
        """Waits, and returns whether the class is over then."""
        return self._over.wait(after)

    def expect_away(self, name):
        """Waits for the server while it is down. Each power cut excuses one failed request that began before it."""
        if self._up.is_set():
            with self._lock:
                self._forgiven[name] = self._forgiven.get(name, 0) + 1
                if self._forgiven[name] > self.restarts:
                    self.mistakes.append(f"{name} could not reach the server, which was up")
        self._up.wait(LIMIT)

    def came(self, pupil):
        """Adds a participant in a browser."""
        self._pupils.append(pupil)

    def everybody(self):
        return self.participants + self._pupils

    def somebody_else(self, participant):
        """Another participant who has joined, drawn at random; None if there is none yet."""
        others = [other for other in self.everybody() if other is not participant and other.session and other.saves]
        return random.choice(others) if others else None
