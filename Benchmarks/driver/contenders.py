"""The servers that are measured: how each is built or found, how it is started, and where it serves a workload."""

import http.client
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .machine import version_of
from .workloads import FILE_SIZE, Workload

ROOT = Path(__file__).resolve().parent.parent
REPOSITORY = ROOT.parent
BUILD = ROOT / ".build"
CFLAGS = ["-std=gnu11", "-D_GNU_SOURCE", "-O2", "-Wall", "-Wextra", "-Werror"]


class Unavailable(Exception):
    """The server is not available here; the message says why and what would help."""


def compile_c(name: str, sources: list[Path], *libraries: str) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not compiler:
        raise Unavailable("no C compiler (apt-get install gcc)")
    BUILD.mkdir(exist_ok=True)
    output = BUILD / name
    command = [compiler, *CFLAGS, "-o", str(output), *map(str, sources), *libraries]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        raise Unavailable(f"did not compile: {run.stderr.strip().splitlines()[0] if run.stderr.strip() else 'unknown'}")
    return output


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def descendants(process: int) -> list[int]:
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            found += descendants(int(child))
    return found


class Server:
    """A running server, with a temporary folder that is removed when it stops."""

    def __init__(self, contender: "Contender") -> None:
        self.contender = contender
        self.port = free_port()
        self._folder = tempfile.TemporaryDirectory(prefix="sse-benchmark-")
        self.folder = Path(self._folder.name)
        os.chmod(self.folder, 0o755)
        public = self.folder / "public"
        public.mkdir()
        (public / "five.html").write_bytes(b"x" * FILE_SIZE)
        self.log = open(self.folder / "log", "wb")
        begun = time.monotonic()
        self.process = subprocess.Popen(
            contender.command(self), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log
        )
        try:
            self.start_seconds = self._wait_until_listening(begun)
            self.status("/five.html")  # warms up
        except Exception:
            self.stop()
            raise

    def _wait_until_listening(self, begun: float) -> float:
        while time.monotonic() - begun < 20:
            if self.process.poll() is not None:
                raise Unavailable(f"ended with {self.process.returncode}: {self.last_words()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return time.monotonic() - begun
            except OSError:
                time.sleep(0.001)
        raise Unavailable(f"did not listen within 20 s: {self.last_words()}")

    def status(self, path: str) -> int:
        """The status of a GET; the body is left unread."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path, headers={"Accept": "text/event-stream, */*"})
            return connection.getresponse().status
        finally:
            connection.close()

    def last_words(self) -> str:
        self.log.flush()
        lines = (self.folder / "log").read_text(errors="replace").strip().splitlines()
        return lines[-1][:300] if lines else "no output"

    def processes(self) -> list[int]:
        return descendants(self.process.pid)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        self._folder.cleanup()


class Contender:
    name = ""
    title = ""
    version = ""

    def prepare(self) -> None:
        """Builds or finds it; raises Unavailable."""

    def command(self, server: Server) -> list[str]:
        raise NotImplementedError

    def path(self, workload: Workload) -> str | None:
        """The path at which it serves the workload; None if it cannot."""
        return workload.path

    def client_arguments(self, workload: Workload) -> list[str]:
        return []


class Playground(Contender):
    """The server under test, release build, with the scenarios of this folder."""

    def __init__(self, executable: str | None, loops: int) -> None:
        self.name = "playground" if loops == 1 else f"playground-{loops}"
        self.title = "SSE Playground" if loops == 1 else f"SSE Playground, {loops} loops"
        self.loops = loops
        self.executable = executable

    def prepare(self) -> None:
        if self.executable is None:
            build = ["swift", "build", "-c", "release", "--product", "sse-playground"]
            if shutil.which("swift") is None:
                raise Unavailable("no Swift toolchain")
            print("building the playground (release) …", file=sys.stderr)
            if subprocess.run(build, cwd=REPOSITORY, stdout=subprocess.DEVNULL).returncode != 0:
                raise Unavailable("swift build -c release failed")
            folder = subprocess.run([*build, "--show-bin-path"], cwd=REPOSITORY, capture_output=True, text=True).stdout.strip()
            self.executable = str(Path(folder) / "sse-playground")
        self.executable = str(Path(self.executable).resolve())
        if not os.access(self.executable, os.X_OK):
            raise Unavailable(f"{self.executable} is not there")
        self.version = version_of("swift", "--version") or ""

    def command(self, server: Server) -> list[str]:
        command = [self.executable or "", "serve", "--port", str(server.port), "--scenarios", str(ROOT / "scenarios")]
        command += ["--public", str(server.folder / "public"), "--data", str(server.folder / "data")]
        return command + ["--loops", str(self.loops), "--max-streams", "12000", "--max-connections", "12300"]


class Limit(Contender):
    name = "limit"
    title = "epoll in C (the limit)"

    def prepare(self) -> None:
        self.executable = compile_c("limit", [ROOT / "servers/limit.c"])

    def command(self, server: Server) -> list[str]:
        return [str(self.executable), str(server.port)]


class Microhttpd(Contender):
    name = "microhttpd"
    title = "libmicrohttpd in C"

    def prepare(self) -> None:
        try:
            self.executable = compile_c("microhttpd", [ROOT / "servers/microhttpd.c"], "-lmicrohttpd")
        except Unavailable as e:
            raise Unavailable(f"{e} (apt-get install libmicrohttpd-dev)") from e
        found = version_of("pkg-config", "--modversion", "libmicrohttpd")
        self.version = f"libmicrohttpd {found}" if found else ""

    def command(self, server: Server) -> list[str]:
        return [str(self.executable), str(server.port)]


class Node(Contender):
    name = "node"
    title = "Node http"

    def prepare(self) -> None:
        node = shutil.which("node") or shutil.which("nodejs")
        if not node:
            raise Unavailable("no Node (apt-get install nodejs)")
        self.executable = node
        self.version = f"Node {version_of(node, '--version')}"

    def command(self, server: Server) -> list[str]:
        return [self.executable, str(ROOT / "servers/node_server.mjs"), str(server.port), str(server.folder / "public/five.html")]


class FastAPI(Contender):
    name = "fastapi"
    title = "FastAPI + sse-starlette"

    def prepare(self) -> None:
        requirements = ROOT / "servers/requirements.txt"
        environment = BUILD / "venv"
        stamp = environment / "requirements.txt"
        self.python = environment / "bin/python"
        if not stamp.exists() or stamp.read_text() != requirements.read_text():
            made = subprocess.run([sys.executable, "-m", "venv", str(environment)], capture_output=True, text=True)
            if made.returncode != 0:
                raise Unavailable("no virtual environment (apt-get install python3-venv)")
            install = [str(self.python), "-m", "pip", "install", "--quiet", "-r", str(requirements)]
            if subprocess.run(install, stdout=sys.stderr).returncode != 0:
                raise Unavailable("pip could not install servers/requirements.txt")
            stamp.write_text(requirements.read_text())
        self.version = ", ".join(requirements.read_text().split()) + f", {version_of(str(self.python), '--version')}"

    def command(self, server: Server) -> list[str]:
        return [str(self.python), str(ROOT / "servers/fastapi_server.py"), str(server.port), str(server.folder / "public/five.html")]


class Nginx(Contender):
    """nchan only passes on what is posted to it, so the load client posts the events."""

    name = "nginx"
    title = "nginx + nchan"

    def prepare(self) -> None:
        self.executable = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if not self.executable:
            raise Unavailable("no nginx (apt-get install nginx libnginx-mod-nchan)")
        modules = [Path("/usr/lib/nginx/modules/ngx_nchan_module.so"), Path("/usr/lib64/nginx/modules/ngx_nchan_module.so")]
        self.module = next((m for m in modules if m.exists()), None)
        if not self.module:
            raise Unavailable("nginx has no nchan (apt-get install libnginx-mod-nchan)")
        self.version = (version_of(self.executable, "-v") or "").removeprefix("nginx version: ")

    def command(self, server: Server) -> list[str]:
        text = (ROOT / "servers/nginx.conf").read_text()
        values = {
            "FOLDER": server.folder,
            "PORT": server.port,
            "NCHAN": self.module,
            "USER": pwd.getpwuid(os.getuid()).pw_name,
        }
        for name, value in values.items():
            text = text.replace(f"@{name}@", str(value))
        configuration = server.folder / "nginx.conf"
        configuration.write_text(text)
        return [str(self.executable), "-p", str(server.folder), "-c", str(configuration), "-e", str(server.folder / "error.log")]

    def path(self, workload: Workload) -> str | None:
        if workload.shared:
            return "/fan"
        return workload.path if workload.path in ("/idle", "/five.html") else None

    def client_arguments(self, workload: Workload) -> list[str]:
        if not workload.shared:
            return []
        return ["--publish", "/publish", "--publish-rate", str(1000 / workload.period)]


def contenders(executable: str | None, loops: int) -> list[Contender]:
    found: list[Contender] = [Limit(), Microhttpd(), Playground(executable, 1)]
    if loops > 1:
        found.append(Playground(executable, loops))
    return [*found, Node(), FastAPI(), Nginx()]
