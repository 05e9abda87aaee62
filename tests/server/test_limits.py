"""Everything that can be guessed or spammed is counted, per account and per address (real time)."""

import asyncio
from typing import Any

import pytest

from models.people.passwords import scrambled
from server.limits import HOUR, Counters, spend
from settings import settings
from tests import a
from tests.api import Answer, Api

PASSWORD = "correcta y larga"


@pytest.fixture
def one_address(environment: pytest.MonkeyPatch) -> None:
    """The limits per address out of the way: in a test everybody has the same one."""
    environment.setenv("ADDRESS_LIMITS_FACTOR", "1000")
    settings.cache_clear()


def refused(answer: Answer) -> bool:
    if answer.status == 429:
        assert answer.code == "TOO_MANY"
        assert int(answer.headers["Retry-After"]) >= 1
    return answer.status == 429


@pytest.mark.req("R-28", "SEC-10")
@pytest.mark.usefixtures("one_address")
async def test_ten_guesses_at_a_password_and_then_the_right_one_waits_too(api: Api) -> None:
    await a.client(email="ana@example.com", password_hash=await scrambled(PASSWORD))
    await a.client(email="otra@example.com", password_hash=await scrambled(PASSWORD))
    guesses = [
        await api.post("/api/auth/login", {"email": "Ana@Example.com", "password": f"guess {number}"})
        for number in range(10)
    ]
    assert {answer.status for answer in guesses} == {401}
    right = {"email": "ana@example.com", "password": PASSWORD}
    assert refused(await api.post("/api/auth/login", right))
    assert (await api.post("/api/auth/login", right | {"email": "otra@example.com"})).status == 200


@pytest.mark.usefixtures("one_address")
async def test_a_right_password_begins_the_count_anew(api: Api) -> None:
    await a.client(email="ana@example.com", password_hash=await scrambled(PASSWORD))
    right = {"email": "ana@example.com", "password": PASSWORD}
    for _ in range(2):
        for _ in range(8):
            assert (await api.post("/api/auth/login", right | {"password": "x"})).status == 401
        assert (await api.post("/api/auth/login", right)).status == 200


@pytest.mark.req("R-28", "SEC-10")
@pytest.mark.parametrize(
    ("path", "body", "amount"),
    [
        ("/api/auth/register", {"full_name": "A", "role": "client", "phone": "1", "password": PASSWORD}, 20),
        ("/api/auth/login", {"password": PASSWORD}, 60),
        ("/api/auth/forgot-password", {}, 20),
        ("/api/auth/verify-email", {"token": "x"}, 30),
        ("/api/auth/reset-password/x", {"password": PASSWORD}, 30),
    ],
)
async def test_one_address_has_so_many_tries(
    api: Api, environment: pytest.MonkeyPatch, path: str, body: dict[str, Any], amount: int
) -> None:
    def said(number: int) -> dict[str, Any]:
        is_named = "verify" not in path and "reset" not in path
        return body | ({"email": f"a{number}@example"} if is_named else {})

    answers = [await api.post(path, said(number)) for number in range(amount)]
    assert not any(map(refused, answers))
    assert refused(await api.post(path, said(amount)))


@pytest.mark.req("SEC-10")
@pytest.mark.usefixtures("one_address")
async def test_a_mailbox_is_sent_five_resets_an_hour_whoever_asks(api: Api) -> None:
    asked = [await api.post("/api/auth/forgot-password", {"email": "nadie@example.com"}) for _ in range(6)]
    assert [answer.status for answer in asked] == [200] * 5 + [429]


@pytest.mark.req("SEC-10")
async def test_a_limit_per_user_is_each_ones_own(api: Api) -> None:
    ana, eva = await a.client(email_verified=False), await a.client(email_verified=False)
    resent = [await api.post("/api/auth/verify-email/resend", as_=ana) for _ in range(6)]
    assert [answer.status for answer in resent] == [200] * 5 + [429]
    assert (await api.post("/api/auth/verify-email/resend", as_=eva)).status == 200


async def test_a_hundred_at_once_are_not_more_than_the_limit(api: Api) -> None:
    async with api.app.app_context():
        outcomes = await asyncio.gather(
            *[spend("test", 10, per=HOUR, who="ana") for _ in range(100)], return_exceptions=True
        )
    assert sum(outcome is None for outcome in outcomes) == 10


@pytest.mark.req("R-26", "SEC-10")
async def test_without_redis_each_process_counts_for_itself(
    api: Api, environment: pytest.MonkeyPatch, unused_port: int
) -> None:
    environment.setenv("REDIS_URL", f"redis://127.0.0.1:{unused_port}/0")
    settings.cache_clear()
    lonely = Counters()
    api.app.extensions["limits"], shared = lonely, api.app.extensions["limits"]
    async with api.app.app_context():
        outcomes = await asyncio.gather(
            *[spend("test", 10, per=HOUR, who="ana") for _ in range(20)], return_exceptions=True
        )
    assert sum(outcome is None for outcome in outcomes) == 10
    api.app.extensions["limits"] = shared
    await lonely.close()


async def test_the_factor_raises_every_limit(api: Api, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("LIMITS_FACTOR", "3")
    settings.cache_clear()
    async with api.app.app_context():
        for _ in range(6):
            await spend("test", 2, per=HOUR, who="ana")
