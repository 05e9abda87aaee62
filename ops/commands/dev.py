import argparse
import os
import sys
import time
from pathlib import Path

from ops import addresses, development
from ops.embedded.child import DidNotStart, alone_on
from ops.supervisor import Supervisor, ended_by_signals, say
from ops.surroundings import home


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine only)")


def run(chosen: argparse.Namespace) -> int:
    began = time.monotonic()
    supervisor = Supervisor(development.STOP_ORDER)
    try:
        lock = _take(home())
        with ended_by_signals():
            try:
                development.bring_up(supervisor, home(), chosen.host)
                say(f"Up in {time.monotonic() - began:.1f} s. Ctrl-C ends everything.\n")
                supervisor.run()
            finally:
                say("\nstopping …")
                supervisor.stop()
        os.close(lock)
    except (DidNotStart, addresses.PortTaken) as error:
        print(f"bin/dev: {error}", file=sys.stderr)
        return 1
    return 0


def _take(folder: Path) -> int:
    """Held until this process ends: it tells other commands that the parts of this folder are served."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return alone_on(folder, patience=0.5)
    except DidNotStart:
        raise DidNotStart(f"already running with the state in {folder}; TRUSTME_HOME names another") from None
