"""Tries to reach another participant's things through the whole API: each operation of the server's description, with the other's names and keys."""

import random

# Operations that use nothing of a participant's; joining under a taken name is tried separately.
HARMLESS = {"/api/join", "/api/leave", "/api/sign-in", "/api/sign-out", "/api/validate", "/api/access", "/healthz", "/metrics"}
BODIES = {
    "/api/scenarios/{name}": "title: Overwritten\nsteps:\n  - data: overwritten\n",
    "/api/scenarios/{name}/rename": {"name": "stolen"},
    "/api/scenarios/{name}/duplicate": {"name": "stolen"},
    "/api/streams/inject": {"data": "put in by another"},
    "/api/sessions/{key}/dispatched": [{"type": "message", "data": "one", "lastEventId": "1"}],
    "/api/origins": {"origin": "http://localhost:4000"},
    "/api/room/hand-out": {"title": "Not theirs", "source": "steps:\n  - data: handed out by another\n"},
}
REFUSED = {401, 403, 404}


class Trespass:
    """The attempts of `who` on what belongs to `victim`."""

    def __init__(self, who, victim):
        self.who, self.victim = who, victim

    def one(self):
        """Tries one operation, drawn at random. Returns the number of requests."""
        return self._try(*random.choice(self.cases()))

    def all(self):
        return sum(self._try(*case) for case in self.cases())

    def cases(self):
        """(method, path, body, whether it only reads) for each operation and each way to name the other's things."""
        cases = []
        for pattern, operations in self.who.room.description["paths"].items():
            for method, operation in operations.items():
                if method not in ("get", "put", "post", "delete") or pattern in HARMLESS:
                    continue
                body = BODIES.get(pattern, {}) if "requestBody" in operation else None
                if pattern.startswith("/api/streams/"):
                    gate = "&gate=any" if pattern.endswith("/gate") else ""
                    cases += [("POST", f"{pattern}?{query}{gate}", body, False) for query in self._targets()]
                elif "{" in pattern and not pattern.startswith("/play/") and not pattern.startswith("/api/drafts/{id}"):
                    cases.append((method.upper(), self._filled(pattern), body, method == "get"))
                elif operation.get("x-role") == "presenter":
                    cases.append((method.upper(), self._filled(pattern), body, method == "get"))
        if self.victim.draft:
            cases.append(("DELETE", f"/api/drafts/{self.victim.draft}", None, False))
        # A copy of another's, under a name of one's own; and one's own under a name of another's.
        mine = {"name": f"{self.who.name}/copy"}
        cases.append(("POST", f"/api/scenarios/@{self.victim.name}/mine/duplicate", mine, False))
        for verb in ("rename", "duplicate"):
            cases.append(("POST", f"/api/scenarios/@{self.who.name}/mine/{verb}", {"name": f"{self.victim.name}/mine"}, False))
        return cases

    def _targets(self):
        stream = self.victim.stream.number if self.victim.stream else None
        targets = [
            f"session={self.victim.session}", f"scenario={self.victim.name}/mine", f"participant={self.victim.name}", "all=true",
            f"timeline={self.victim.name}/mine",
        ]  # fmt: skip
        return targets + ([f"stream={stream}"] if stream else [])

    def _filled(self, pattern):
        values = {
            "{name}": f"@{self.victim.name}/mine", "{key}": self.victim.session, "{id}": self.victim.draft, "{number}": "1",
            "{gate}": "any", "{stream}": (self.victim.stream and self.victim.stream.number) or "1",
        }  # fmt: skip
        if pattern.startswith("/api/room/participants/"):
            values["{name}"] = self.victim.name
        for name, value in values.items():
            pattern = pattern.replace(name, str(value))
        return pattern

    def _try(self, method, path, body, reads):
        # A timeline or a stream that is not there is 404 to everybody, so one may be asked for what is not.
        answer = self.who.person.ask(method, path, body)
        if answer.status not in REFUSED:
            self.who.wrong(f"{method} {path} of {self.victim.name}'s is answered {answer}")
        if reads and answer.status == 403 and "@" in path:
            self.who.wrong(f"{method} {path} tells that {self.victim.name} has it: {answer}")
        return 1
