"""Saves scenarios over HTTP, and inspects the database while the server uses it."""

import shutil
import sqlite3

import requests

TIMEOUT = 20  # seconds; a bound for a busy machine, not a wait


def text(number=1, size=0, path=None):
    """A scenario that can be told from others, padded with a comment."""
    lines = [f"title: Number {number}"]
    if path:
        lines.append(f"path: {path}")
    lines += ["steps:", f"  - data: number {number}"]
    source = "\n".join(lines) + "\n"
    return source + "#" * max(0, size - len(source))


class Saver:
    """A client that keeps its connection."""

    def __init__(self, url):
        self.url = url
        self.session = requests.Session()

    def put(self, name, source, **headers):
        return self.session.put(
            f"{self.url}/api/scenarios/{name}",
            data=source.encode(),
            headers={"Content-Type": "application/yaml", **headers},
            timeout=TIMEOUT,
        )

    def post(self, path, **arguments):
        return self.session.post(self.url + path, timeout=TIMEOUT, **arguments)

    def get(self, path, **arguments):
        return self.session.get(self.url + path, timeout=TIMEOUT, **arguments)

    def delete(self, name, **headers):
        return self.session.delete(f"{self.url}/api/scenarios/{name}", headers=headers, timeout=TIMEOUT)


def database(folder):
    return folder / "data" / "playground.sqlite"


def integrity(folder, scratch):
    """SQLite's integrity check of a copy of the database files on disk, write-ahead log included."""
    copy = scratch / "copy.sqlite"
    for end in ["", "-wal", "-shm"]:
        (scratch / f"copy.sqlite{end}").unlink(missing_ok=True)
    for end in ["", "-wal"]:
        source = database(folder).with_name(database(folder).name + end)
        if source.exists():
            shutil.copy(source, scratch / f"copy.sqlite{end}")
    connection = sqlite3.connect(copy)
    try:
        return connection.execute("PRAGMA integrity_check").fetchall()
    finally:
        connection.close()
