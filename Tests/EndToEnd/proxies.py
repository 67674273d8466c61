"""Real reverse proxies in front of a server: nginx and Caddy, which `scripts/install-packages --tests` unpacks."""

import os
import pathlib
import shutil
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
UNPACKED = ROOT / ".cache" / "proxies"
START_TIMEOUT = 20  # seconds

NGINX = """
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen {listen};
    {locations}
  }}
}}
"""
CADDY = """
{{
  admin off
  auto_https off
  storage file_system {folder}/caddy
}}
http://{name}:{port} {{
  bind 127.0.0.1
  {handlers}
}}
"""


def find(name):
    """The path of a proxy's program, or None."""
    unpacked = [path for path in (UNPACKED / "usr/sbin" / name, UNPACKED / "usr/bin" / name) if path.exists()]
    return shutil.which(name) or (str(unpacked[0]) if unpacked else None)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Proxy:
    """A running proxy at `url`."""

    def __init__(self, command, port, folder):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        environment = os.environ | {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}  # where Caddy keeps things
        self.process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        until = time.monotonic() + START_TIMEOUT
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    self.process.kill()
                    raise RuntimeError(self.process.communicate()[0].decode(errors="replace")) from None
                time.sleep(0.02)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.process.wait()


def nginx(folder, locations, listen="127.0.0.1:{port}"):
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    text = NGINX.format(folder=folder, listen=listen.format(port=port), locations=locations)
    (folder / "nginx.conf").write_text(text)
    return Proxy([find("nginx"), "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")], port, folder)


def caddy(folder, handlers, name=""):
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    (folder / "Caddyfile").write_text(CADDY.format(folder=folder, name=name, port=port, handlers=handlers))
    return Proxy([find("caddy"), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")], port, folder)
