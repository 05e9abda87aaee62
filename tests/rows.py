"""What verbs leave in the shared tables."""

from typing import Any

from models.engine_tables import OutboxRow


async def events(name: str) -> list[dict[str, Any]]:
    """The facts of every such event, oldest first."""
    return list(await OutboxRow.filter(event=name, reaction=None).order_by("id").values_list("facts", flat=True))
