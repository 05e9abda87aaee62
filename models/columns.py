"""The column types that every table shares."""

import os
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model


def new_id() -> uuid.UUID:
    """A UUIDv7: opaque to clients; sorted by creation, so that lists have an order and indexes are compact (C43).

    Within a millisecond too, to a quarter of a microsecond: what a verb makes first comes first.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    value = (milliseconds << 80) | (0x7 << 76) | ((rest * 4096 // 1_000_000) << 64)
    random = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return uuid.UUID(int=value | (0b10 << 62) | random)


class Row(Model):
    """A table with a UUIDv7 key."""

    id = fields.UUIDField(primary_key=True, default=new_id)

    class Meta:
        abstract = True


def first_id_at(moment: datetime) -> uuid.UUID:
    """No key that was made from `moment` on comes before this one."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << 80 | 0x7 << 76 | 0b10 << 62)


def made_at(key: uuid.UUID) -> datetime:
    """When a key of ours was made, by the real clock."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)


def money(**options: Any) -> Any:
    """Pesos with two places, exact."""
    return fields.DecimalField(max_digits=12, decimal_places=2, **options)


def belongs_to(table: str, *, on_delete: fields.OnDelete = fields.OnDelete.RESTRICT, **options: Any) -> Any:
    """A foreign key with its index; rows that others point at can't vanish unless the column says so."""
    options.setdefault("db_index", True)
    return fields.ForeignKeyField(f"models.{table}", related_name=False, on_delete=on_delete, **options)


def instant(**options: Any) -> Any:
    """A moment, with its zone."""
    return fields.DatetimeField(**options)
