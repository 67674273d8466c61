"""Two machines on a private network, to test what loopback cannot show: network namespaces of Linux, joined by a cable (veth).

Needs root and `ip`. Only commands and threads on these machines use the network, and nothing leaves the real machine."""

import contextlib
import ctypes
import itertools
import os
import shutil
import subprocess

CLONE_NEWNET = 0x40000000  # <linux/sched.h>
_libc = ctypes.CDLL(None, use_errno=True)
_numbers = itertools.count()


def missing():
    """Why namespaces cannot be used here; None if they can."""
    if os.name != "posix" or not shutil.which("ip"):
        return "there is no `ip` here (iproute2)"
    if os.geteuid() != 0:
        return "network namespaces need root"
    name = f"pg{os.getpid()}-try"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True)
    if made.returncode != 0:
        return f"no network namespace can be made here: {made.stderr.strip()}"
    with contextlib.suppress(subprocess.CalledProcessError):
        _ip("netns", "delete", name)
    return None


class Machine:
    """One end of the network. `prefix` in front of a command runs it there."""

    def __init__(self, name):
        self.name = name
        self.prefix = ["ip", "netns", "exec", name]
        _ip("netns", "add", name)
        self.ip("link", "set", "lo", "up")

    def ip(self, *arguments):
        _ip("-n", self.name, *arguments)

    def enter(self):
        """Moves the calling thread, and the sockets and processes that it creates from now on, to this machine."""
        _enter(f"/run/netns/{self.name}")

    @contextlib.contextmanager
    def inside(self):
        """Moves the calling thread to this machine within the context."""
        with open("/proc/thread-self/ns/net", "rb") as former:
            self.enter()
            try:
                yield
            finally:
                _enter(f"/proc/thread-self/fd/{former.fileno()}")

    def delete(self):
        subprocess.run(["ip", "netns", "delete", self.name], capture_output=True, check=False)


class Network:
    """Two machines and a cable: `server` is 10.77.0.1 and fd77::1, `clients` has 10.77.0.2 and `addresses` more, which clients may bind."""

    server_address = "10.77.0.1"

    def __init__(self, addresses=0):
        name = f"pg{os.getpid()}-{next(_numbers)}"
        self.server = Machine(f"{name}s")
        self.clients = Machine(f"{name}c")
        self.client_addresses = [f"10.77.0.{number}" for number in range(2, 3 + addresses)]
        self.server.ip("link", "add", "room0", "type", "veth", "peer", "name", "room0", "netns", self.clients.name)
        for machine, hosts in ((self.server, [self.server_address]), (self.clients, self.client_addresses)):
            for host in hosts:
                machine.ip("address", "add", f"{host}/24", "dev", "room0")
        self.server.ip("address", "add", "fd77::1/64", "dev", "room0", "nodad")
        self.clients.ip("address", "add", "fd77::2/64", "dev", "room0", "nodad")
        for machine in (self.server, self.clients):
            machine.ip("link", "set", "room0", "up")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.clients.delete()
        self.server.delete()


def _ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)


def _enter(path):
    with open(path, "rb") as namespace:
        if _libc.setns(namespace.fileno(), CLONE_NEWNET) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), path)
