"""The links in mails: once, in time, for the address they were sent to."""

import asyncio
from datetime import timedelta

import pytest

from models.clock import business_now
from models.people.email_tokens import TokenExpired, TokenInvalid, TokenUsed
from models.people.issue_email_token import issue_email_token
from models.people.log_in import InvalidCredentials, log_in
from models.people.passwords import PasswordTooShort, scrambled
from models.people.reset_password import reset_password
from models.people.revise import revise
from models.people.sessions import SessionsEnded, hashed
from models.people.tables import EmailToken, Session, TokenPurpose, User
from models.people.verify_email import verify_email
from tests import a
from tests.announced import announced
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")

VERIFY, RESET = TokenPurpose.VERIFY_EMAIL, TokenPurpose.RESET_PASSWORD


@pytest.mark.req("ACC-03")
async def test_a_link_verifies_its_mailbox() -> None:
    user = await a.client(email_verified=False)
    token = await issue_email_token(user.id, VERIFY)
    assert len(token) >= 43  # 32 bytes, written in base 64
    assert (await verify_email(token)).email_verified
    stored = await EmailToken.get()
    assert stored.token_hash == hashed(token)
    assert stored.expires_at - stored.created_at == timedelta(hours=24)


@pytest.mark.req("ACC-03", "TIM-11", "R-18")
async def test_a_link_dies_after_twenty_four_hours_of_business_time() -> None:
    now = await business_now()
    await stand_still_at(now)
    user = await a.client(email_verified=False)
    early, late = [await issue_email_token(user.id, VERIFY) for _ in range(2)]
    await stand_still_at(now + timedelta(hours=24))
    with pytest.raises(TokenExpired):
        await verify_email(late)
    assert not (await User.get(id=user.id)).email_verified
    await stand_still_at(now + timedelta(hours=24) - timedelta(milliseconds=1))
    await verify_email(early)


async def test_a_link_works_once() -> None:
    user = await a.client(email_verified=False)
    token = await issue_email_token(user.id, VERIFY)
    await verify_email(token)
    with pytest.raises(TokenUsed):
        await verify_email(token)


async def test_of_two_clicks_at_once_one_counts() -> None:
    user = await a.client(email_verified=False)
    token = await issue_email_token(user.id, RESET)
    outcomes = await asyncio.gather(
        *[reset_password(token, f"otra clave {number}") for number in range(4)], return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType"] + ["TokenUsed"] * 3


async def test_a_link_of_a_mail_sent_twice_works_from_either_and_then_from_neither() -> None:
    user = await a.client(email_verified=False)
    first, second = [await issue_email_token(user.id, VERIFY) for _ in range(2)]
    await verify_email(first)
    with pytest.raises(TokenUsed):
        await verify_email(second)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "\0"])
async def test_a_made_up_token_is_refused(token: str) -> None:
    await issue_email_token((await a.client()).id, VERIFY)
    with pytest.raises(TokenInvalid):
        await verify_email(token)


@pytest.mark.req("R-28")
async def test_a_link_for_one_purpose_is_none_for_the_other() -> None:
    user = await a.client(email_verified=False)
    with pytest.raises(TokenInvalid):
        await verify_email(await issue_email_token(user.id, RESET))
    with pytest.raises(TokenInvalid):
        await reset_password(await issue_email_token(user.id, VERIFY), "otra clave")


@pytest.mark.req("R-28")
async def test_a_link_sent_to_the_old_address_proves_nothing_about_the_new_one() -> None:
    user = await a.client(email_verified=False, password_hash=await scrambled("la de antes"))
    token = await issue_email_token(user.id, VERIFY)
    await revise(user.id, email="nueva@example.com", password="la de antes")
    with pytest.raises((TokenInvalid, TokenUsed)):
        await verify_email(token)
    assert not (await User.get(id=user.id)).email_verified


@pytest.mark.req("R-28", "ACC-02")
async def test_a_reset_ends_every_session_and_the_old_password() -> None:
    user = await a.client(password_hash=await scrambled("la de antes"))
    await log_in(user.email, "la de antes")
    await log_in(user.email, "la de antes")
    token = await issue_email_token(user.id, RESET)
    with announced(SessionsEnded) as facts:
        await reset_password(token, "la de ahora")
    assert len(facts[0].session_ids) == 2
    assert not await Session.exists(ended_at=None)
    with pytest.raises(InvalidCredentials):
        await log_in(user.email, "la de antes")
    await log_in(user.email, "la de ahora")


async def test_a_refused_new_password_leaves_the_link_alive() -> None:
    user = await a.client()
    token = await issue_email_token(user.id, RESET)
    with pytest.raises(PasswordTooShort):
        await reset_password(token, "corta")
    await reset_password(token, "bastante larga")
