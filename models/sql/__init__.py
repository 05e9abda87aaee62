"""Statements whose plan matters, each in a file of its name, each with a test that its plan uses its index."""

from functools import cache
from pathlib import Path
from typing import Any

from tortoise import connections


@cache
def statement(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text()


async def fetch(name: str, *values: Any) -> list[dict[str, Any]]:
    """Run the named statement, in the running verb's transaction if there is one."""
    found: list[dict[str, Any]] = await connections.get("default").execute_query_dict(
        statement(name), list(values)
    )
    return found
