"""Browsers that ask to be pushed."""

import asyncio
from typing import Any

import pytest

from integrations.vapid import encoded, public_key
from models.people.leave import leave
from models.people.tables import User
from models.push.subscribe import MOST, kept_of
from models.push.tables import PushSubscription
from tests import a
from tests.api import Answer, Api

KEYS = {"p256dh": encoded(b"\x04" + b"\x11" * 64), "auth": encoded(b"\x22" * 16)}
ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc123"


async def subscribed(api: Api, person: User | None, endpoint: Any = ENDPOINT, **more: Any) -> Answer:
    return await api.post("/api/push/subscriptions", {"endpoint": endpoint, "keys": KEYS} | more, as_=person)


async def test_who_is_signed_in_is_told_the_key(api: Api) -> None:
    answer = await api.get("/api/push/key", as_=await a.client())
    assert answer.data == {"key": public_key()}


async def test_nothing_of_it_is_for_those_without_a_session(api: Api) -> None:
    assert (await api.get("/api/push/key")).status == 401
    assert (await subscribed(api, None)).status == 401
    assert (await api.delete("/api/push/subscriptions/0")).status == 401


@pytest.mark.req("R-24")
async def test_the_same_browser_again_is_the_same_subscription(api: Api) -> None:
    person = await a.worker()
    first, second = await subscribed(api, person), await subscribed(api, person)
    assert first.status == second.status == 201
    assert first.data == second.data
    [kept] = await kept_of(person.id)
    assert (kept.endpoint, kept.p256dh, kept.auth) == (ENDPOINT, KEYS["p256dh"], KEYS["auth"])


async def test_many_at_once_are_one(api: Api) -> None:
    person = await a.worker()
    await api.token(person)
    answers = await asyncio.gather(*[subscribed(api, person) for _ in range(8)])
    assert len({answer.data["id"] for answer in answers}) == 1
    assert await PushSubscription.all().count() == 1


async def test_a_browser_belongs_to_who_subscribed_it_last(api: Api) -> None:
    first, second = await a.worker(), await a.client()
    [before, after] = [await subscribed(api, first), await subscribed(api, second)]
    assert before.data == after.data
    assert await kept_of(first.id) == []
    [kept] = await kept_of(second.id)
    assert str(kept.id) == after.data["id"]


async def test_one_is_removed_by_its_owner_alone_and_once(api: Api) -> None:
    owner, other = await a.worker(), await a.client()
    path = f"/api/push/subscriptions/{(await subscribed(api, owner)).data['id']}"
    assert (await api.delete(path, as_=other)).status == 404
    assert (await api.delete(path, as_=owner)).status == 200
    assert (await api.delete(path, as_=owner)).status == 404
    assert (await api.delete("/api/push/subscriptions/nada", as_=owner)).status == 404


async def test_the_oldest_makes_room_for_one_too_many(api: Api) -> None:
    person = await a.worker()
    for number in range(MOST + 2):
        assert (await subscribed(api, person, f"{ENDPOINT}{number}")).status == 201
    kept = [subscription.endpoint for subscription in await kept_of(person.id)]
    assert kept == [f"{ENDPOINT}{number}" for number in range(2, MOST + 2)]


MALFORMED: list[Any] = [
    {},
    {"endpoint": ENDPOINT},
    {"endpoint": ENDPOINT, "keys": {"p256dh": KEYS["p256dh"]}},
    {"endpoint": ENDPOINT, "keys": KEYS | {"auth": "corta"}},
    {"endpoint": ENDPOINT, "keys": KEYS | {"p256dh": encoded(b"\x02" + b"\x11" * 64)}},
    {"endpoint": ENDPOINT, "keys": KEYS | {"more": "x"}},
    {"endpoint": ENDPOINT + "\0", "keys": KEYS},
    {"endpoint": ENDPOINT + "x" * 1000, "keys": KEYS},
    {"endpoint": 5, "keys": KEYS},
    {"endpoint": ENDPOINT, "keys": KEYS, "expirationTime": None},
]


async def test_what_no_browser_says_is_malformed(api: Api) -> None:
    person = await a.client()
    for body in MALFORMED:
        answer = await api.post("/api/push/subscriptions", body, as_=person)
        assert (answer.status, answer.code) == (400, "MALFORMED"), body
    assert not await PushSubscription.exists()


INSIDE = [
    "http://fcm.googleapis.com/x",
    "https://localhost/x",
    "https://localhost:5432/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.1/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://redis/",
    "https://me:secret@fcm.googleapis.com/x",
    "https://fcm.googleapis.com:6379/x",
    "https://fcm.googleapis.com:99999/x",
    "file:///etc/passwd",
    "ftp://fcm.googleapis.com/x",
    "https:///x/y/z",
    "no address at all",
]


async def test_an_address_of_ours_is_no_push_service(api: Api) -> None:
    person = await a.client()
    for endpoint in INSIDE:
        answer = await subscribed(api, person, endpoint)
        assert (answer.status, answer.code) == (422, "PUSH_SERVICE_REFUSED"), endpoint
    assert not await PushSubscription.exists()


@pytest.mark.req("R-30")
async def test_who_leaves_takes_their_browsers_along(api: Api) -> None:
    person = await a.client()
    await subscribed(api, person)
    await leave(person.id)
    assert not await PushSubscription.exists()
    assert (await subscribed(api, person)).status == 401
