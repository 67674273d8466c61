"""Measures the plan alone: how many events per second a compiled scenario yields, without a socket."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median

SCENARIO = Path(__file__).resolve().parent.parent / "scenarios/firehose.yaml"


def measure_plan(repository: Path, rounds: int) -> float | None:
    """The median of the rounds, in events per second of CPU time; None if the program cannot be built or run."""
    if shutil.which("swift") is None:
        return None
    build = ["swift", "build", "-c", "release", "--product", "plan-steps"]
    if subprocess.run(build, cwd=repository, stdout=subprocess.DEVNULL).returncode != 0:
        print("plan: skipped, plan-steps did not build", file=sys.stderr)
        return None
    folder = subprocess.run([*build, "--show-bin-path"], cwd=repository, capture_output=True, text=True).stdout.strip()
    rates = []
    for _ in range(rounds):
        run = subprocess.run([str(Path(folder) / "plan-steps"), str(SCENARIO)], capture_output=True, text=True)
        found = re.search(r"^(\d+) events/s", run.stdout, re.MULTILINE)
        if run.returncode != 0 or not found:
            print(f"plan: skipped, {run.stderr.strip()[:300]}", file=sys.stderr)
            return None
        rates.append(int(found.group(1)))
    return median(rates)
