import argparse

from ops.connected import connected


def arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_chosen: argparse.Namespace) -> int:
    return connected(_audit)


async def _audit() -> int:
    from models.audit import audit

    broken = await audit()
    print("\n".join(broken) or "everything adds up")
    return 1 if broken else 0
