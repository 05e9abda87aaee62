"""What no screen lists: where somebody signed in, what they verified, sent, reported, bought."""

from collections.abc import AsyncIterator, Callable
from typing import Any

from models.admin.tables import AuditEntry
from models.chat.tables import FlaggedConversation
from models.exports.pages import every_row
from models.leads.access import bought
from models.leads.tables import LeadPurchase
from models.people.tables import Favourite, LoginAttempt, Session, User, VerificationAttempt
from models.plain import stamp
from models.portfolio.tables import PortfolioProject
from models.uploads.shown import shown
from models.uploads.tables import Upload

Facts = dict[str, Any]


async def sessions(person: User) -> AsyncIterator[Facts]:
    async for row in every_row(Session.filter(user_id=person.id)):
        yield {
            "created_at": stamp(row.created_at),
            "last_seen_at": stamp(row.last_seen_at),
            "ended_at": stamp(row.ended_at),
            "ip": row.ip,
            "user_agent": row.user_agent,
        }


async def sign_ins(person: User) -> AsyncIterator[Facts]:
    async for row in every_row(LoginAttempt.filter(user_id=person.id)):
        yield {
            "created_at": stamp(row.created_at),
            "succeeded": row.succeeded,
            "ip": row.ip,
            "user_agent": row.user_agent,
        }


async def verifications(person: User) -> AsyncIterator[Facts]:
    async for row in every_row(VerificationAttempt.filter(user_id=person.id)):
        yield {
            "created_at": stamp(row.created_at),
            "phone": row.phone,
            "action": row.action,
            "outcome": row.outcome,
            "ip": row.ip,
        }


async def files(person: User) -> AsyncIterator[Facts]:
    async for row in every_row(Upload.filter(owner_id=person.id, erased_at=None)):
        yield shown(row) | {"purpose": row.purpose.value, "created_at": stamp(row.created_at)}


async def reports(person: User) -> AsyncIterator[Facts]:
    async for row in every_row(FlaggedConversation.filter(flagged_by_id=person.id)):
        yield {
            "reference_number": row.reference_number,
            "conversation_id": str(row.conversation_id),
            "reason": row.reason.value,
            "description": row.description,
            "status": row.status.value,
            "created_at": stamp(row.created_at),
        }


async def asked(person: User) -> AsyncIterator[Facts]:
    """The book's entries about oneself by oneself: exports, what was agreed to."""
    async for row in every_row(AuditEntry.filter(actor_id=person.id, subject_id=person.id)):
        yield {"action": row.action, "facts": row.facts, "created_at": stamp(row.created_at)}


ABOUT_ANYBODY: dict[str, Callable[[User], AsyncIterator[Facts]]] = {
    "sessions": sessions,
    "sign_ins": sign_ins,
    "verifications": verifications,
    "files": files,
    "reports": reports,
    "asked": asked,
}


async def favourites(person: User) -> AsyncIterator[Facts]:
    async for row in every_row(Favourite.filter(client_id=person.id)):
        yield {"worker_id": str(row.worker_id), "created_at": stamp(row.created_at)}


async def purchases(person: User) -> AsyncIterator[Facts]:
    async for row in every_row(LeadPurchase.filter(worker_id=person.id)):
        yield bought(row, None) | {"lead_id": str(row.lead_id)}


async def portfolio(person: User) -> AsyncIterator[Facts]:
    """Without the address that a client confirmed a project from: it is the client's."""
    async for row in every_row(PortfolioProject.filter(worker_id=person.id)):
        yield {
            "title": row.title,
            "description": row.description,
            "service_category": row.service_category,
            "verification_status": row.verification_status.value,
            "created_at": stamp(row.created_at),
        }
