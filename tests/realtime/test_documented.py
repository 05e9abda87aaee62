"""docs/realtime.md says what the code does."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import realtime
from models.chat import summaries
from models.chat.projection import project
from models.chat.rows import said
from models.chat.tables import Side
from models.columns import new_id
from realtime.commands import COMMANDS
from tests import build_chat

ROOT = Path(realtime.__file__).parents[1]
PAGE = (ROOT / "docs" / "realtime.md").read_text()


def rows(heading: str) -> dict[str, list[str]]:
    """The event of each row of a chapter's table, and the names in its last column but those in prose."""
    chapter = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| `([a-z:]+)` \| (.*?) \| (.*) \|$", chapter, re.MULTILINE)
    return {event: [second, last] for event, second, last in found}


def names(cell: str) -> list[str]:
    return re.findall(r"`([a-z_]+)`", cell)


def test_every_command_is_described_with_its_fields() -> None:
    described = rows("From the client")
    assert described.keys() == COMMANDS.keys()
    for event, command in COMMANDS.items():
        assert set(names(described[event][0])) == command.payload.model_fields.keys(), event


def test_every_frame_is_described() -> None:
    assert rows("From the server").keys() == emitted()


def emitted() -> set[str]:
    """The events that the code names where it emits."""
    found = set()
    for path in Path(realtime.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"emit", "emit_here", "broadcast", "broadcast_here"}
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(node.args[0].value)
    return found


def test_a_rows_fields_are_the_described_ones() -> None:
    row = said(
        new_id(),
        new_id(),
        1,
        sender_id=new_id(),
        content="x",
        client_msg_id="k",
        created_at=datetime.now(UTC),
    )
    shown, hidden = rows("From the server")["message:new"][1].split(";")
    assert names(shown) == list(project(row, Side.CLIENT))
    assert names(hidden) == ["conversation_id", "seq", "hidden"]


async def test_a_summarys_fields_are_the_described_ones(database: str) -> None:
    opened = await build_chat.conversation()
    [(_, summary), _] = await summaries.brief([opened.id])
    described = rows("From the server")["conversation:updated"][1].split(";")[0]
    assert names(described) == list(summary)


@pytest.mark.parametrize("number", re.findall(r"\(decision (\d+)\)", PAGE))
def test_the_decisions_it_names_exist(number: str) -> None:
    assert list((ROOT / "docs" / "decisions").glob(f"{int(number):04}-*.md"))
