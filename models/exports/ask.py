"""Ask for everything that is kept about oneself (the right of access of the law on personal data)."""

from uuid import UUID

from models.admin.audit_entry import audit
from models.admin.tables import AuditEntry
from models.db import find, hold_one, transaction
from models.exports.access import ACTION
from models.idempotency import claim
from models.people.sessions import refuse_absent
from models.people.tables import User


async def ask(*, by: UUID, key: str | None = None) -> AuditEntry:
    """The entry in the book is the export: its file is read from the tables whenever it is fetched."""
    async with transaction():
        claimed = await claim(by, "data.export", key, {})
        if claimed.is_replay:
            return await find(AuditEntry, id=claimed.result_id)
        refuse_absent(await hold_one(User, by))
        entry = await audit(by, ACTION, by)
        await claimed.remember(entry.id)
    return entry
