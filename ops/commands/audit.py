import argparse
from importlib import import_module

from ops.connected import connected


def arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_chosen: argparse.Namespace) -> int:
    return connected(_audit)


async def _audit() -> int:
    """Each invariant of the money, and what breaks it."""
    broken: list[str] = await import_module("models.audit").audit()
    print("\n".join(broken) or "everything adds up")
    return 1 if broken else 0
