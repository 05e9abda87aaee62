"""An export reaches an edge for who asked for it, for a day."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson

from models.admin.tables import AuditEntry
from models.clock import business_now
from models.errors import NotFound
from models.exports.gather import Part, parts_of
from models.people.tables import User
from models.plain import stamp

ACTION = "data.exported"
VALID_FOR = timedelta(days=1)
MOST = 20_000
"""Rows of one part in one file; a part that has more says so, and support sends the rest."""

ABOUT = {
    "es-MX": (
        "Todo lo que TrustMe guarda sobre ti. De las conversaciones están tus mensajes completos; de los de la"
        " otra persona solo cuándo llegaron, porque son datos suyos. Los archivos se descargan, con tu sesión"
        " abierta, en la dirección de `url`."
    ),
    "en": (
        "Everything that TrustMe keeps about you. Of conversations your messages are here in full; of the other"
        " person's only when they came, since they are that person's data. Files are fetched, while signed in, at"
        " the address of `url`."
    ),
}


async def export_for(reader: User, export_id: UUID) -> AuditEntry:
    oldest = await business_now() - VALID_FOR
    entry = await AuditEntry.get_or_none(id=export_id, actor_id=reader.id, action=ACTION, created_at__gt=oldest)
    if entry is None:
        raise NotFound
    return entry


def present(entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": str(entry.id),
        "url": f"/api/users/exports/{entry.id}",
        "created_at": stamp(entry.created_at),
        "expires_at": stamp(entry.created_at + VALID_FOR),
    }


async def written(reader: User, entry: AuditEntry) -> AsyncIterator[bytes]:
    """The file, piece by piece: no more than a page of it is ever in memory."""
    about = {"text": ABOUT[reader.locale], "asked_at": stamp(entry.created_at), "user_id": str(reader.id)}
    yield b'{\n"about": ' + dumped(about)
    for name, part in parts_of(reader).items():
        yield f',\n"{name}": '.encode()
        if isinstance(part, Part):
            async for piece in listed(part):
                yield piece
        else:
            yield dumped(await part())
    yield b"\n}\n"


async def listed(part: Part) -> AsyncIterator[bytes]:
    yield b'{"items": ['
    count = 0
    async for row in part():
        if count == MOST:
            break
        yield (b",\n  " if count else b"\n  ") + dumped(row)
        count += 1
    else:
        yield b'], "complete": true}'
        return
    yield b'], "complete": false}'


def dumped(thing: Any) -> bytes:
    return orjson.dumps(thing, default=str)
