"""Roots of fresh systems, and commands that run in them."""

import os
import pathlib
import shlex
import shutil
import subprocess

TIMEOUT = 300
# By their paths: what runs in a root may have no PATH.
UNSHARE, CHROOT = shutil.which("unshare"), shutil.which("chroot", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")


class Root:
    """A folder that is the root of a system."""

    def __init__(self, path):
        self.path = pathlib.Path(path)

    def command(self, *arguments, user=None, environment=()):
        """The command line that runs the arguments in the root, as process 1 of its own PID namespace, with a /proc."""
        (self.path / "proc").mkdir(exist_ok=True)
        return [
            UNSHARE, "--mount", "--pid", "--fork", "--kill-child", f"--mount-proc={self.path / 'proc'}",
            CHROOT, *([f"--userspec={user}"] if user else []), self.path,
            *arguments,
        ]  # fmt: skip

    def run(self, *arguments, user=None, **environment):
        clean = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            self.command(*arguments, user=user), env=clean | environment, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )

    def has(self, path):
        return os.path.lexists(self.path / path.lstrip("/"))

    def text(self, path):
        return (self.path / path.lstrip("/")).read_text(encoding="utf-8")


def debian(folder, suite):
    """A fresh Debian with only what apt needs."""
    subprocess.run(
        ["mmdebstrap", "--quiet", "--variant=apt", suite, folder], check=True, timeout=TIMEOUT, stdout=subprocess.DEVNULL
    )
    shutil.copy("/etc/resolv.conf", pathlib.Path(folder) / "etc/resolv.conf")
    return Root(folder)


def unit(text):
    """The lines of a systemd unit: key → values."""
    values = {}
    for line in text.splitlines():
        key, sign, value = line.partition("=")
        if sign and not key.startswith("#"):
            values.setdefault(key, []).append(value)
    return values


def assignments(text):
    """Assignments such as `A=1 B=2`, in one or more lines, as systemd reads them."""
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return dict(word.partition("=")[::2] for word in shlex.split(lines))
