"""A participant of a scripted class: joins by the link, saves, opens a stream, edits, looks around, and must learn nothing of others."""

import gzip
import json
import random
import threading
import urllib.parse

from person import LIMIT, Away, Person, Stream
from trespass import Trespass

TEXT = """\
title: Of {name}
description: {secret}
steps:
  - repeat: 100000
    every: 400ms
    as: n
    steps:
      - id: ${{n}}
        data: {{ of: {name}, secret: {secret}, revision: {revision} }}
"""


class Participant(threading.Thread):
    """`room` is the class: it knows the others, tells when it is over, and collects what went wrong."""

    def __init__(self, room, name, address):
        super().__init__(daemon=True, name=name)
        self.room = room
        self.person = Person(room.network.clients, address, room.origin)
        self.person.seen = self._check_answer
        self.secret = f"secret-{random.getrandbits(64):016x}"
        self.session = self.draft = None
        self.revision = 0
        # What may be saved: what was acknowledged last, and what was sent since and not answered.
        self.possible = set()
        self.saves = self.trespasses = 0
        self.stream = self.changes = self.sessions = None

    def wrong(self, what):
        self.room.wrong(f"{self.name}: {what}")

    @property
    def path(self):
        return f"/api/scenarios/@{self.name}/mine"

    # What a page does

    def run(self):
        try:
            self.room.begin.wait()
            self.join_room()
            self.save()
            self.open_streams()
            self.make_draft()
            self.room.arrived(self)
            while not self.room.is_over(self.room.pause()):
                try:
                    self.look()
                    self.save()
                    self.trespass()
                except Away:
                    self.room.expect_away(self.name)
            self.look_at_the_end()
        except Exception as error:  # whatever it is, it belongs into the list
            self.wrong(f"{type(error).__name__}: {error}")
        finally:
            for stream in (self.stream, self.changes, self.sessions):
                if stream:
                    stream.leave()
            self.room.arrived(self)

    def join_room(self):
        link = urllib.parse.urlsplit(self.room.link)
        answer = self.person.ask("GET", f"{link.path}?{link.query}")
        self.expect(answer, 303, "the link")
        if self.room.code in answer.fields["Location"]:
            self.wrong(f"the code is in the address that it leads to: {answer.fields['Location']}")
        taken = self.room.somebody_else(self)
        if taken:
            self.expect(self.person.ask("POST", "/api/join", {"name": taken.name}), 409, "a name that is taken")
        answer = self.person.ask("POST", "/api/join", {"name": self.name})
        self.expect(answer, 201, "joining")
        self.session = answer.json["session"]

    def save(self):
        self.revision += 1
        text = TEXT.format(name=self.name, secret=self.secret, revision=self.revision)
        self.possible.add(text)
        answer = self.person.ask("PUT", self.path, text)
        self.expect(answer, (200, 201), "saving")
        self.possible = {text}
        self.saves += 1

    def open_streams(self):
        own = Person(self.person.machine, self.person.address, self.person.origin)  # a program: it has no cookie
        self.stream = Stream(own, f"/play/@{self.name}/mine?session={self.session}", self._take_event)
        self.changes = Stream(self.person, "/api/changes", self._take_change)
        self.sessions = Stream(self.person, "/api/sessions", self._take_session)
        for stream in (self.stream, self.changes, self.sessions):
            stream.start()

    def make_draft(self):
        answer = self.person.ask("POST", "/api/drafts", f"title: Draft of {self.secret}\nsteps:\n  - data: {self.secret}\n")
        self.expect(answer, (200, 201), "a draft")
        self.draft = answer.json["id"]

    def look(self):
        """Checks that their work is as they left it, and that they see only what is theirs or everybody's."""
        access = self.person.ask("GET", "/api/access").json
        if (access["role"], (access["you"] or {}).get("name"), (access["you"] or {}).get("session")) != (
            "participant", self.name, self.session,
        ):  # fmt: skip
            self.wrong(f"is not known any more: {access}")
        answer = self.person.ask("GET", self.path)
        self.expect(answer, 200, "reading what is theirs")
        if answer.status == 200 and answer.json["source"] not in self.possible:
            self.wrong(f"another text is saved as theirs: {answer.json['source']!r}")
        listed = self._listed()
        if f"{self.name}/mine" not in listed:
            self.wrong("what they saved is not listed")
        for name, summary in listed.items():
            if summary["mine"] != (summary["owner"] == self.name) or summary["owner"] not in (None, self.name):
                self.wrong(f"the list has {name} of {summary['owner']}")
        for session in self.person.ask("GET", "/api/sessions").json["sessions"]:
            if not self._is_mine(session["session"]):
                self.wrong(f"is shown the session {session['session']}")

    def _is_mine(self, session):
        return session == self.session or session.startswith(f"{self.session}-")

    def _listed(self):
        answer = self.person.ask("GET", "/api/scenarios?limit=1000")
        return {summary["name"]: summary for summary in answer.json["scenarios"]}

    def trespass(self):
        other = self.room.somebody_else(self)
        if other:
            self.trespasses += Trespass(self, other).one()

    def look_at_the_end(self):
        for _ in range(LIMIT):
            try:
                self.look()
                break
            except Away:
                self.room.expect_away(self.name)
        archive = gzip.decompress(self.person.ask("GET", "/api/export").body)
        if self.secret.encode() not in archive:
            self.wrong("the archive to take home has not what is theirs")
        for other in self.room.everybody():
            if other is not self and other.secret.encode() in archive:
                self.wrong(f"the archive to take home has what is {other.name}'s")
        if not self.stream.count or self.stream.opened != 1 + self.room.restarts:
            self.wrong(f"their stream had {self.stream.count} events on {self.stream.opened} connections: {self.stream.endings}")

    # What they are told

    def expect(self, answer, statuses, what):
        if answer.status not in (statuses if isinstance(statuses, tuple) else (statuses,)):
            self.wrong(f"{what}: {answer}")

    def _check_answer(self, method, path, answer):
        """Checks that a response holds nothing of another participant, except what the request held."""
        if answer.status >= 500:
            self.wrong(f"{method} {path}: {answer}")
        for other in self.room.everybody():
            if other is not self and (
                other.secret.encode() in answer.body
                or (other.session and other.session not in path and other.session.encode() in answer.body)
            ):
                self.wrong(f"{method} {path} shows what is {other.name}'s")

    def _take_event(self, kind, data, _):
        event = json.loads(data)
        if (event["of"], event["secret"]) != (self.name, self.secret):
            self.wrong(f"their stream has an event of another: {data}")

    def _take_session(self, kind, data, _):
        told = json.loads(data)
        for stream in told.get("streams", [told]):
            if "session" in stream and not self._is_mine(stream["session"]):
                self.wrong(f"is told of a stream of another's: {kind} {data}")

    def _take_change(self, kind, data, _):
        for other in self.room.everybody():
            if other is not self and f"{other.name}/" in data:
                self.wrong(f"is told of a change of {other.name}'s: {data}")
        if kind == "room":
            self.wrong("is told what only the presenter is told: who came")
