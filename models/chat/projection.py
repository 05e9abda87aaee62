"""What one side of a conversation may see of a row: for HTTP, sockets, sync and export alike (R-02, R-22)."""

from typing import Any

from models.chat.rows import TimelineRow
from models.chat.tables import Audience, Side
from models.plain import stamp

NOT_FOR_CLIENTS = frozenset({"purchase_amount", "is_free", "refund_eligible_until"})
"""Facts of events that are the handyman's business alone: what the contact cost him."""


def project(row: TimelineRow, side: Side) -> dict[str, Any]:
    """The row as this side sees it; of a row that it may not see, the place only."""
    if not is_visible(row, side):
        return {"seq": row.seq, "hidden": True}
    return {
        "id": str(row.id),
        "conversation_id": str(row.conversation_id),
        "seq": row.seq,
        "sender_id": str(row.sender_id) if row.sender_id else None,
        "message_type": row.message_type,
        "content": row.content,
        "media": row.media,
        "event": event_for(row.event, side) if row.event else None,
        "target_seq": row.target_seq,
        "client_msg_id": row.client_msg_id,
        "created_at": stamp(row.created_at),
    }


def shown_to_author(row: TimelineRow) -> dict[str, Any]:
    """What one has just said is the same from every side."""
    return project(row, Side.STAFF)


def is_visible(row: TimelineRow, side: Side) -> bool:
    return side == Side.STAFF or row.audience in {Audience.BOTH, side}


def event_for(event: dict[str, Any], side: Side) -> dict[str, Any]:
    if side == Side.CLIENT:
        return {name: fact for name, fact in event.items() if name not in NOT_FOR_CLIENTS}
    return event
