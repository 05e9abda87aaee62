"""A town in which everything that screens can show has happened, at least once."""

from dataclasses import dataclass, field
from typing import Any

from tests.gallery.jobs import Job, ask_for, deposit, start, upload
from tests.journeys import story
from tests.journeys.person import Person, the_admin
from tests.stack import Stack

CLIENTS = {"maria": "María Hernández Soto", "diego": "Diego Ramírez Villaseñor", "sofia": "Sofía Núñez"}
HANDYMEN = {
    "juan": "Juan Pérez Luna",
    "pedro": "Pedro Guadalupe Hernández de la Cruz",
    "lucia": "Lucía Gómez",
}
BEGINNERS = {"beto": "Alberto Campos", "carmen": "Carmen Ortiz Bautista"}
REVIEW = {
    "overall_rating": 5,
    "title": "Muy buen trabajo con la fuga",
    "description": "Llegó a la hora que dijo, explicó qué estaba mal antes de empezar, cambió la llave y dejó todo"
    " limpio. Lo volvería a llamar.",
    "would_recommend": True,
    "would_hire_again": True,
    "anonymous": False,
}


@dataclass
class World:
    stack: Stack
    people: dict[str, Person] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    disputes: dict[str, str] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    async def job(self, name: str, client: str, worker: str, title: str, **more: Any) -> Job:
        self.jobs[name] = await start(self[client], self[worker], title, **more)
        return self.jobs[name]

    async def leave(self) -> None:
        for person in self.people.values():
            await person.leave()


async def build(stack: Stack) -> World:
    world = World(stack)
    await populate(world)
    await live_the_first_week(world)
    await story.advance(world["admin"], "P8D")
    await praise(world)
    await wait_in_vain(world)
    await quarrel(world)
    await be_busy(world)
    await fill_the_wallet(world)
    return world


async def populate(world: World) -> None:
    stack, people = world.stack, world.people
    people["admin"] = await the_admin(stack)
    for key, name in CLIENTS.items():
        people[key] = await story.a_client(stack, name)
    for key, name in HANDYMEN.items():
        people[key] = await story.a_handyman(stack, people["admin"], name)
    for key, name in BEGINNERS.items():
        people[key] = await Person(stack).sign_up("worker", name)
    await apply(people["carmen"])
    face = await upload(people["juan"], "profile", 2)
    await people["juan"].post("/api/users/profile-image", {"upload_id": face})


async def apply(carmen: Person) -> None:
    """She waits for approval."""
    about = {"description": story.DESCRIPTION, "service_areas": ["Condesa"], "availability": {"mon": ["morning"]}}
    await carmen.post("/api/workers/profile", about)
    services = (await carmen.get("/api/services"))["items"]
    paint = next(each for each in services if each["category"] == "Pintura")
    offered = {"service_id": paint["id"], "pricing_type": "fixed", "price_amount": "2800.00"}
    await carmen.post("/api/workers/services", offered)
    await carmen.post("/api/workers/profile/submit")


async def live_the_first_week(world: World) -> None:
    done = await world.job("released", "maria", "juan", "Fuga en la cocina", photos=2, urgency="urgent")
    await (await (await (await (await done.meet()).bill()).pay()).mark()).confirm()
    split = await world.job("settled", "diego", "pedro", "Destapar la coladera del patio")
    await (await (await (await split.meet()).bill("1800.00", "Destape con máquina")).pay()).mark()
    world.disputes["settled"] = await split.report()
    await split.offer("300.00", by=split.worker)
    taken = await split.offer("900.00", by=split.client)
    await split.worker.post(f"/api/settlements/{taken}/accept")
    fresh = await world.job("unreviewed", "maria", "lucia", "Cambiar el calentador")
    await (await (await (await (await fresh.meet()).bill("2400.00")).pay()).mark()).confirm()


async def praise(world: World) -> None:
    done = world.jobs["released"]
    media = [await upload(done.client, "review", 1)]
    body = REVIEW | {"payment_request_id": done.payment, "media": media}
    review = await done.client.post("/api/reviews", body)
    await done.worker.post(f"/api/reviews/{review['id']}/respond", {"worker_response": "Gracias, María."})


async def wait_in_vain(world: World) -> None:
    """One is refunded, one is reminded of."""
    for name in ("juan", "lucia", "pedro"):
        await deposit(world[name], "500.00")
    lost = await world.job("refunded", "sofia", "juan", "Instalar un tinaco en la azotea")
    await lost.worker.says(lost.talk, "Buenos días, ¿de cuántos litros es el tinaco?")
    await story.advance(world["admin"], "P1D")
    late = await world.job("reminded", "diego", "juan", "El baño no tiene presión")
    await late.worker.says(late.talk, "Buen día, ¿qué día puede recibirme?")
    await story.advance(world["admin"], "P1DT13H")


async def quarrel(world: World) -> None:
    reported = await world.job("disputed", "maria", "lucia", "La regadera gotea", photos=1)
    await (await (await (await reported.meet()).bill("850.00", "Empaques nuevos")).pay()).mark()
    world.disputes["open"] = await reported.report()
    await reported.worker.post(
        f"/api/disputes/{world.disputes['open']}/answer", {"text": "La regadera quedó bien; gotea otra tubería."}
    )
    await reported.offer("400.00", by=reported.worker)
    await world["admin"].post(f"/api/disputes/{world.disputes['open']}/take", {})


async def be_busy(world: World) -> None:
    """What is going on today."""
    asked = await world.job("asked", "maria", "juan", "Cambiar llaves del lavabo")
    await (await asked.meet()).bill(
        "1000.00", "Dos llaves mezcladoras y mano de obra", expected_service_date="2027-02-04"
    )
    paid = await world.job("paid", "diego", "juan", "Bomba de agua sin fuerza")
    await (await (await paid.meet()).bill("2500.00", "Bomba de medio caballo")).pay()
    marked = await world.job("marked", "maria", "pedro", "WC tapado", urgency="urgent")
    await (await (await (await marked.meet()).bill("600.00", "Destape")).pay()).mark()
    quiet = await world.job("bought", "maria", "juan", "Humedad en la pared del comedor")
    for person in (quiet.client, quiet.worker):
        await person.post(f"/api/conversations/{quiet.talk}/mute")
    cold = await ask_for(world["maria"], world["pedro"], title="Boiler que no prende")
    world.leads["sent"] = cold["id"]
    hot = await ask_for(
        world["diego"], world["juan"], world["pedro"], title="Fuga en la cisterna", photos=2, urgency="urgent"
    )
    world.leads["open"] = hot["id"]
    await ask_for(
        world["sofia"], world["juan"], title="Revisar instalación de gas antes de rentar el departamento"
    )


async def fill_the_wallet(world: World) -> None:
    juan = world["juan"]
    oxxo = await juan.post("/api/wallet/deposit", {"amount": "400.00", "method": "oxxo"}, key="oxxo")
    await world.stack.outside.pay_by(oxxo["checkout_url"], "oxxo")
    asked = {"amount": "150.00", "clabe": "002010077777777771", "account_holder": "Juan Pérez Luna"}
    await juan.post("/api/wallet/withdraw", asked, key="withdraw")
