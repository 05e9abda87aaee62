"""Nodes and workers die while money moves, at random and at each named point: each peso moves once all the same.

`FAULTS_PURCHASES` says through how many purchases; `FAULTS_SEED` breaks again what a failed run has printed.
"""

import asyncio
import os
import random
from collections.abc import Iterator

import httpx
import pytest

from tasks.outbox import AT_ONCE
from tests.faults.house import House, house
from tests.faults.truth import NEVER, UNDONE
from tests.faults_money.books import Books
from tests.faults_money.breaking import Breaking, meanwhile
from tests.faults_money.lives import Pair
from tests.faults_money.party import Party, Told
from tests.faults_money.standing import says_where_it_stands
from tests.faults_money.work import in_turn, work

pytestmark = [
    pytest.mark.processes,
    pytest.mark.timeout(1800),
    pytest.mark.req("R-09", "R-11", "R-12", "R-17", "R-24", "ESC-22", "WAL-13"),
]

PURCHASES = int(os.environ.get("FAULTS_PURCHASES", "60"))
SEED = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
PAIRS = 16
PATIENCE = 300 + 2 * PURCHASES
"""Seconds, on a machine that has other things to do; pytest's own limit is longer, and says less."""
COMMANDS_EACH = 6
"""Fewer than a purchase comes to with all that follows."""
DAYS_AFTER = 20
"""By then everything has ended that anybody began."""
DEATHS = max(4, PURCHASES // 33)
NODE_POINTS = (
    ("after-intend/deposit", "after-call/checkout", "after-commit:5"),
    ("after-call/deposit", "after-intend/checkout"),
)
WORKER_POINTS = (
    ("after-intend/reload", "after-call/refund", "after-intend/transfer", "after-a-timer"),
    ("after-intend/refund", "after-call/reload", "after-call/transfer", "after-commit:5", "after-a-reaction:5"),
)
POINTS = sum(map(len, NODE_POINTS + WORKER_POINTS))


@pytest.fixture
def here() -> Iterator[House]:
    with house() as made:
        yield made


async def pairs_of(here: House, http: httpx.AsyncClient, told: Told, chance: random.Random) -> list[Pair]:
    """They have talked before; from now on leads cost something."""
    here.stage.seed(PAIRS)
    await here.fetch("UPDATE worker_profiles SET free_until = now() - interval '1 hour'")
    here.stage.trustme("create-admin", "jefa@example.mx", "una clave larga")
    signed_in = {"email": "jefa@example.mx", "password": "una clave larga"}
    login = await http.post(f"http://127.0.0.1:{here.ports[0]}/api/auth/login", json=signed_in)
    tokens = (here.stage.folder / "tokens.txt").read_text().split()

    def party(token: str, first: int) -> Party:
        made = Party(token, here.ports[first:] + here.ports[:first], told)
        made.http = http
        return made

    staff = party(login.json()["data"]["token"], 0)
    return [
        Pair(
            client=party(tokens[2 * number], number % 2),
            worker=party(tokens[2 * number + 1], 1 - number % 2),
            staff=staff,
            outside=here.outside,
            told=told,
            chance=random.Random(chance.random()),
            reloads=number % 3 > 0,
        )
        for number in range(PAIRS)
    ]


async def test_each_peso_moves_once_whoever_dies(here: House) -> None:
    print(f"FAULTS_SEED={SEED}")  # noqa: T201 - pytest shows it when the test has failed
    chance, told = random.Random(SEED), Told()
    for points in NODE_POINTS:
        here.node(*points)
    for points in WORKER_POINTS:
        here.worker(*points)
    await here.is_ready()
    breaking = Breaking(here, told, chance, PURCHASES * COMMANDS_EACH, DEATHS)
    browser = httpx.AsyncClient(verify=False, trust_env=False, timeout=20, headers={"Accept": "application/json"})
    async with browser as http, asyncio.timeout(PATIENCE):
        pairs = await pairs_of(here, http, told, chance)
        says = says_where_it_stands(here, 0.9 * PATIENCE)
        async with here.kept(), meanwhile(says), meanwhile(breaking.leases_end()):
            async with meanwhile(breaking.days_go_by()):
                await storm(here, pairs, breaking, chance)
            await comes_to_rest(here)
            await breaking.jump(DAYS_AFTER)
            await comes_to_rest(here)
        await all_is_right(here, told)
        for pair in pairs:
            await is_what_he_reads(here, pair)
    await nothing_was_too_easy(here, told)


async def storm(here: House, pairs: list[Pair], breaking: Breaking, chance: random.Random) -> None:
    """All that is to be done, and then as much as it takes until everybody has died everywhere."""
    await asyncio.gather(*(pair.begin() for pair in pairs))
    await asyncio.gather(work(pairs, PURCHASES, chance), breaking.kill(), breaking.disturb())
    while not all(each.dies_no_more for each in here.nodes + here.workers):
        await asyncio.gather(*(in_turn(pair, [Pair.goes_on]) for pair in pairs[:3]))


async def comes_to_rest(here: House) -> None:
    """Nothing is left to do; what was given up is done when an operator says so."""
    while await here.fetch(UNDONE):  # noqa: ASYNC110 - other processes
        await asyncio.sleep(0.3)
    if parked := await here.fetch("SELECT id FROM outbox WHERE parked_at IS NOT NULL"):
        await asyncio.to_thread(here.stage.trustme, "outbox", "--retry", *[str(row["id"]) for row in parked])
        await comes_to_rest(here)


async def all_is_right(here: House, told: Told) -> None:
    assert await asyncio.to_thread(here.stage.audit) == "everything adds up"
    for what, statement in NEVER.items():
        assert not (found := await here.fetch(statement)), (what, found)
    books = Books(here)
    await books.each_charge_once()
    await books.each_refund_once()
    await books.each_transfer_once()
    await books.adds_up()
    books.nobody_can_pay_any_more()
    await what_was_told_is_so(here, told)


async def what_was_told_is_so(here: House, told: Told) -> None:
    """What was acknowledged is there, and nothing besides."""
    arrived = await here.fetch("SELECT id::text FROM deposits WHERE status = 'completed' AND NOT is_automatic")
    assert told.deposits <= {row["id"] for row in arrived}
    bought = await here.fetch("SELECT id::text FROM lead_purchases WHERE purchase_amount > 0")
    assert told.purchases == {row["id"] for row in bought}
    sent = await here.fetch("SELECT id::text FROM withdrawals WHERE status = 'sent'")
    assert told.withdrawals == {row["id"] for row in sent}
    requests = await here.fetch(
        "SELECT r.id::text, e.status, e.ended_by FROM payment_requests r"
        " LEFT JOIN escrow_payments e ON e.payment_request_id = r.id"
    )
    assert told.requests == {row["id"] for row in requests}
    ends = {row["id"]: (row["status"], row["ended_by"]) for row in requests}
    for how, end in {
        "released": ("released", "release"),
        "split": ("released", "settlement"),
        "given back": ("refunded", "dispute"),
    }.items():
        assert {ends[request] for request in told.ended.get(how, ())} <= {end}, how


async def is_what_he_reads(here: House, pair: Pair) -> None:
    """The wallet that he is shown is the sum of his movements, and never was below zero."""
    balance = (await pair.worker.get("/api/wallet/balance"))["balance"]
    rows = await here.fetch(
        "SELECT sum(amount)::text AS sum, min(balance_after) AS lowest FROM wallet_transactions"
        " WHERE worker_id = $1",
        pair.worker_id,
    )
    assert (rows[0]["sum"], rows[0]["lowest"] >= 0) == (balance, True)


async def nothing_was_too_easy(here: House, told: Told) -> None:
    books, deaths = Books(here), [each.deaths for each in here.nodes + here.workers]
    again = await books.each_letter_at_most_once_more_per_death()
    print(  # noqa: T201 - what the run came to
        f"{len(told.purchases)} purchases, {len(told.requests)} payments asked for, {len(books.charges)} charges,"
        f" {len(books.refunds)} refunds, {len(books.transfers)} transfers, {len(books.mails)} mails,"
        f" {again} again; deaths {deaths}; overtaken {told.overtaken}"
    )
    assert again <= AT_ONCE * sum(each.deaths for each in here.workers)
    assert sum(deaths) >= POINTS + DEATHS / 2
    assert len(told.overtaken) <= PURCHASES / 4
