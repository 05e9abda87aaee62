import argparse

from ops.connected import connected


def arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_chosen: argparse.Namespace) -> int:
    return connected(_audit)


async def _audit() -> int:
    from models.audit_runs import keep_outcome

    run, broken = await keep_outcome()
    print("\n".join(broken) or run.error or "everything adds up")
    return 1 if broken or run.error else 0
