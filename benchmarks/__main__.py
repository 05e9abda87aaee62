"""`bin/bench`: each measurement is a module with `run(arguments)`."""

import sys
from importlib import import_module

MEASURES = {
    "against": "the same chat job beside another server, by that comparison's generator: against FOLDER",
    "nodes": "one process against two with every message across, by the same generator: nodes FOLDER",
    "sockets": "what an idle socket weighs: sockets [how many]",
    "purchases": "leads sold by one process: purchases [how many]",
    "ledger": "transfers beside pgbench doing the same SQL: ledger [seconds]",
    "timers": "what was due while nobody worked, drained: timers [how many]",
    "page": "the web client as a phone gets it, and what Lighthouse says: page [how many visits]",
    "scroll": "frames while a long conversation is scrolled through: scroll [how many rows]",
    "storm": "clients that come back at once while others talk: storm [how many]",
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in MEASURES:
        for name, what in MEASURES.items():
            print(f"  bin/bench {name:10} {what}")
        return 0 if not arguments else 2
    name, *rest = arguments
    return int(import_module(f"benchmarks.{name}").run(rest) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
