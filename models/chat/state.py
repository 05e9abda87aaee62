"""A conversation as one reader sees it: what `GET /api/conversations/:id` answers and `sync` carries."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.chat import rows
from models.chat.access import Seat
from models.chat.projection import project
from models.chat.tables import Conversation, ConversationStatus, Side
from models.clock import business_now
from models.gathered import Gathered
from models.leads.access import jobs_of
from models.leads.deadlines import deadlines_of
from models.leads.tables import Lead, LeadPurchase
from models.payments.deadlines import Deadline, deadlines_in
from models.people.projection import before_reveal, worker_in_public
from models.people.tables import User
from models.plain import stamp
from models.sql import fetch


async def state_of(seat: Seat) -> dict[str, Any]:
    return (await states_of([seat]))[0]


async def states_of(seats: list[Seat]) -> list[dict[str, Any]]:
    """Conversations, each as its seat sees it, with as many queries as for one, whoever else asks meanwhile."""
    return await _gathered(seats) if seats else []


async def _states_of_all(asked: list[list[Seat]]) -> list[list[dict[str, Any]]]:
    known = await _look_up([seat for seats in asked for seat in seats])
    return [[_state(seat, known) for seat in seats] for seats in asked]


_gathered = Gathered(_states_of_all)


@dataclass(frozen=True)
class Known:
    """What stands around some conversations, each part by its key."""

    people: dict[UUID, list[dict[str, Any]]]
    users: dict[UUID, User]
    last: dict[tuple[UUID, Side], rows.TimelineRow]
    jobs: dict[UUID, dict[str, Any]]
    purchases: dict[UUID, LeadPurchase]
    payments: dict[UUID, list[Deadline]]
    now: datetime


async def _look_up(seats: list[Seat]) -> Known:
    talks = list({seat.conversation.id: seat.conversation for seat in seats}.values())
    ids = [talk.id for talk in talks]
    people: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for person in await fetch("participants", ids, None):
        people[person["conversation_id"]].append(person)
    named = {person["user_id"] for each in people.values() for person in each}
    sides = sorted({(seat.conversation.id, seat.side.value) for seat in seats})
    last = await fetch("last_visible", [place for place, _ in sides], [side for _, side in sides])
    read = await rows.read(last)
    return Known(
        people=people,
        users=await User.in_bulk(named, "id"),
        last={(row.conversation_id, Side(of["side"])): row for of, row in zip(last, read, strict=True)},
        jobs=await jobs_of(await Lead.filter(id__in={talk.lead_id for talk in talks})),
        purchases=await LeadPurchase.in_bulk({talk.purchase_id for talk in talks}, "id"),
        payments=await deadlines_in(ids),
        now=await business_now(),
    )


def _state(seat: Seat, known: Known) -> dict[str, Any]:
    talk = seat.conversation
    people, last = known.people[talk.id], known.last.get((talk.id, seat.side))
    return {
        **_own_part(seat),
        **_reading_part(seat, people),
        "participants": [_participant(person, known.users[person["user_id"]]) for person in people],
        "contact": contact_for(seat, known.users),
        "lead": known.jobs[talk.lead_id],
        "deadlines": _deadlines(talk, known),
        "last_message": project(last, seat.side) if last else None,
    }


def _deadlines(talk: Conversation, known: Known) -> list[dict[str, Any]]:
    """What will happen by itself, soonest first, whatever part of the house it comes from."""
    refund = deadlines_of(known.purchases[talk.purchase_id], talk, known.now)
    found = refund + [asdict(deadline) for deadline in known.payments[talk.id]]
    return [
        each | {"subject_id": str(each["subject_id"]), "due_at": stamp(each["due_at"])}
        for each in sorted(found, key=lambda each: each["due_at"])
    ]


def _own_part(seat: Seat) -> dict[str, Any]:
    conversation = seat.conversation
    return {
        "id": str(conversation.id),
        "lead_id": str(conversation.lead_id),
        "client_id": str(conversation.client_id),
        "worker_id": str(conversation.worker_id),
        "side": seat.side.value,
        "contact_revealed_at": stamp(conversation.contact_revealed_at),
        "last_seq": conversation.last_seq,
        "created_at": stamp(conversation.created_at),
        "updated_at": stamp(conversation.updated_at),
    }


def _reading_part(seat: Seat, people: list[dict[str, Any]]) -> dict[str, Any]:
    talk = seat.conversation
    mine = next((person for person in people if person["user_id"] == seat.user_id), None)
    return {
        "status": status_for(seat.side, talk.status, talk.last_seq, mine["archived_seq"] if mine else None),
        "unread_count": mine["unread_count"] if mine else 0,
        "last_read_seq": mine["last_read_seq"] if mine else 0,
        "is_muted": mine is not None and mine["muted_at"] is not None,
    }


def status_for(side: Side, status: str, last_seq: int, archived_seq: int | None) -> str:
    """Archived is each person's own, until something new happens; flagged is known to staff only (R-27)."""
    if side == Side.STAFF and status == ConversationStatus.FLAGGED:
        return ConversationStatus.FLAGGED.value
    if archived_seq is not None and archived_seq >= last_seq:
        return ConversationStatus.ARCHIVED.value
    return ConversationStatus.ACTIVE.value


def _participant(person: dict[str, Any], user: User) -> dict[str, Any]:
    return {
        "user_id": str(person["user_id"]),
        "role": person["side"],
        "name": user.first_name if person["side"] == Side.CLIENT else user.full_name,
        "last_read_seq": person["last_read_seq"],
    }


def contact_for(seat: Seat, users: dict[UUID, User]) -> dict[str, Any]:
    """The other party: of the client a first name, and what the answer revealed (LEAD-12, LEAD-13, R-08)."""
    conversation = seat.conversation
    if seat.side == Side.CLIENT:
        return worker_in_public(users[conversation.worker_id])
    if conversation.contact is not None:
        return conversation.contact
    return before_reveal(users[conversation.client_id])
