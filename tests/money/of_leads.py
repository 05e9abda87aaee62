"""Leads: sent, bought, answered, given back, taken back."""

from typing import Any

from models.chat.delete import delete
from models.chat.payloads import Said
from models.chat.send import send
from models.leads.cancel import cancel
from models.leads.create import Job, create
from models.leads.purchase import purchase
from models.people.leave import leave
from tests import a
from tests.build_jobs import JOB
from tests.money.deed import Act, deed
from tests.money.seen import Row


def is_for_sale(row: Row) -> bool:
    return (
        row["status"] == "active" and row["person"] == "active" and not row["is_paused"] and row["balance"] >= 100
    )


@deed("workers", lambda row: row["status"] == "active")
async def sends_lead(act: Act) -> Any:
    """To all who may hear it."""
    client = act.cast.clients[act.command.which % len(act.cast.clients)]
    return await create(Job(**JOB), by=client, recipients=act.row["active"], key=act.key)


@deed("offers", lambda row: is_for_sale(row) and row["bought"] is None, "sends_lead pays_deposit resumes")
async def buys_lead(act: Act) -> Any:
    return (await purchase(act.row["id"], by=act.row["worker_id"], key=act.key)).purchase


@deed("offers", lambda row: is_for_sale(row) and row["bought"] == "refunded", "writes_first")
async def buys_again(act: Act) -> Any:
    return (await purchase(act.row["id"], by=act.row["worker_id"], key=act.key)).purchase


def is_silent(row: Row) -> bool:
    return row["status"] == "purchased" and not row["client_responded"] and row["deleted_at"] is None


@deed(
    "talks",
    lambda row: is_silent(row) and row["worker_wrote_at"] is None and row["person"] == "active",
    "buys_lead",
)
async def writes_first(act: Act) -> Any:
    said = Said(client_msg_id=act.key, content="Buenas tardes, puedo ir mañana.")
    await send(act.by(act.row["worker_id"]), act.row["id"], said)


@deed("talks", is_silent, "buys_lead")
async def answers_handyman(act: Act) -> Any:
    said = Said(client_msg_id=act.key, content="Sí, pase mañana")
    await send(act.by(act.row["client_id"]), act.row["id"], said)


@deed("offers", lambda row: row["status"] == "active" and row["bought"] is None, "sends_lead")
async def cancels_lead(act: Act) -> Any:
    return await cancel(act.row["id"], by=act.by(act.row["client_id"]), key=act.key)


@deed("offers", lambda row: row["status"] == "active" and row["is_unanswered"], "buys_lead")
async def cancels_unanswered(act: Act) -> Any:
    """Who bought it and waits has his money back at once."""
    return await cancel(act.row["id"], by=act.by(act.row["client_id"]), key=act.key)


@deed("talks", is_silent, "buys_lead")
async def deletes_talk(act: Act) -> Any:
    """The client goes without a word: the handyman's money comes back."""
    await delete(act.by(act.row["client_id"]), act.row["id"])


@deed("clients", otherwise="sends_lead")
async def leaves(act: Act) -> Any:
    """For good; another person comes in their place."""
    await leave(act.row["id"])
    person = act.cast.everybody[act.row["id"]]
    act.cast.gone.append(person)
    act.cast.clients[act.cast.clients.index(person)] = await a.client()
