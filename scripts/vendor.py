"""Puts the browser libraries into Public/vendor, pinned and checked.

The libraries come from wheels (versions and SHA-256 are in scripts/vendor.txt), which are looked for in this order:

1. in the folder VENDOR_WHEELS, if that is set; the network is then not used at all;
2. in .cache/wheels, where earlier downloads are kept;
3. by `pip download --require-hashes`.

If every library is already there, nothing is done and no network is used. A library that cannot be found is only a warning,
which says what the pages do without it.
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "scripts" / "vendor.txt"
CACHE = ROOT / ".cache" / "wheels"
VENDOR = ROOT / "Public" / "vendor"
STAMP = VENDOR / ".unpacked.json"

LIBRARIES = [
    {
        "name": "react",
        "title": "React 18.3.1",
        "wheel": "dash",
        "without": "the React client runs as plain JavaScript",
        "files": {
            "dash/deps/react@18.3.1.js": "react.development.js",
            "dash/deps/react@18.3.1.min.js": "react.production.min.js",
            "dash/deps/react-dom@18.3.1.js": "react-dom.development.js",
            "dash/deps/react-dom@18.3.1.min.js": "react-dom.production.min.js",
        },
    },
    {
        "name": "codemirror",
        "title": "CodeMirror 6",
        "wheel": "nicegui",
        "without": "scenarios are written in a plain text field",
        "folder": "nicegui/elements/codemirror/dist/",
    },
    {
        "name": "uplot",
        "title": "uPlot 1.6.16",
        "wheel": "uplot-python",
        "without": "there is no plot of the rate",
        "files": {
            "uplot/static/uPlot.iife.js": "uPlot.iife.js",
            "uplot/static/uPlot.min.css": "uPlot.min.css",
        },
    },
]


def pinned_wheels():
    """The wheels of vendor.txt: name → (requirement line, version, SHA-256)."""
    wheels = {}
    for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines():
        match = re.fullmatch(r"([a-z0-9-]+)==([0-9.]+) --hash=sha256:([0-9a-f]{64})", line.strip())
        if match:
            wheels[match[1]] = (line.strip(), match[2], match[3])
    return wheels


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def find_wheel(folder, name, version, digest):
    """The wheel in this folder, or None. A file that differs from the pinned one is refused with a warning."""
    if not folder.is_dir():
        return None
    for path in sorted(folder.glob(f"{name.replace('-', '_')}-{version}-*.whl")):
        if sha256(path) == digest:
            return path
        print(f"warning: {path} is not the pinned file (its SHA-256 differs): not used", file=sys.stderr)
    return None


def python_with_pip():
    """A Python with pip: the one in .venv, created if missing. Debian's own Python refuses pip (PEP 668)."""
    venv = ROOT / ".venv"
    python = venv / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True, stdout=subprocess.DEVNULL)
    return str(python)


def download(requirements):
    """Downloads these wheels into the cache; False if that failed."""
    CACHE.mkdir(parents=True, exist_ok=True)
    wanted = CACHE / "wanted.txt"
    wanted.write_text("\n".join(requirements) + "\n", encoding="utf-8")
    command = [
        "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:",
        "--ignore-requires-python", "--retries", "1", "--timeout", "20", "--require-hashes",
        "-r", str(wanted), "-d", str(CACHE),
    ]  # fmt: skip
    try:
        python = python_with_pip()
        result = subprocess.run(
            [python, *command], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
        )
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"warning: pip could not be run: {error}", file=sys.stderr)
        return False
    finally:
        wanted.unlink()
    if result.returncode != 0:
        lines = [line for line in result.stderr.splitlines() if line.strip()]
        print(f"warning: pip download failed: {lines[-1] if lines else 'no message'}", file=sys.stderr)
    return result.returncode == 0


def unpack(library, wheel):
    """Unpacks the library's files from the wheel into a new folder, then replaces the old one with it."""
    target = VENDOR / library["name"]
    fresh = VENDOR / f".{library['name']}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        files = library.get("files")
        if files is None:
            folder = library["folder"]
            files = {
                name: name[len(folder):]
                for name in archive.namelist()
                if name.startswith(folder) and re.fullmatch(r"[\w.-]+", name[len(folder):])
            }
        for source, name in files.items():
            (fresh / name).write_bytes(archive.read(source))
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def is_unpacked(library, digest, stamp):
    folder = VENDOR / library["name"]
    names = library["files"].values() if "files" in library else ["index.js"]
    return stamp.get(library["name"]) == digest and all((folder / name).is_file() for name in names)


def main():
    wheels = pinned_wheels()
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        stamp = {}

    todo = [library for library in LIBRARIES if not is_unpacked(library, wheels[library["wheel"]][2], stamp)]
    if not todo:
        return

    local = os.environ.get("VENDOR_WHEELS")
    folders = [pathlib.Path(local).expanduser()] if local else [CACHE]

    def find(library):
        _, version, digest = wheels[library["wheel"]]
        return next(filter(None, (find_wheel(folder, library["wheel"], version, digest) for folder in folders)), None)

    if local is None:
        requirements = [wheels[library["wheel"]][0] for library in todo if find(library) is None]
        if requirements:
            print("==> getting the browser libraries (17 MB, pinned, from PyPI)", flush=True)
            download(requirements)

    missing = []
    for library in todo:
        wheel = find(library)
        if wheel is None:
            missing.append(library)
            continue
        unpack(library, wheel)
        stamp[library["name"]] = wheels[library["wheel"]][2]
    VENDOR.mkdir(parents=True, exist_ok=True)
    STAMP.write_text(json.dumps(stamp, indent=2) + "\n", encoding="utf-8")

    for library in missing:
        name, version = library["wheel"], wheels[library["wheel"]][1]
        print(f"warning: {library['title']} is missing (wheel {name} {version}): {library['without']}.", file=sys.stderr)
    if missing:
        where = f"the folder {local} has no such wheel" if local else "the network could not be reached"
        print(
            f"  {where}. Everything else works. To get them later, run `make setup` with a network, or put the wheels\n"
            "  into a folder and run `VENDOR_WHEELS=folder make setup`.",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main()
