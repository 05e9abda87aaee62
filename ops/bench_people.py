"""Pairs of people in conversations, as many as a measurement wants; after the reveal: chat and nothing else."""

import asyncio
import secrets
from datetime import timedelta
from pathlib import Path

import orjson

from models.chat.payloads import Said
from models.chat.send import send
from models.clock import business_now
from models.columns import new_id
from models.db import transaction
from models.leads.create import Job, create
from models.leads.purchase import purchase
from models.people.sessions import open_session
from models.people.tables import Role, User
from models.workers.tables import ApprovalStatus, PricingType, Service, WorkerProfile, WorkerService

AT_ONCE = 8
JOB = Job(
    service_category="Plomería",
    service_subcategory="Reparación de fugas",
    title="Fuga en el baño",
    description="Gotea la llave del lavabo desde ayer y el piso ya está mojado.",
    location_zone="Roma Norte",
    zip_code="06700",
    address="Orizaba 101, depto 4",
)


async def settle_in(conversations: int, folder: Path) -> None:
    """Write `tokens.txt` (the client's, then the handyman's) and `convs.txt` (JSON), a line for each."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one() -> tuple[str, str, str]:
        async with turns:
            return await a_conversation()

    made = await asyncio.gather(*(one() for _ in range(conversations)))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tokens.txt").write_text("".join(f"{client}\n{worker}\n" for _, client, worker in made))
    (folder / "convs.txt").write_bytes(b"".join(orjson.dumps(place) + b"\n" for place, _, _ in made))


async def a_conversation() -> tuple[str, str, str]:
    client, worker = await a_person(Role.CLIENT), await a_handyman()
    lead = await create(JOB, by=client, recipients=[worker.id], media=[], key=None)
    bought = await purchase(lead.id, by=worker.id)
    said = Said(client_msg_id=secrets.token_urlsafe(12), content="Sí, pase mañana")
    await send(client, bought.conversation.id, said)
    return str(bought.conversation.id), await a_token(client), await a_token(worker)


async def a_person(role: Role) -> User:
    name = new_id()
    return await User.create(
        id=name,
        email=f"{name.hex}@bench.invalid",
        password_hash="!",  # noqa: S106 - nobody signs in with it
        role=role,
        full_name="María Hernández López",
        phone=f"+5255{secrets.randbelow(10**8):08d}",
        email_verified=True,
        phone_verified=True,
        created_at=await business_now(),
    )


async def a_handyman() -> User:
    person, now = await a_person(Role.WORKER), await business_now()
    await WorkerProfile.create(
        user_id=person.id,
        description="Plomero con veinte años de experiencia. Fugas, tinacos y calentadores; dejo todo limpio.",
        service_areas=["Roma Norte"],
        availability={"mon": ["morning"]},
        approval_status=ApprovalStatus.APPROVED,
        submitted_at=now,
        approved_at=now,
        approved_by_id=person.id,
        free_until=now + timedelta(days=7),
        created_at=now,
        updated_at=now,
    )
    await WorkerService.create(
        worker_id=person.id,
        service=await Service.get(category=JOB.service_category, name=JOB.service_subcategory),
        pricing_type=PricingType.HOURLY,
        price_amount="350.00",
    )
    return person


async def a_token(person: User) -> str:
    async with transaction():
        _, token = await open_session(person)
    return token
