import argparse
import sys

from ops.connected import connected


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email")
    parser.add_argument("password")
    parser.add_argument("--role", choices=["admin", "customer_support"], default="admin")


def run(chosen: argparse.Namespace) -> int:
    return connected(lambda: _create(chosen.email, chosen.password, chosen.role))


async def _create(email: str, password: str, role: str) -> int:
    from models.errors import Refusal
    from models.people.appoint import appoint
    from models.people.tables import Role

    try:
        user = await appoint(email=email, password=password, role=Role.ADMIN if role == "admin" else Role.SUPPORT)
    except Refusal as refusal:
        print(f"create-admin: {refusal.code} {refusal.details or ''}", file=sys.stderr)
        return 1
    print(f"{user.email} may sign in")
    return 0
