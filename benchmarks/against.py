"""Our server beside another one, by that comparison's own generator: `bin/bench against FOLDER [its arguments]`.

FOLDER holds `compare.py`, which is told where our PostgreSQL, Redis, web process, tokens and conversations are.
"""

import subprocess
import sys

from benchmarks.stage import stage

CONVERSATIONS = 500


def run(arguments: list[str]) -> int:
    folder, *more = arguments
    with stage() as here:
        here.seed(CONVERSATIONS)
        web = here.web()
        assert here.postgres.process
        answer = subprocess.run(
            [
                sys.executable,
                f"{folder}/compare.py",
                *("--pg", here.environment["DATABASE_URL"].rsplit("/", 1)[0] + "/postgres"),
                *("--pg-pid", str(here.postgres.process.pid)),
                *("--redis", here.environment["REDIS_URL"]),
                *("--ours-ports", str(here.ports[0])),
                *("--ours-pids", str(web.pid)),
                *("--ours-tokens", str(here.folder / "tokens.txt")),
                *("--ours-convs", str(here.folder / "convs.txt")),
                *more,
            ],
            check=False,
        )
        print(here.audit())
        print((here.folder / f"web-{here.ports[0]}.log").read_text()[-1500:])
    return answer.returncode
