"""What changed about a conversation for each of its people, told to each alone."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from models.chat.access import seats_of
from models.chat.state import states_of, status_for
from models.chat.tables import ConversationStatus, Side
from models.chat.timeline import Standing
from models.people.tables import User
from models.plain import stamp
from models.sql import fetch

Summary = tuple[UUID, dict[str, Any]]
"""Whom to tell, and what."""


async def brief(conversation_ids: list[UUID]) -> list[Summary]:
    """Where each conversation stands, with what each of its people has not read; one query for all."""
    return [
        (
            person["user_id"],
            {
                "id": str(person["conversation_id"]),
                "status": status_for(
                    Side(person["side"]), person["status"], person["last_seq"], person["archived_seq"]
                ),
                "last_seq": person["last_seq"],
                "unread_count": person["unread_count"],
                "last_read_seq": person["last_read_seq"],
                "is_muted": person["muted_at"] is not None,
                "updated_at": stamp(person["updated_at"]),
            },
        )
        for person in await fetch("participants", conversation_ids, None)
        if person["deleted_at"] is None
    ]


def after_row(side: Side, conversation_id: UUID, seq: int, standing: Standing) -> dict[str, Any]:
    """As `brief`, for one party, from what the writing statement knew; no row mutes or unmutes anything."""
    mine = standing.client if side == Side.CLIENT else standing.worker
    is_put_aside = mine.archived_seq is not None and mine.archived_seq >= seq
    return {
        "id": str(conversation_id),
        "status": (ConversationStatus.ARCHIVED if is_put_aside else ConversationStatus.ACTIVE).value,
        "last_seq": seq,
        "unread_count": mine.unread_count,
        "last_read_seq": mine.last_read_seq,
        "updated_at": stamp(standing.updated_at),
    }


async def whole(
    reveals: Mapping[UUID, bool], concerns: Callable[[UUID], bool] = lambda _user_id: True
) -> list[Summary]:
    """The whole state for each whom it `concerns`, after something happened that changes more than the count.

    The contact goes over the wire once, when it is revealed; afterwards it is read.
    """
    places: dict[UUID, list[UUID]] = defaultdict(list)
    for person in await fetch("participants", list(reveals), None) if reveals else []:
        if concerns(person["user_id"]):
            places[person["user_id"]].append(person["conversation_id"])
    readers = await User.in_bulk(places, "id") if places else {}
    seats = [seat for user_id in places for seat in await seats_of(readers[user_id], places[user_id])]
    told = []
    for seat, state in zip(seats, await states_of(seats), strict=True):
        if not reveals[seat.conversation.id]:
            del state["contact"]
        told.append((seat.user_id, state))
    return told
