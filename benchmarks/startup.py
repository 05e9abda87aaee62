"""How long `bin/dev` takes to its first page, in a new folder and in a used one, and what the web process weighs.

    .venv/bin/python benchmarks/startup.py [--runs 3]

The package cache is warm and .venv is there; `bin/setup` into a new .venv is measured apart.
"""

import argparse
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from ops import demo  # noqa: E402 - after the path
from tests.ops.test_dev import Machine, megabytes  # noqa: E402


def start(home: Path) -> tuple[float, float]:
    """Seconds to the first page, megabytes after one sign-in."""
    began = time.monotonic()
    machine = Machine(home)
    assert machine.is_up, machine.said
    assert machine.get("/")[0] == 200
    seconds = time.monotonic() - began
    machine.get("/api/auth/login", {"email": demo.CLIENTS[0].email, "password": demo.PASSWORD})
    weight = megabytes(machine.children()["web"])
    machine.end(signal.SIGINT)
    return seconds, weight


def set_up() -> float:
    """Seconds of `bin/setup` in a fresh clone."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "--quiet", ROOT, f"{folder}/clone"], check=True)
        began = time.monotonic()
        subprocess.run([f"{folder}/clone/bin/setup"], check=True, capture_output=True)
        return time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    runs = range(parser.parse_args().runs)
    measured: dict[str, list[tuple[float, float]]] = {"first start": [], "second start": []}
    for _ in runs:
        folder = Path(tempfile.mkdtemp(prefix="startup-"))
        measured["first start"].append(start(folder / "home"))
        measured["second start"].append(start(folder / "home"))
        shutil.rmtree(folder)
    print(f"{'bin/setup':14} {statistics.median(set_up() for _ in runs):5.1f} s")
    for name, both in measured.items():
        seconds, weights = zip(*both, strict=True)
        print(f"{name:14} {statistics.median(seconds):5.1f} s   {statistics.median(weights):5.0f} MB")


if __name__ == "__main__":
    main()
