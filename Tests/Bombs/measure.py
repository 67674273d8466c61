"""Plays each bomb with one client and with a hundred, and shows what another client notices (`make bombs`).

    python Tests/Bombs/measure.py --clients 1 100 --seconds 4 empty-raw growing-lists

While a bomb plays, another client requests `/healthz` every 20 ms. The 99th percentile of its times must be at most ten times that of the quiet server in the same run, and
under 50 ms; the server's resident memory must stay under 250 MB with one client, and 450 MB with a hundred; SIGTERM must end it within 10 s. A bomb that fails is played
again, up to three times in all, because the machine may have been busy: its last row counts.

Prints a row for each bomb and a verdict. Exit status: 0 if all are met, 1 if one is not, 2 for wrong arguments, 3 if time ran out and all that were played are met.
"""

import argparse
import os
import pathlib
import sys
import tempfile
import time

from bombs import BOMBS, Site, percentile

QUIET = 2  # seconds
LIMIT_MS = 50
TIMES_QUIET = 10
STOP_SECONDS = 10
MET = "met"


def megabytes(clients):
    return 250 if clients == 1 else 450


def measure(bomb, clients, seconds):
    """One row: the measurements, and the bounds that were not met."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(pathlib.Path(folder) / "site", bomb)
        try:
            quiet = percentile(site.health.watch(QUIET), 0.99) * 1000
            site.play(clients)
            took = site.health.watch(seconds)
            late, worst = percentile(took, 0.99) * 1000, took[-1] * 1000
            memory = site.memory() / 1e6
            status, stop = site.stop()
        except (AssertionError, OSError, TimeoutError) as mistake:
            return [bomb.name, clients, "", "", "", "", "", f"**{type(mistake).__name__}: {str(mistake)[:60]}**"]
        finally:
            site.close()
    missed = []
    if late > LIMIT_MS:
        missed.append(f"p99 above {LIMIT_MS} ms")
    if late > TIMES_QUIET * quiet:
        missed.append(f"p99 {late / quiet:.0f} times the quiet one")
    if memory > megabytes(clients):
        missed.append(f"memory above {megabytes(clients)} MB")
    if stop > STOP_SECONDS or status != 0:
        missed.append(f"ended with status {status} after {stop:.1f} s")
    figures = [f"{quiet:.1f}", f"{late:.1f}", f"{worst:.0f}", f"{memory:.0f}", f"{stop:.1f}"]
    return [bomb.name, clients, *figures, f"**{'; '.join(missed)}**" if missed else MET]


def play(bomb, clients, options, end):
    """Whether one of the attempts meets the bounds; prints a row for each."""
    for _ in range(options.times):
        row = measure(bomb, clients, options.seconds)
        load = f"{os.getloadavg()[0]:.1f}"
        print("|" + "|".join(f" {cell} " for cell in [*row[:-1], load, row[-1]]) + "|", flush=True)
        if row[-1] == MET:
            return True
        if time.monotonic() > end:
            break
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="bombs to play; all unless named")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 100])
    parser.add_argument("--seconds", type=float, default=4, help="how long each is played")
    parser.add_argument("--times", type=int, default=3, help="how often one is played that is not met")
    parser.add_argument("--minutes", type=float, default=55, help="after which no other is begun")
    options = parser.parse_args()
    known = {bomb.name: bomb for bomb in BOMBS}
    if unknown := set(options.names) - set(known):
        parser.error(f"no such bomb: {', '.join(sorted(unknown))}")
    end = time.monotonic() + options.minutes * 60
    runs = [(known[name], clients) for name in options.names or known for clients in options.clients]
    print(f"{len(options.names or known)} bombs, {os.cpu_count()} cores, {os.getloadavg()[0]:.1f} load when it began\n")
    print("| bomb | clients | quiet p99 ms | p99 ms | worst ms | MB | end s | load | |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---|", flush=True)
    missed, played = [], 0
    for bomb, clients in runs:
        if time.monotonic() > end:
            break
        played += 1
        if not play(bomb, clients, options, end):
            missed.append(f"{bomb.name} with {clients}")
    print(f"\n{played - len(missed)} of {len(runs)} are met")
    if missed:
        print(f"not met: {', '.join(missed)}")
    if played < len(runs):
        print(f"time was up: {len(runs) - played} were not played, from {runs[played][0].name} with {runs[played][1]} on")
    sys.exit(1 if missed else 3 if played < len(runs) else 0)


if __name__ == "__main__":
    main()
