import argparse
from importlib import import_module

import uvloop

from ops.surroundings import surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_chosen: argparse.Namespace) -> None:
    with surroundings():
        uvloop.run(import_module("tasks.worker").run())
