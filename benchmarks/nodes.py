"""One web process against two between which every message crosses: `bin/bench nodes FOLDER`.

FOLDER holds `loadgen.c`; with two ports it puts the client on one process and the handyman on the other.
"""

import json
import statistics
import subprocess
import uuid

from benchmarks.stage import Stage, stage

CONVERSATIONS = 500
RUNS = 3


def drive(here: Stage, generator: str, ports: list[int]) -> float:
    """Messages a second that were acknowledged; a run that isn't whole is an error."""
    done = subprocess.run(
        [
            generator,
            *("--ports", ",".join(map(str, ports)), "--mode", "closed", "--convs", str(CONVERSATIONS)),
            *("--warmup", "2", "--secs", "6", "--run-id", uuid.uuid4().hex[:8]),
            *("--tokens", str(here.folder / "tokens.txt"), "--conv-ids", str(here.folder / "convs.txt")),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    result = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))[7:])
    whole = result["sent"] == result["acks"] == result["peer"] == result["echo"] and not result["errors"]
    assert whole, result
    return float(result["rate"])


def run(arguments: list[str]) -> None:
    with stage() as here:
        generator = str(here.folder / "loadgen")
        subprocess.run(["cc", "-O2", "-o", generator, f"{arguments[0]}/loadgen.c", "-lm"], check=True)
        here.seed(CONVERSATIONS)
        here.web(), here.web()
        one, two = [], []
        for _ in range(RUNS):
            one.append(drive(here, generator, here.ports[:1]))
            two.append(drive(here, generator, here.ports))
        alone, across = statistics.median(one), statistics.median(two)
        print(f"one {alone:.0f}/s, two across {across:.0f}/s, ratio {across / alone:.2f}")
        print(here.audit())
