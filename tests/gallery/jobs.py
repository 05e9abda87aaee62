"""What two people do in a conversation, by API alone, one stage after the other."""

import io
import uuid
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw

from tests.journeys.person import Person

COLOURS = ("#4f7a78", "#9a7b4f", "#5d6b8a", "#7d5a5a")


def a_picture(number: int = 0, size: tuple[int, int] = (800, 600)) -> bytes:
    """Something that one can recognise in the small."""
    picture = Image.new("RGB", size, COLOURS[number % len(COLOURS)])
    pen = ImageDraw.Draw(picture)
    width, height = size
    for step in range(8):
        left = step * width // 8
        pen.ellipse((left, height // 3 + step * 12, left + width // 3, height), fill=COLOURS[(number + step) % 4])
    file = io.BytesIO()
    picture.save(file, "JPEG")
    return file.getvalue()


async def upload(person: Person, purpose: str, number: int = 0) -> str:
    file = (f"foto-{number}.jpg", a_picture(number), "image/jpeg")
    return str((await person.post("/api/uploads", data={"purpose": purpose}, files={"file": file}))["id"])


async def ask_for(client: Person, *workers: Person, title: str, photos: int = 0, **but: Any) -> dict[str, Any]:
    """A request of the client's."""
    body = {
        "service_category": "Plomería",
        "title": title,
        "description": "Gotea debajo del fregadero desde ayer y ya se mojó el mueble. Hay llave general.",
        "location_zone": "Roma Norte",
        "zip_code": "06700",
        "address": "Orizaba 101, interior 4",
        "budget_min": "500.00",
        "budget_max": "1500.00",
        "urgency": "soon",
        "preferred_time": "morning",
        "recipients": [worker.user["id"] for worker in workers],
        "media": [await upload(client, "lead", number) for number in range(photos)],
    }
    lead: dict[str, Any] = await client.post("/api/leads", body | but, key=uuid.uuid4().hex)
    return lead


@dataclass
class Job:
    """One lead that one handyman bought."""

    client: Person
    worker: Person
    lead: str
    talk: str
    payment: str = ""

    @property
    def path(self) -> str:
        return f"/conversations/{self.talk}"

    async def meet(self) -> "Job":
        await self.worker.says(self.talk, "Buenas tardes, vi las fotos. Puedo pasar mañana a las diez.")
        await self.client.says(self.talk, "Perfecto, aquí lo espero. ¿Trae usted la llave?")
        await self.worker.says(self.talk, "Sí, llevo una de bronce y el sellador")
        return self

    async def bill(self, amount: str = "1000.00", what: str = "Cambio de llave y sellado", **more: Any) -> "Job":
        body = {"conversation_id": self.talk, "amount": amount, "description": what}
        asked = await self.worker.post("/api/payments/request", body | more, key=f"bill {amount} {self.talk}")
        self.payment = asked["id"]
        return self

    async def pay(self) -> "Job":
        page = await self.client.post(f"/api/payments/{self.payment}/pay")
        await self.client.stack.outside.pay(page["checkout_url"])
        await self.worker.hears_row(self.talk, "payment.paid")
        return self

    async def mark(self, photos: int = 2) -> "Job":
        taken = [await upload(self.worker, "completion", number) for number in range(photos)]
        await self.worker.post(f"/api/payments/{self.payment}/confirm-complete", {"photos": taken})
        return self

    async def confirm(self) -> "Job":
        await self.client.post(f"/api/payments/{self.payment}/confirm-complete")
        return self

    async def report(self) -> str:
        """The client is not content; the dispute's id."""
        told = {
            "payment_request_id": self.payment,
            "dispute_type": "quality",
            "description": "Volvió a gotear en la noche y se mojó el mueble. Le escribí y no ha regresado.",
            "desired_resolution": "Que regrese a repararlo, o la mitad del dinero.",
        }
        dispute = await self.client.post("/api/disputes", told)
        for number in range(2):
            shown = {"upload_id": await upload(self.client, "evidence", number), "description": "Así está hoy"}
            await self.client.post(f"/api/disputes/{dispute['id']}/evidence", shown)
        return str(dispute["id"])

    async def offer(self, amount: str, by: Person) -> str:
        body = {"client_amount": amount}
        return str((await by.post(f"/api/payments/{self.payment}/settlements", body))["id"])


async def start(client: Person, worker: Person, title: str, **more: Any) -> Job:
    """Asked for and bought."""
    lead = await ask_for(client, worker, title=title, **more)
    bought = await worker.post(f"/api/leads/{lead['id']}/purchase", key=f"buy {lead['id']}")
    return Job(client, worker, lead["id"], bought["conversation"]["id"])


async def deposit(worker: Person, amount: str) -> None:
    begun = await worker.post("/api/wallet/deposit", {"amount": amount, "method": "card"}, key=f"deposit {amount}")
    await worker.stack.outside.pay(begun["checkout_url"])
    await worker.post(f"/api/wallet/deposits/{begun['id']}/settle")
