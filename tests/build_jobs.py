"""Builders of what clients send, by the verbs as everything else."""

import itertools
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from models.clock import business_now
from models.leads.create import Job, create
from models.leads.tables import Lead
from models.people.tables import User
from models.uploads.tables import MediaKind, Purpose, Upload, UploadState
from models.workers.tables import Service, ZipCode, Zone
from tests import a

_numbers = itertools.count(1)

JOB = {
    "service_category": "Plomería",
    "service_subcategory": "Reparación de fugas",
    "title": "Fuga en el baño",
    "description": "Gotea la llave del lavabo desde ayer y el piso ya está mojado.",
    "location_zone": "Roma Norte",
    "zip_code": "06700",
    "address": "Orizaba 101, depto 4",
}


async def catalogue() -> None:
    """The service, the zone and the zip code that `JOB` names, and a zone far from it."""
    await Service.get_or_create(category=JOB["service_category"], name=JOB["service_subcategory"])
    place = {"latitude": 19.41, "longitude": -99.16}
    roma, _ = await Zone.get_or_create(name="Roma Norte", defaults={"borough": "Cuauhtémoc"} | place)
    await Zone.get_or_create(name="Xochimilco", defaults={"borough": "Xochimilco"} | place)
    await ZipCode.get_or_create(zip_code="06700", defaults={"zone_id": roma.id} | place)


async def lead(
    *workers: User, client: User | None = None, media: Sequence[UUID] = (), key: str | None = None, **columns: Any
) -> Lead:
    """A lead sent to these handymen; `columns` beyond what a client writes are set afterwards."""
    await catalogue()
    words = {name: columns.pop(name) for name in list(columns) if name in Job.__dataclass_fields__}
    sent = await create(
        Job(**JOB | words),
        by=client or await a.client(),
        recipients=[worker.id for worker in workers],
        media=media,
        key=key,
    )
    if columns:
        await sent.update_from_dict(columns).save()
    return sent


async def upload(owner: User, purpose: Purpose = Purpose.LEAD, **columns: Any) -> Upload:
    """A row as the worker left it: ready; nothing is stored behind it."""
    given = {
        "kind": MediaKind.IMAGE,
        "state": UploadState.READY,
        "object_key": f"{purpose.value}/opaque/{next(_numbers)}.jpg",
        "content_type": "image/jpeg",
        "byte_size": 1000,
        "created_at": await business_now(),
    }
    return await Upload.create(owner_id=owner.id, purpose=purpose, **given | columns)
