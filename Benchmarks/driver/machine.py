"""Describes the machine that was measured on, without names of machines or people."""

import os
import platform
import re
import subprocess
from pathlib import Path


def _first(pattern: str, path: str) -> str | None:
    try:
        found = re.search(pattern, Path(path).read_text(), re.MULTILINE)
    except OSError:
        return None
    return found.group(1).strip() if found else None


def version_of(*command: str) -> str | None:
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    text = (run.stdout + run.stderr).strip()
    return text.splitlines()[0] if text else None


def load_average() -> float:
    return os.getloadavg()[0]


def describe() -> str:
    processor = _first(r"^model name\s*:\s*(.*)$", "/proc/cpuinfo") or platform.machine()
    memory = int(_first(r"^MemTotal:\s*(\d+)", "/proc/meminfo") or 0) / 1024 / 1024
    system = _first(r'^PRETTY_NAME="?([^"\n]*)', "/etc/os-release") or platform.system()
    virtual = " (virtual)" if _first(r"^flags\s*:.*\b(hypervisor)\b", "/proc/cpuinfo") else ""
    return f"{processor}{virtual}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}, Linux {platform.release()}"
