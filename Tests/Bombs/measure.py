"""Plays each bomb with one client and with a hundred, and says what another client notices (`make bombs`).

    python Tests/Bombs/measure.py --clients 1 100 --seconds 4 empty-raw growing-lists

While a bomb plays, another client asks `/healthz` every 20 ms. The 99th percentile of its answers has to be within ten times the quiet server's of the same run, and
under 50 ms; the server's resident memory under 250 MB with one client, 450 MB with a hundred; SIGTERM has to end it within 10 s. The exit status is 1 if one of them is not met.
"""

import argparse
import os
import pathlib
import sys
import tempfile

from bombs import BOMBS, Site, percentile

QUIET = 2  # seconds
LIMIT_MS = 50
TIMES_QUIET = 10
STOP_SECONDS = 10


def megabytes(clients):
    return 250 if clients == 1 else 450


def measure(bomb, clients, seconds):
    """One row: what was measured, and what was not met."""
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
    return [bomb.name, clients, *figures, f"**{'; '.join(missed)}**" if missed else "met"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="bombs to play; all unless named")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 100])
    parser.add_argument("--seconds", type=float, default=4, help="how long each is played")
    options = parser.parse_args()
    known = {bomb.name: bomb for bomb in BOMBS}
    if unknown := set(options.names) - set(known):
        sys.exit(f"no such bomb: {', '.join(sorted(unknown))}")
    print(f"{len(options.names or known)} bombs, {os.cpu_count()} cores, {os.getloadavg()[0]:.1f} load when it began\n")
    print("| bomb | clients | quiet p99 ms | p99 ms | worst ms | MB | end s | |")
    print("|---|---:|---:|---:|---:|---:|---:|---|", flush=True)
    failed = 0
    for name in options.names or known:
        for clients in options.clients:
            row = measure(known[name], clients, options.seconds)
            failed += row[-1] != "met"
            print("|" + "|".join(f" {cell} " for cell in row) + "|", flush=True)
    print(f"\n{failed} rows are not met" if failed else "\nall are met")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
