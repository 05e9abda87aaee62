"""People to play with on a development machine, made by the same verbs that real people go through."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

from models.people.appoint import appoint
from models.people.register import register
from models.people.tables import Role, User
from models.workers.approve import approve
from models.workers.offer_service import offer_service
from models.workers.save_profile import save_profile
from models.workers.submit import submit
from models.workers.tables import PricingType

PASSWORD = "trustme-demo"  # noqa: S105 - printed for everybody to use
MORNINGS = {day: ["morning", "afternoon"] for day in ("mon", "tue", "wed", "thu", "fri")}


@dataclass(frozen=True)
class Client:
    email: str
    full_name: str
    phone: str
    what: str = "client"


@dataclass(frozen=True)
class Handyman:
    email: str
    full_name: str
    phone: str
    description: str
    category: str
    service: str
    price: str
    zones: tuple[str, ...]
    is_approved: bool = True

    @property
    def what(self) -> str:
        return f"handyman, {self.category}" + ("" if self.is_approved else ", waits for approval")


STAFF: dict[str, Literal[Role.ADMIN, Role.SUPPORT]] = {
    "admin@trustme.test": Role.ADMIN,
    "soporte@trustme.test": Role.SUPPORT,
}
CLIENTS = (
    Client("ana@trustme.test", "Ana Martínez López", "55 1234 0001"),
    Client("diego@trustme.test", "Diego Ramírez Soto", "55 1234 0002"),
)
HANDYMEN = (
    Handyman(
        "pedro@trustme.test",
        "Pedro Hernández Cruz",
        "55 1234 0011",
        "Plomero con veinte años de experiencia. Fugas, tinacos y calentadores; dejo todo limpio.",
        "Plomería",
        "Reparación de fugas",
        "350.00",
        ("Roma Norte", "Roma Sur", "Condesa"),
    ),
    Handyman(
        "lucia@trustme.test",
        "Lucía Gómez Díaz",
        "55 1234 0012",
        "Electricista certificada. Cortos, contactos y lámparas, con garantía por escrito.",
        "Electricidad",
        "Reparación de corto circuito",
        "420.00",
        ("Roma Norte", "Juárez", "Centro Histórico"),
    ),
    Handyman(
        "jorge@trustme.test",
        "Jorge Sánchez Ruiz",
        "55 1234 0013",
        "Pintor de interiores y fachadas. Presupuesto sin costo y materiales incluidos.",
        "Pintura",
        "Pintura de interiores",
        "280.00",
        ("Condesa", "Polanco"),
        is_approved=False,
    ),
)


async def settle_in() -> None:
    """Make those who are not there yet."""
    for email, role in STAFF.items():
        if not await User.exists(email=email):
            await appoint(email=email, password=PASSWORD, role=role)
    admin = await User.get(email=next(iter(STAFF)))
    for client in CLIENTS:
        await _verified(client, Role.CLIENT)
    for handyman in HANDYMEN:
        if worker_id := await _verified(handyman, Role.WORKER):
            await _open_for_business(worker_id, handyman, admin.id)


def who() -> str:
    people = {
        **{email: {"admin": "admin", "customer_support": "support"}[role] for email, role in STAFF.items()},
        **{person.email: person.what for person in (*CLIENTS, *HANDYMEN)},
    }
    lines = [f"  {email:22} {what}" for email, what in people.items()]
    return "\n".join([f"Demo accounts, all with the password {PASSWORD}", *lines, ""])


async def _verified(person: Client | Handyman, role: Literal[Role.CLIENT, Role.WORKER]) -> UUID | None:
    """A new person whose mail and phone count as proven; none if there already."""
    if await User.exists(email=person.email):
        return None
    user, _ = await register(
        email=person.email, password=PASSWORD, full_name=person.full_name, role=role, phone=person.phone
    )
    await User.filter(id=user.id).update(email_verified=True, phone_verified=True)
    return user.id


async def _open_for_business(worker_id: UUID, handyman: Handyman, admin_id: UUID) -> None:
    await save_profile(
        worker_id,
        description=handyman.description,
        service_areas=list(handyman.zones),
        availability=MORNINGS,
    )
    await offer_service(
        worker_id,
        category=handyman.category,
        name=handyman.service,
        pricing_type=PricingType.HOURLY,
        price_amount=Decimal(handyman.price),
    )
    await submit(worker_id)
    if handyman.is_approved:
        await approve(worker_id, by=admin_id)
