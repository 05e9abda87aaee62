import argparse
import sys
from importlib import import_module

from ops.connected import connected


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email")
    parser.add_argument("password")
    parser.add_argument("--role", choices=["admin", "customer_support"], default="admin")


def run(chosen: argparse.Namespace) -> int:
    return connected(lambda: _create(chosen.email, chosen.password, chosen.role))


async def _create(email: str, password: str, role: str) -> int:
    from models.errors import Refusal

    try:
        await import_module("models.people.create_staff").create_staff(email, password, role)
    except Refusal as refusal:
        print(f"create-admin: {refusal.code} {refusal.details or ''}", file=sys.stderr)
        return 1
    print(f"{email} may sign in")
    return 0
