"""The steps that both stories share, by API alone."""

import io
from typing import Any

from PIL import Image

from tests.journeys.person import Person, the_admin
from tests.stack import Stack

DESCRIPTION = "Plomero con quince años de experiencia en fugas, tinacos y calentadores en la Roma."


async def a_client(stack: Stack, name: str = "María Hernández Soto") -> Person:
    return await Person(stack).sign_up("client", name)


async def a_handyman(stack: Stack, admin: Person, name: str = "Juan Pérez Luna") -> Person:
    """Registered, with profile and prices, submitted and approved."""
    juan = await Person(stack).sign_up("worker", name)
    await juan.post(
        "/api/workers/profile",
        {
            "description": DESCRIPTION,
            "service_areas": ["Roma Norte", "Condesa"],
            "availability": {"mon": ["morning", "afternoon"], "sat": ["morning"]},
        },
    )
    services = (await juan.get("/api/services"))["items"]
    service = next(each for each in services if each["category"] == "Plomería")
    await juan.post(
        "/api/workers/services", {"service_id": service["id"], "pricing_type": "hourly", "price_amount": "350.00"}
    )
    await juan.post("/api/workers/profile/submit")
    queue = (await admin.get("/api/admin/approval-queue", params={"limit": 100}))["items"]
    assert any(each["id"] == juan.user["id"] for each in queue)
    await admin.patch(f"/api/admin/workers/{juan.user['id']}/approve", {})
    await juan.mail("publicado")
    return juan


async def upload_photo(person: Person, purpose: str) -> str:
    photo = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(photo, "JPEG")
    upload = await person.post(
        "/api/uploads", data={"purpose": purpose}, files={"file": ("IMG_0001.jpg", photo.getvalue(), "image/jpeg")}
    )
    return str(upload["id"])


async def a_lead(client: Person, *workers: Person, photos: int = 1, key: str = "lead") -> dict[str, Any]:
    media = [await upload_photo(client, "lead") for _ in range(photos)]
    lead: dict[str, Any] = await client.post(
        "/api/leads",
        {
            "service_category": "Plomería",
            "title": "Fuga en la cocina",
            "description": "Gotea debajo del fregadero desde ayer y ya se mojó el mueble.",
            "location_zone": "Roma Norte",
            "zip_code": "06700",
            "address": "Orizaba 101, interior 4",
            "budget_min": "500.00",
            "budget_max": "1500.00",
            "urgency": "urgent",
            "preferred_time": "morning",
            "recipients": [worker.user["id"] for worker in workers],
            "media": media,
        },
        key=key,
    )
    return lead


async def pass_the_free_week(admin: Person) -> None:
    await advance(admin, "P8D")


async def advance(admin: Person, by: str) -> None:
    moved = await admin.post("/api/sandbox/clock", {"advance": by})
    assert moved["done"], moved


async def fill_the_wallet(juan: Person, amount: str = "300.00") -> None:
    deposit = await juan.post("/api/wallet/deposit", {"amount": amount, "method": "card"}, key="deposit")
    await juan.stack.outside.pay(deposit["checkout_url"])
    await juan.hears("wallet:updated", lambda wallet: wallet["balance"] == amount)


async def everybody(stack: Stack) -> tuple[Person, Person, Person]:
    admin = await the_admin(stack)
    return admin, await a_client(stack), await a_handyman(stack, admin)
