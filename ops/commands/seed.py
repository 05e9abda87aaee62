import argparse
from importlib import import_module
from importlib.util import find_spec

from ops.connected import connected
from ops.surroundings import surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="also people to play with (never in production)")
    parser.add_argument("--migrate", action="store_true", help="bring the tables up to date first")


def run(chosen: argparse.Namespace) -> None:
    with surroundings():
        if chosen.migrate:
            migrate = import_module("ops.commands.migrate")
            migrate.run(chosen)
        if find_spec("models.seed"):
            connected(lambda: import_module("models.seed").seed(demo=chosen.demo))
