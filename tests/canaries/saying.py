"""What the code says, found in it: the constants with which the functions that say something are called."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

SAYING = {
    "record": 0,
    "record_later": 0,
    "tell": 1,
    "tell_staff": 0,
    "append_event": 1,
    "happened": 0,
    "Happening": 0,
    "emit": 0,
    "emit_here": 0,
    "broadcast": 0,
    "broadcast_here": 0,
}
"""Functions that say something, and which argument names it."""


def names_in(folder: str, function: str) -> set[str]:
    """The constants that `function` is called with somewhere in `folder`."""
    found = set()
    for call in calls_in(folder):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        place = SAYING[function]
        if name == function and len(call.args) > place:
            said = call.args[place]
            if isinstance(said, ast.Constant) and isinstance(said.value, str):
                found.add(said.value)
    return found


def calls_in(folder: str) -> Iterator[ast.Call]:
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield node


def announced() -> set[str]:
    """The classes handed to `announce`."""
    found = set()
    for call in calls_in("models"):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name == "announce" and call.args and isinstance(call.args[0], ast.Call):
            found.add(getattr(call.args[0].func, "id", "?"))
    return found


def names_of(folder: str, *functions: str) -> set[str]:
    return {name for function in functions for name in names_in(folder, function)}
