"""A command resent is the command's first result, not a second effect (R-24)."""

import hashlib
from typing import Any
from uuid import UUID

import orjson
from tortoise.exceptions import DoesNotExist

from models.clock import real_now
from models.columns import new_id
from models.db import current
from models.engine_tables import IdempotencyKey
from models.errors import IdempotencyKeyReused, Malformed

LONGEST = 120


def fingerprint(body: Any) -> str:
    return hashlib.sha256(orjson.dumps(body, default=str, option=orjson.OPT_SORT_KEYS)).hexdigest()


class Claim:
    """A key that this transaction owns, or one that an earlier transaction completed."""

    def __init__(self, row: IdempotencyKey | None, result_id: UUID | None, *, is_replay: bool) -> None:
        self._row = row
        self.result_id = result_id
        self.is_replay = is_replay

    async def remember(self, result_id: UUID) -> None:
        """Name the row that a resend will be answered with; call before the commit."""
        if self._row is not None:
            self._row.result_id = result_id
            await self._row.save(update_fields=["result_id"])


async def claim(user_id: UUID, command: str, key: str | None, body: Any) -> Claim:
    """Own `key` in the open transaction, before any lock; a twin waits here until the first one ends.

    A refused or crashed first try leaves nothing, so its resend runs anew. `body` is the command as it came.
    Raises IdempotencyKeyReused when the key already belongs to another body.
    """
    if key is None:
        return Claim(None, None, is_replay=False)
    if not 1 <= len(key) <= LONGEST:
        raise Malformed("Idempotency-Key has 1 to 120 characters", field="Idempotency-Key")
    body_hash = fingerprint(body)
    inserted = await current().connection.execute_query_dict(
        "INSERT INTO idempotency_keys (id, user_id, command, key, body_hash, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (user_id, command, key) DO NOTHING RETURNING id",
        [new_id(), user_id, command, key, body_hash, real_now()],
    )
    try:
        row = await IdempotencyKey.get(user_id=user_id, command=command, key=key)
    except DoesNotExist:
        raise IdempotencyKeyReused from None
    if inserted:
        return Claim(row, None, is_replay=False)
    if row.body_hash != body_hash:
        raise IdempotencyKeyReused
    return Claim(None, row.result_id, is_replay=True)
