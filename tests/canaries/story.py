"""One client's job as far as it goes, with three handymen at three distances and two strangers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from models.clock import real_now
from models.engine_tables import Timer
from models.leads.tables import LeadPurchase, LeadRecipient
from models.payments.settle import settle_intent
from models.payments.tables import PaymentRequest
from models.people.tables import User
from models.push.alert import alert
from models.push.tell_absent import due, tell_absent
from models.push.watch import watch
from models.timer_effects import EFFECTS
from tasks.outbox import drain
from tests import a, build_push
from tests.api import Answer, Api
from tests.build_reviews import OPINION
from tests.canaries.planted import (
    ANSWERED,
    BOUGHT,
    CLIENT,
    NOBODY,
    PLACE,
    Reader,
    ids_in,
    plant_id,
)
from tests.outside import Outside
from tests.photos import SAMPLES, photo
from tests.realtime.nodes import Client, Node, People


@dataclass
class World:
    api: Api
    readers: dict[str, Reader]
    sockets: dict[str, Client]
    ids: set[str] = field(default_factory=set)
    """All that anybody was told an id of."""
    client_photo: str = ""
    pushed: dict[str, list[Any]] = field(default_factory=dict)
    """What everybody's browser showed while they were away."""

    async def ask(self, name: str, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        reader = self.readers[name]
        answer = await self.api.ask(method, path, body, as_=reader.user, **more)
        reader.look(f"{method} {path}", answer.body, dict(answer.headers), said=[path, body])
        self.ids |= ids_in(answer.body)
        return answer

    async def does(self, name: str, method: str, path: str, body: Any = None, **more: Any) -> Any:
        answer = await self.ask(name, method, path, body, **more)
        assert answer.status in {200, 201}, answer
        return answer.data

    async def hands_in(self, name: str, purpose: str, data: bytes, said: str = "image/jpeg") -> str:
        form = (
            f'--x\r\nContent-Disposition: form-data; name="purpose"\r\n\r\n{purpose}\r\n--x\r\n'
            f'Content-Disposition: form-data; name="file"; filename="CANARIO.jpg"\r\nContent-Type: {said}\r\n\r\n'
        )
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        body = form.encode() + data + b"\r\n--x--\r\n"
        upload = await self.does(name, "POST", "/api/uploads", headers=headers, data=body)
        await drain()
        return str(upload["id"])

    async def come_back(self, name: str, socket: Client) -> None:
        """With another socket, which is told who is there."""
        await socket.hears("presence")
        for event, payloads in self.sockets[name].heard.items():
            socket.heard[event] += payloads
        self.sockets[name] = socket

    async def settle(self) -> None:
        """Let the frames of what was committed arrive, and hear them."""
        for socket in self.sockets.values():
            answer = await socket.ask("sync", {"conversations": {}, "notices": 0})
            assert answer["ok"], answer
        self.listen()

    def user(self, name: str) -> User:
        user = self.readers[name].user
        assert user is not None
        return user

    def listen(self) -> None:
        """What everybody's socket has heard so far."""
        for name, socket in self.sockets.items():
            for event, payloads in socket.heard.items():
                self.readers[name].look(event, payloads)
                self.ids |= ids_in(payloads)


@asynccontextmanager
async def told(outside: Outside) -> AsyncIterator[World]:
    """The whole story, up to money that is held."""
    async with AsyncExitStack() as stack:
        node = await stack.enter_async_context(Node().running())
        people = People(stack)
        readers = await everybody()
        sockets = {name: await people.client(node, who.user) for name, who in readers.items() if who.user}
        world = World(Api(node.http), readers, sockets)
        await live(world)
        await push_everything(world, outside)
        await world.come_back("answered", await people.client(node, world.user("answered")))
        await world.settle()
        yield world


async def everybody() -> dict[str, Reader]:
    await a.catalogue()
    client = await a.client(**CLIENT)
    plant_id(client)
    workers = [await a.funded(await a.worker(full_name=f"Juan Pérez {number}"), 300) for number in range(2)]
    return {
        reader.name: reader
        for reader in (
            Reader("client", client, ANSWERED),
            Reader("answered", workers[0], ANSWERED),
            Reader("bought", workers[1], BOUGHT),
            Reader("recipient", await a.worker(), NOBODY),
            Reader("stranger_worker", await a.worker(), NOBODY),
            Reader("stranger_client", await a.client(), NOBODY),
            Reader("support", await a.support(), ANSWERED),
            Reader("nobody", None, NOBODY),
        )
    }


async def live(world: World) -> None:
    world.client_photo = await world.hands_in("client", "profile", photo())
    await world.does("client", "POST", "/api/users/profile-image", {"upload_id": world.client_photo})
    lead = await send_lead(world)
    talks = {}
    for name in ("answered", "bought"):
        bought = await world.does(name, "POST", f"/api/leads/{lead}/purchase")
        talks[name] = f"/api/conversations/{bought['conversation']['id']}"
        await say(world, name, talks[name])
    world.readers["answered"].may_know = BOUGHT
    await drain()
    world.listen()
    world.readers["answered"].may_know = ANSWERED
    await say(world, "client", talks["answered"])
    await pay(world, talks["answered"].rpartition("/")[2])
    await praise(world)
    await stay_silent(world)
    for step in ("join", "leave"):
        await world.does("support", "POST", f"{talks['answered']}/{step}", {})
    await touch(world, talks["answered"])
    await world.ask("stranger_client", "GET", f"/api/leads/{lead}")
    await drain()


async def send_lead(world: World) -> str:
    media = [
        await world.hands_in("client", "lead", photo()),
        await world.hands_in("client", "lead", (SAMPLES / "film.mov").read_bytes(), "video/quicktime"),
    ]
    workers = [str(world.user(name).id) for name in ("answered", "bought", "recipient")]
    job = a.JOB | PLACE | {"recipients": workers, "media": media}
    lead = await world.does("client", "POST", "/api/leads", job)
    return str(lead["id"])


async def say(world: World, name: str, talk: str) -> None:
    await world.does(name, "POST", f"{talk}/messages", {"client_msg_id": "t", "content": "Buenas tardes"})
    upload = await world.hands_in(name, "message", photo())
    await world.does(
        name, "POST", f"{talk}/messages", {"client_msg_id": "p", "message_type": "image", "upload_id": upload}
    )


async def pay(world: World, conversation_id: str) -> None:
    asked = await world.does(
        "answered",
        "POST",
        "/api/payments/request",
        {"conversation_id": conversation_id, "amount": "1000.00", "description": "Cambio de llave"},
    )
    await settle_intent(a.captured(await PaymentRequest.get(id=asked["id"])))
    photos = [await world.hands_in("answered", "completion", photo())]
    path = f"/api/payments/{asked['id']}/confirm-complete"
    await world.does("answered", "POST", path, {"photos": photos})
    await world.does("client", "POST", path, {})
    trouble = {"dispute_type": "quality", "description": "La llave sigue goteando", "desired_resolution": "redo"}
    await world.does("client", "POST", "/api/disputes", trouble | {"payment_request_id": asked["id"]})


async def praise(world: World) -> None:
    """By a client who wants to stay unnamed, to a handyman who responds."""
    paid = await PaymentRequest.get(worker_id=world.user("answered").id)
    media = [await world.hands_in("client", "review", photo())]
    said = OPINION | {"payment_request_id": str(paid.id), "media": media, "anonymous": True}
    review = await world.does("client", "POST", "/api/reviews", said)
    thanks = {"worker_response": "Gracias por la confianza"}
    await world.does("answered", "POST", f"/api/reviews/{review['id']}/respond", thanks)
    await world.does("recipient", "POST", f"/api/reviews/{review['id']}/flag", {"reason": "spam"})


async def stay_silent(world: World) -> None:
    """Towards the one who was never answered, until the money goes back."""
    purchase = await LeadPurchase.get(worker_id=world.user("bought").id)
    for kind in ("lead.refund_reminder", "lead.refund"):
        timer = await Timer.get(kind=kind, subject_id=purchase.id)
        await EFFECTS[kind](purchase.id, at=timer.due_at)


async def push_everything(world: World, outside: Outside) -> None:
    """As if everybody had gone for an hour: the lead to all that it was sent to, and all that waits unread."""
    people = {name: reader.user for name, reader in world.readers.items() if reader.user}
    browsers = {name: await build_push.browser(user, outside) for name, user in people.items()}
    sent = await LeadRecipient.all().values_list("lead_id", "worker_id")
    for lead_id, worker_id in sent:
        await alert(lead_id, [worker_id])
    now = real_now() + timedelta(hours=1)
    await watch(now)
    assert await tell_absent(list(await due(now)), (), now) > (0, 0)
    await drain()
    for name, browser in browsers.items():
        world.pushed[name] = await outside.pushes(browser)
        world.readers[name].look("a push", world.pushed[name])


async def touch(world: World, talk: str) -> None:
    """The small signs: read, and writing."""
    conversation_id = talk.rpartition("/")[2]
    await world.sockets["client"].ask("message:read", {"conversation_id": conversation_id, "seq": 1})
    await world.sockets["client"].socket.emit("typing", {"conversation_id": conversation_id, "on": True})
    await world.sockets["answered"].hears("typing")
