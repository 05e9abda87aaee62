"""A proven address stays the account's until the link to the new one is followed."""

import asyncio
from datetime import timedelta

import pytest

from models.clock import business_now
from models.engine_tables import OutboxRow
from models.errors import NotFound
from models.notices.compose import Mail, compose
from models.notices.letters import LETTERS
from models.people.access import own_view
from models.people.email_tokens import TokenExpired, TokenInvalid, TokenUsed
from models.people.issue_email_token import issue_email_token
from models.people.leave import leave
from models.people.log_in import InvalidCredentials, log_in
from models.people.passwords import scrambled
from models.people.register import EmailTaken
from models.people.resend_verification import EmailAlreadyVerified, resend_verification
from models.people.reset_password import reset_password
from models.people.revise import WrongPassword, revise
from models.people.tables import EmailToken, TokenPurpose, User
from models.people.verify_email import verify_email
from tests import a
from tests.moment import stand_still_at
from tests.rows import events

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("R-28", "ACC-03", "ACC-13")]

PASSWORD = "correcta y larga"
NEW = "nueva@example.com"
VERIFY, RESET = TokenPurpose.VERIFY_EMAIL, TokenPurpose.RESET_PASSWORD


@pytest.fixture
async def ana() -> User:
    return await a.client(email="ana@example.com", password_hash=await scrambled(PASSWORD))


async def ask(user: User, email: str = NEW) -> User:
    return await revise(user.id, email=email, password=PASSWORD)


async def letters(user: User, event: str) -> list[Mail | None]:
    reader = await User.get(id=user.id)
    return [
        await compose(letter, reader, facts, "1:mail")
        for facts in await events(event)
        for letter in LETTERS[event]
    ]


async def test_a_new_address_counts_once_its_link_was_followed(ana: User) -> None:
    asked = await ask(ana, "Nueva@Example.com")
    assert (asked.email, asked.new_email, asked.email_verified) == ("ana@example.com", NEW, True)
    assert own_view(asked)["new_email"] == NEW
    token = await issue_email_token(ana.id, VERIFY)
    await log_in("ana@example.com", PASSWORD)
    with pytest.raises(InvalidCredentials):
        await log_in(NEW, PASSWORD)
    moved = await verify_email(token)
    assert (moved.email, moved.new_email, moved.email_verified) == (NEW, None, True)
    await log_in(NEW, PASSWORD)
    with pytest.raises(InvalidCredentials):
        await log_in("ana@example.com", PASSWORD)
    with pytest.raises(TokenUsed):
        await verify_email(token)


async def test_without_the_password_nothing_is_asked_for(ana: User) -> None:
    taken = (await a.client()).email
    for password in (None, "incorrecta"):
        for email in (NEW, taken):
            with pytest.raises(WrongPassword):
                await revise(ana.id, email=email, password=password)
    assert (await User.get(id=ana.id)).new_email is None
    assert not await OutboxRow.exists()


async def test_the_link_goes_to_the_new_mailbox_and_the_old_one_is_told(ana: User) -> None:
    await ask(ana)
    [link] = await letters(ana, "email.verification_requested")
    [notice] = await letters(ana, "email.change_requested")
    assert link
    assert notice
    assert (link.to, notice.to) == (NEW, "ana@example.com")
    assert "verify-email?token=" not in notice.text
    assert NEW not in notice.text


async def test_a_notice_that_is_late_goes_to_the_old_mailbox_all_the_same(ana: User) -> None:
    await ask(ana)
    await verify_email(await issue_email_token(ana.id, VERIFY))
    [notice] = await letters(ana, "email.change_requested")
    assert notice
    assert notice.to == "ana@example.com"
    assert await letters(ana, "email.verification_requested") == [None]


async def test_asking_twice_for_one_address_writes_once_and_resending_writes_again(ana: User) -> None:
    for _ in range(2):
        await ask(ana)
    assert len(await events("email.verification_requested")) == 1
    await resend_verification(ana.id)
    assert len(await events("email.verification_requested")) == 2
    assert len(await events("email.change_requested")) == 1
    await verify_email(await issue_email_token(ana.id, VERIFY))
    with pytest.raises(EmailAlreadyVerified):
        await resend_verification(ana.id)


async def test_the_own_address_again_lets_the_new_one_go(ana: User) -> None:
    await ask(ana)
    token = await issue_email_token(ana.id, VERIFY)
    assert (await revise(ana.id, email="ana@example.com")).new_email is None
    with pytest.raises(TokenInvalid):
        await verify_email(token)
    assert (await User.get(id=ana.id)).email == "ana@example.com"


async def test_of_two_addresses_the_one_asked_for_last_counts(ana: User) -> None:
    await ask(ana, "primera@example.com")
    first = await issue_email_token(ana.id, VERIFY)
    await ask(ana)
    with pytest.raises(TokenInvalid):
        await verify_email(first)
    assert (await verify_email(await issue_email_token(ana.id, VERIFY))).email == NEW


async def test_a_stray_link_to_the_old_mailbox_doesn_t_move_the_account(ana: User) -> None:
    stray = await issue_email_token(ana.id, VERIFY)
    await ask(ana)
    with pytest.raises(TokenInvalid):
        await verify_email(stray)
    assert (await User.get(id=ana.id)).email == "ana@example.com"


async def test_a_link_that_is_a_day_old_moves_nothing(ana: User) -> None:
    now = await business_now()
    await stand_still_at(now)
    await ask(ana)
    token = await issue_email_token(ana.id, VERIFY)
    await stand_still_at(now + timedelta(hours=24))
    with pytest.raises(TokenExpired):
        await verify_email(token)
    assert (await User.get(id=ana.id)).email == "ana@example.com"


async def test_a_taken_address_is_refused_when_asked_for(ana: User) -> None:
    with pytest.raises(EmailTaken):
        await ask(ana, (await a.client()).email)
    assert not await events("email.change_requested")


async def test_an_address_taken_meanwhile_is_refused_when_its_link_is_followed(ana: User) -> None:
    await ask(ana)
    token = await issue_email_token(ana.id, VERIFY)
    await a.client(email=NEW)
    with pytest.raises(EmailTaken):
        await verify_email(token)
    assert (await User.get(id=ana.id)).email == "ana@example.com"


async def test_of_two_who_follow_their_links_to_one_address_at_once_one_gets_it(ana: User) -> None:
    other = await a.client(password_hash=ana.password_hash)
    tokens = []
    for each in (ana, other):
        await ask(each)
        tokens.append(await issue_email_token(each.id, VERIFY))
    outcomes = await asyncio.gather(*map(verify_email, tokens), return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["EmailTaken", "User"]


async def test_of_two_clicks_at_once_one_moves_the_account(ana: User) -> None:
    await ask(ana)
    token = await issue_email_token(ana.id, VERIFY)
    outcomes = await asyncio.gather(*[verify_email(token) for _ in range(4)], return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["TokenUsed"] * 3 + ["User"]


async def test_a_reset_by_the_old_mailbox_stops_the_change(ana: User) -> None:
    await ask(ana)
    link, reset = await issue_email_token(ana.id, VERIFY), await issue_email_token(ana.id, RESET)
    assert (await EmailToken.get(purpose=RESET)).email == "ana@example.com"
    await reset_password(reset, "la de ahora, larga")
    with pytest.raises(TokenInvalid):
        await verify_email(link)
    assert (await User.get(id=ana.id)).new_email is None


async def test_who_leaves_takes_both_addresses_along(ana: User) -> None:
    await ask(ana, "antes@example.com")
    await verify_email(await issue_email_token(ana.id, VERIFY))
    await ask(ana)
    token = await issue_email_token(ana.id, VERIFY)
    await leave(ana.id)
    gone = await User.get(id=ana.id)
    assert gone.new_email is None
    assert await events("email.change_requested") == [{"user_id": str(ana.id)}] * 2
    with pytest.raises(TokenInvalid):
        await verify_email(token)
    with pytest.raises(NotFound):
        await ask(ana)
