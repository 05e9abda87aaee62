"""`bin/trustme`: the operator's commands. Each is imported only when asked for: start-up time is felt."""

import argparse
import sys
from importlib import import_module

from ops.embedded.child import DidNotStart
from ops.surroundings import NoDatabaseError

COMMANDS = {
    "dev": "everything on this machine, until Ctrl-C (bin/dev)",
    "web": "the web process",
    "worker": "the worker process: timers, mails, charges, thumbnails",
    "migrate": "bring the tables up to date",
    "seed": "load services and zones, with --demo also demo accounts",
    "create-admin": "create a member of staff",
    "clock": "show or move business time (sandbox only)",
    "audit": "prove that money and timelines add up",
    "reconcile": "compare what we intended with what Stripe has, and repair what is missing",
    "vapid": "make the pair of keys that browsers' push services know us by",
    "freeze": "stop all outgoing money, or let it go on",
    "outbox": "list reactions that are waiting or parked, or try them again",
    "timers": "list deadlines that are overdue or parked, or try them again",
    "bench-seed": "people in conversations for a measurement: tokens.txt and convs.txt (never in production)",
    "backup": "write the database to a file",
    "restore": "fill an empty database from such a file",
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        wanted_help = not arguments or arguments[0] in {"-h", "--help", "help"}
        print("usage: bin/trustme COMMAND …\n", file=sys.stdout if wanted_help else sys.stderr)
        for name, what in COMMANDS.items():
            print(f"  {name:13} {what}", file=sys.stdout if wanted_help else sys.stderr)
        return 0 if wanted_help else 2
    name, *rest = arguments
    command = import_module(f"ops.commands.{name.replace('-', '_')}")
    parser = argparse.ArgumentParser(prog=f"bin/trustme {name}", description=COMMANDS[name])
    command.arguments(parser)
    try:
        return int(command.run(parser.parse_args(rest)) or 0)
    except (DidNotStart, NoDatabaseError) as error:
        print(f"bin/trustme {name}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
