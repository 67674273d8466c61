# shellcheck shell=bash
# Sourced by the other scripts.

set -euo pipefail

# --help prints the comment at a script's head, except for the scripts that pass --help on.
case ${0##*/}:${1:-} in
  run:* | bench:* | bombs:*) ;;
  *:-h | *:--help)
    sed -n '2,/^[^#]/{ /^#/{ s/^# \{0,1\}//; p; }; }' "$0"
    exit 0
    ;;
esac
# With CDPATH, cd would search elsewhere first and print the folder.
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

VENV=.venv
VENV_PYTHON=$VENV/bin/python

say() { printf '==> %s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Finds swift, also where installers put it without adding it to the PATH.
locate_swift() {
  if have swift; then return 0; fi
  local folder
  for folder in "$HOME/.local/share/swiftly/bin" /opt/swift/usr/bin /usr/local/swift/usr/bin /usr/libexec/swift/bin; do
    if [ -x "$folder/swift" ]; then
      export PATH=$folder:$PATH
      return 0
    fi
  done
  return 1
}

find_swift() {
  locate_swift || die "Swift 6.1 or later is needed and 'swift' was not found.
  Linux: install it with swiftly (https://www.swift.org/install/linux/); macOS: install Xcode 16.3 or later.
  Then open a new shell, so that 'swift --version' answers, and run this again."
  local version said
  said=$(swift --version 2>&1 || true)
  version=$(printf '%s\n' "$said" | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
  case $version in
    "") die "$(command -v swift) does not run; it says: $said" ;;
    [0-5].* | 6.0) die "Swift 6.1 or later is needed, and $(command -v swift) is $version.
  Install a newer one with swiftly (https://www.swift.org/install/linux/): swiftly install latest" ;;
  esac
}

# Makes a Python environment: Debian's Python refuses pip (PEP 668), and nothing is to be installed outside this folder.
make_venv() {
  if [ -x $VENV_PYTHON ] && $VENV_PYTHON -m pip --version >/dev/null 2>&1; then return 0; fi
  say "making a Python environment in $VENV (some seconds)"
  rm -rf $VENV
  python3 -m venv $VENV
}
