"""How a world begins, and how it ends: when everything was heard and every deadline has passed."""

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from models.database import pool
from models.engine_tables import OutboxRow
from models.leads.purchase import purchase
from models.outgoing.freeze import unfreeze
from models.people.reinstate import reinstate
from models.people.tables import User, UserStatus
from models.wallet.deposit import begin_deposit
from models.wallet.new_week import arm_new_week
from models.wallet.settle_deposit import settle_session
from models.wallet.tables import DepositMethod
from tasks.event import NotYet
from tests import a
from tests.build_chat import says
from tests.build_jobs import catalogue
from tests.build_payouts import linked
from tests.moment import stand_still_at
from tests.money.deed import Cast
from tests.money.of_staff import EVENTS, carry_out
from tests.money.payers import Violation
from tests.money.processor import Processor, RefusedError
from tests.money.seen import look
from tests.money.truth import refuse_faults
from tests.money.world import BEGINNING, Round, Tally, World

PEOPLE = 4
CALM = Round((), 0, timers_sleep=False, news_wait=0)
STEP = timedelta(days=9)
STEPS = 12
"""Beyond day 85, after which nothing is held that no bank is deciding about (R-14)."""

UNDONE = {
    "still held": "SELECT id FROM escrow_payments WHERE status = 'held'",
    "still to be paid": "SELECT id FROM payment_requests WHERE status = 'pending'",
    "still awaited": "SELECT id FROM deposits WHERE status IN ('created', 'pending')",
    "a split still offered": "SELECT id FROM settlements WHERE status = 'proposed'",
    "a contact neither answered nor given back": """
        SELECT p.id FROM lead_purchases p JOIN conversations c ON c.purchase_id = p.id
        WHERE p.status = 'purchased' AND NOT p.client_responded AND p.refund_count = 0 AND NOT p.is_free
          AND c.worker_wrote_at < p.refund_eligible_until""",
}
ACCOUNTS = (
    "SELECT coalesce(sum(e.amount), 0) FROM entries e JOIN accounts a ON a.id = e.account_id WHERE a.kind = $1"
)
SENT = """
    SELECT (SELECT coalesce(sum(amount), 0) FROM withdrawals WHERE status = 'sent' AND driver = 'batch')
         + (SELECT coalesce(sum(amount), 0) FROM deposit_returns WHERE bank_reference IS NOT NULL)"""
UNSENT = (
    """SELECT stripe_payment_intent_id AS intent FROM provider_refunds WHERE status IN ('intended', 'pending')"""
)


async def born(tally: Tally, chance: Random) -> World:
    await stand_still_at(BEGINNING)
    await catalogue()
    await arm_new_week()
    clients = [await a.client() for _ in range(PEOPLE)]
    workers = [await a.worker() for _ in range(PEOPLE)]
    processor = Processor(chance)
    processor.is_reliable = True
    cast = Cast(clients, workers, await a.support(), await a.admin(), processor)
    for worker in workers:
        await settle_in(worker, clients, processor)
    processor.is_reliable = False
    return World(cast, tally, chance)


async def settle_in(worker: User, clients: list[User], processor: Processor) -> None:
    """He has money and has bought a contact of everybody's; half of them have answered."""
    await linked(worker, f"acct_{worker.id.hex}")
    begun = await begin_deposit(by=worker.id, amount=Decimal(2000), method=DepositMethod.CARD)
    metadata = {"deposit_id": str(begun.id), "worker_id": str(worker.id)}
    page = await processor.create_checkout(key=str(begun.id), amount=begun.amount, metadata=metadata)
    processor.pays(page.id)
    await settle_session(await processor.get_checkout(page.id))
    for number, client in enumerate(clients):
        bought = await purchase((await a.lead(worker, client=client)).id, by=worker.id)
        if number % 2:
            await says(client.id, bought.conversation)


async def comes_to_rest(world: World) -> None:
    """Everybody pays or gives up, banks decide, workers work off what waits, and time goes by."""
    world.processor.is_reliable = True
    await unfreeze()
    for user in await User.filter(status=UserStatus.SUSPENDED, deleted_at=None):
        await reinstate(user.id, "Aclarado", by=world.cast.admin.id)
    for _ in range(STEPS):
        await world.moves_on(STEP)
        for _ in range(3):
            await everybody_finishes(world)
    await refuse_faults(world.memory, world.processor)
    await refuse_remains(world)


async def everybody_finishes(world: World) -> None:
    seen = await look(EVENTS, world.processor)
    for row in seen["vouchers"]:
        world.processor.ends_voucher(row["id"], paid=world.chance.random() < 0.5)
    for row in seen["banks"]:
        world.processor.decides(row["id"], world.chance.choice(["won", "lost"]))
    for row in seen["refunds"]:
        if row["status"] == "pending":
            world.processor.settles_refund(row["id"], "succeeded")
    while world.processor.news:
        await world.hears(world.news_of(CALM))
    for row in seen["orders"]:
        try:
            await carry_out(row)
        except RefusedError:
            await OutboxRow.filter(id=row["id"]).update(parked_at=world.now)
        except NotYet:
            continue
    await world.fires()


async def refuse_remains(world: World) -> None:
    processor = world.processor
    async with (await pool()).acquire() as connection:
        found = [f"{row['id']}: {what}" for what, ask in UNDONE.items() for row in await connection.fetch(ask)]
        ours = -await connection.fetchval(ACCOUNTS, "clearing")
        bank = -await connection.fetchval(ACCOUNTS, "bank")
        sent = await connection.fetchval(SENT)
        booked = await connection.fetch("SELECT cause FROM transfers WHERE cause LIKE 'capture:%'")
        unsent: list[Any] = await connection.fetch(UNSENT)
    # a bank that took less than a refund leaves it to people
    disputed = {
        row["payment_intent"]
        for row in processor.disputes.values()
        if row["status"] == "lost" and row["amount"] < processor.intents[row["payment_intent"]]["amount_received"]
    }
    found += [f"{row['intent']}: not given back" for row in unsent if row["intent"] not in disputed]
    known = {row["cause"].removeprefix("capture:") for row in booked}
    taken = {
        key for key, row in processor.intents.items() if row["status"] == "succeeded" and row["currency"] == "mxn"
    }
    found += [f"{key}: taken, and not booked" for key in taken - known]
    if ours != processor.balance():
        found.append(f"the processor holds {processor.balance()} for us, our books say {ours}")
    if bank != -sent:
        found.append(f"the bank has sent {sent}, our books say {bank}")
    if found:
        raise Violation("\n".join(found[:20]))
