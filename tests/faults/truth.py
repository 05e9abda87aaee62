"""What must be true when everything is up again, whatever broke before."""

import asyncio
from collections import Counter
from typing import Any

import asyncpg

from tests.faults.house import House
from tests.faults.jobs import Acknowledged
from tests.faults.person import Person

PATIENCE = 100
"""Seconds: a loaded machine may take its time to come to rest, but has to."""
AT_ONCE = 40
"""Who read afresh together: with a thousand in its queue, the client's pool does nothing but look through it."""
A_LEASE = 8.0

UNDONE = """
SELECT 'outbox' AS what, event || ' ' || coalesce(reaction, '') || ' ' || coalesce(last_error, '') AS which
FROM outbox WHERE done_at IS NULL AND parked_at IS NULL
UNION ALL SELECT 'timer', kind || ' ' || coalesce(last_error, '') FROM timers
WHERE parked_at IS NULL AND due_at <= business_now()
UNION ALL SELECT 'webhook', kind FROM webhook_events WHERE applied_at IS NULL
"""
TIME_PASSES = (
    """UPDATE outbox SET next_attempt_at = next_attempt_at - interval '5 minutes'
    WHERE done_at IS NULL AND parked_at IS NULL""",
    """UPDATE timers SET retry_at = retry_at - interval '1 minute'
    WHERE parked_at IS NULL AND retry_at IS NOT NULL""",
)
"""What a dead worker had taken is free again after these; nobody waits for them here."""
NEVER = {
    "an effect twice in a timeline": """
        SELECT event->>'kind', event->>'payment_request_id', event->>'purchase_id' FROM messages
        WHERE event IS NOT NULL GROUP BY 1, 2, 3, conversation_id HAVING count(*) > 1""",
    "a notice twice": """
        SELECT user_id, kind, facts::text FROM notices WHERE kind NOT IN ('lead.nudge', 'wallet.low')
        GROUP BY 1, 2, 3 HAVING count(*) > 1""",
    "a gap in somebody's notices": """
        SELECT user_id FROM notices GROUP BY 1 HAVING count(*) <> max(seq)""",
    "an event twice": """
        SELECT event, facts::text FROM outbox
        WHERE reaction IS NULL AND event NOT IN
            ('checkout.close', 'lead.nudge', 'wallet.low', 'conversation.unread', 'deposit.unsettled')
        GROUP BY 1, 2 HAVING count(*) > 1""",
    "a reaction twice": """
        SELECT parent_id, reaction FROM outbox WHERE reaction IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1""",
    "a timer that gave up": "SELECT kind, last_error FROM timers WHERE parked_at IS NOT NULL",
    "a lead paid back twice, or not": """
        SELECT p.id FROM lead_purchases p JOIN conversations c ON c.purchase_id = p.id
        LEFT JOIN messages m ON m.conversation_id = c.id AND m.event->>'kind' = 'lead.refunded'
        WHERE c.worker_wrote_at < p.refund_eligible_until AND p.refund_eligible_until <= business_now()
        GROUP BY p.id HAVING count(m.id) <> CASE WHEN p.client_responded THEN 0 ELSE 1 END""",
    "a request's end that its timeline doesn't tell": """
        SELECT r.id, r.status FROM payment_requests r
        LEFT JOIN messages m ON m.conversation_id = r.conversation_id
            AND m.event->>'payment_request_id' = r.id::text AND m.event->>'kind' = 'payment.' || r.status
        WHERE r.status <> 'pending' GROUP BY r.id HAVING count(m.id) <> 1""",
    "a request that outlived its time": """
        SELECT id FROM payment_requests WHERE status = 'pending' AND expires_at <= business_now()""",
    "money that is due and still held": """
        SELECT id FROM escrow_payments WHERE status = 'held' AND release_at <= business_now()""",
}


async def comes_to_rest(house: House) -> None:
    """Nothing is left to do; what was given up can be done when an operator says so."""
    async with asyncio.timeout(PATIENCE):
        while not await _rests(house):
            await _pass_time(house)


async def time_goes_by(house: House) -> None:
    while True:
        await asyncio.sleep(A_LEASE)
        await _pass_time(house)


async def _pass_time(house: House) -> None:
    for statement in TIME_PASSES:
        await house.fetch(statement)


async def _rests(house: House) -> bool:
    """Whether all is done, after a while in which it may be."""
    until = asyncio.get_running_loop().time() + A_LEASE
    while asyncio.get_running_loop().time() < until:
        if not await house.fetch(UNDONE):
            parked = await house.fetch("SELECT id FROM outbox WHERE parked_at IS NOT NULL")
            if not parked:
                return True
            await asyncio.to_thread(house.stage.trustme, "outbox", "--retry", *[str(row["id"]) for row in parked])
        await asyncio.sleep(0.2)
    return False


async def all_is_there(house: House, people: list[Person]) -> None:
    """What was acknowledged is in the table once, and everybody's timelines are the table's."""
    table, places, notices = await timelines(house), await seats(house), await told(house)
    for rows in table.values():
        assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    async with asyncio.timeout(PATIENCE):
        while any(  # noqa: ASYNC110 - other processes
            len(person.rows.get(place, [])) < len(table[place])
            for person in people
            for place in places[person.user_id]
        ) or any(len(person.notices) < len(notices.get(person.user_id, [])) for person in people):
            await asyncio.sleep(0.1)
    said = {str(row["client_msg_id"]): row for rows in table.values() for row in rows if row["client_msg_id"]}
    keys = Counter(row["client_msg_id"] for rows in table.values() for row in rows if row["client_msg_id"])
    for person in people:
        assert person.rows.keys() == set(places[person.user_id])
        for place, held in person.rows.items():
            assert [row.get("id", str(kept["id"])) for row, kept in zip(held, table[place], strict=True)] == [
                str(kept["id"]) for kept in table[place]
            ]
        assert [notice["id"] for notice in person.notices] == notices.get(person.user_id, [])
        for key, (place, seq) in person.acknowledged.items():
            assert keys[key] == 1
            assert (str(said[key]["conversation_id"]), said[key]["seq"]) == (place, seq)
    for begin in range(0, len(people), AT_ONCE):
        await asyncio.gather(*(is_what_one_reads(person) for person in people[begin : begin + AT_ONCE]))
    assert await asyncio.to_thread(house.stage.audit) == "everything adds up"


async def is_what_one_reads(person: Person) -> None:
    """What a client holds after all that, it would get if it asked for everything now."""
    for place, held in person.rows.items():
        fresh: list[dict[str, Any]] = []
        while True:
            after = {"after": len(fresh), "limit": 100}
            items = (await person.get(f"/api/conversations/{place}/messages", **after))["items"]
            fresh += items
            if not items:
                break
        assert held == [{"conversation_id": place} | row for row in fresh]


async def refused_left_nothing(house: House, people: list[Person]) -> None:
    wrong = {said["client_msg_id"]: said["content"] for person in people for said in person.refused.values()}
    rows = await house.fetch(
        "SELECT client_msg_id, content FROM messages WHERE client_msg_id = ANY ($1)", list(wrong)
    )
    acknowledged = {key for person in people for key in person.acknowledged}
    assert [row for row in rows if row["client_msg_id"] not in acknowledged] == []
    assert [row for row in rows if row["content"] == wrong[row["client_msg_id"]]] == []
    keys = [key for person in people for key in person.refused_keys]
    assert await house.fetch("SELECT key FROM idempotency_keys WHERE key = ANY ($1)", keys) == []


async def each_effect_once(house: House, done: Acknowledged) -> None:
    for what, statement in NEVER.items():
        assert not (found := await house.fetch(statement)), (what, found)
    found = await house.fetch("SELECT id, status FROM payment_requests")
    status = {str(row["id"]): row["status"] for row in found}
    assert status.keys() == done.requests
    for wanted in ("paid", "declined", "cancelled"):
        assert {status[request] for request in getattr(done, wanted)} <= {wanted}
    bought = {str(row["id"]) for row in await house.fetch("SELECT id FROM lead_purchases")}
    assert done.purchases <= bought


async def timelines(house: House) -> dict[str, list[asyncpg.Record]]:
    found: dict[str, list[asyncpg.Record]] = {}
    for row in await house.fetch("SELECT * FROM messages ORDER BY conversation_id, seq"):
        found.setdefault(str(row["conversation_id"]), []).append(row)
    return found


async def seats(house: House) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in await house.fetch("SELECT user_id, conversation_id FROM conversation_participants"):
        found.setdefault(str(row["user_id"]), []).append(str(row["conversation_id"]))
    return found


async def told(house: House) -> dict[str, list[str]]:
    """Everybody's notices, in order."""
    found: dict[str, list[str]] = {}
    for row in await house.fetch("SELECT user_id, id FROM notices ORDER BY user_id, seq"):
        found.setdefault(str(row["user_id"]), []).append(str(row["id"]))
    return found
