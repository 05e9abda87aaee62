"""Three tries a code, three codes an hour, five minutes each; the provider's answers are given by hand."""

import asyncio
from datetime import timedelta

import pytest

from models.clock import business_now
from models.people.confirm_phone import (
    Answer,
    CodeExpired,
    NoCodeSent,
    PhoneTaken,
    TooManyTries,
    WrongCode,
    settle_phone_code,
    try_phone_code,
)
from models.people.passwords import scrambled
from models.people.request_phone_code import (
    PhoneAlreadyVerified,
    PhoneMissing,
    TooManyCodes,
    phone_code_failed,
    phone_code_sent,
    request_phone_code,
)
from models.people.revise import revise
from models.people.tables import PhoneCode, Role, User, VerificationAttempt
from tests import a
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


async def answered(user: User, answer: Answer) -> User:
    attempt = await try_phone_code(user.id)
    return await settle_phone_code(attempt.id, answer)


@pytest.fixture
async def ana() -> User:
    return await a.client(phone_verified=False)


@pytest.mark.req("ACC-04", "ACC-05")
async def test_the_right_code_verifies_the_phone(ana: User) -> None:
    code = await request_phone_code(ana.id, "whatsapp")
    await phone_code_sent(code.id, "VE1")
    assert (await answered(ana, Answer.RIGHT)).phone_verified
    log = await VerificationAttempt.all().order_by("id")
    assert [(row.action, row.outcome) for row in log] == [("send", "sent"), ("check", "right")]
    with pytest.raises(NoCodeSent):
        await try_phone_code(ana.id)
    with pytest.raises(PhoneAlreadyVerified):
        await request_phone_code(ana.id, "sms")


@pytest.mark.req("ACC-05", "TIM-12", "R-18")
async def test_a_code_lives_five_minutes_of_business_time(ana: User) -> None:
    now = await business_now()
    await stand_still_at(now)
    await request_phone_code(ana.id, "whatsapp")
    await stand_still_at(now + timedelta(minutes=5) - timedelta(milliseconds=1))
    with pytest.raises(WrongCode):
        await answered(ana, Answer.WRONG)
    await stand_still_at(now + timedelta(minutes=5))
    with pytest.raises(CodeExpired):
        await try_phone_code(ana.id)


@pytest.mark.req("ACC-05", "TIM-12")
async def test_three_wrong_codes_and_a_new_one_is_needed(ana: User) -> None:
    await request_phone_code(ana.id, "whatsapp")
    for tries_left in (2, 1, 0):
        with pytest.raises(WrongCode) as refused:
            await answered(ana, Answer.WRONG)
        assert refused.value.details == {"tries_left": tries_left}
    with pytest.raises(TooManyTries):
        await try_phone_code(ana.id)
    await request_phone_code(ana.id, "sms")
    await answered(ana, Answer.RIGHT)


@pytest.mark.req("ACC-05")
async def test_ten_tries_at_once_are_three(ana: User) -> None:
    await request_phone_code(ana.id, "whatsapp")
    outcomes = await asyncio.gather(*[try_phone_code(ana.id) for _ in range(10)], return_exceptions=True)
    assert sum(isinstance(each, VerificationAttempt) for each in outcomes) == 3


@pytest.mark.req("ACC-05", "TIM-12")
async def test_three_codes_an_hour_to_a_phone_whoever_asks(ana: User) -> None:
    now = await business_now()
    await stand_still_at(now)
    twin = await a.worker(phone=ana.phone, phone_verified=False)
    await request_phone_code(ana.id, "whatsapp")
    await request_phone_code(twin.id, "whatsapp")
    await request_phone_code(ana.id, "sms")
    with pytest.raises(TooManyCodes) as refused:
        await request_phone_code(twin.id, "sms")
    assert refused.value.retry_after == 3600
    await stand_still_at(now + timedelta(hours=1) - timedelta(seconds=1))
    with pytest.raises(TooManyCodes):
        await request_phone_code(ana.id, "whatsapp")
    await stand_still_at(now + timedelta(hours=1))
    await request_phone_code(ana.id, "whatsapp")


async def test_six_requests_at_once_are_three_codes_of_which_one_is_open(ana: User) -> None:
    twin = await a.worker(phone=ana.phone, phone_verified=False)
    outcomes = await asyncio.gather(
        *[request_phone_code(user.id, "sms") for user in (ana, twin) * 3], return_exceptions=True
    )
    assert sum(isinstance(each, PhoneCode) for each in outcomes) == 3
    assert await PhoneCode.filter(user_id=ana.id, closed_at=None).count() <= 1


async def test_a_code_that_was_never_sent_does_not_count(ana: User) -> None:
    for _ in range(4):
        code = await request_phone_code(ana.id, "whatsapp")
        await phone_code_failed(code.id, "invalid_phone")
    with pytest.raises(NoCodeSent):
        await try_phone_code(ana.id)


async def test_a_provider_that_does_not_answer_costs_no_try(ana: User) -> None:
    await request_phone_code(ana.id, "whatsapp")
    for _ in range(5):
        await answered(ana, Answer.NONE)
    await answered(ana, Answer.RIGHT)


@pytest.mark.parametrize(("answer", "refusal"), [(Answer.GONE, CodeExpired), (Answer.WORN_OUT, TooManyTries)])
async def test_a_code_that_the_provider_gave_up_is_over(
    ana: User, answer: Answer, refusal: type[Exception]
) -> None:
    await request_phone_code(ana.id, "whatsapp")
    with pytest.raises(refusal):
        await answered(ana, answer)
    with pytest.raises(NoCodeSent):
        await try_phone_code(ana.id)


async def test_two_confirmations_of_one_code_are_one_verification(ana: User) -> None:
    await request_phone_code(ana.id, "whatsapp")
    first, second = [await try_phone_code(ana.id) for _ in range(2)]
    settled = await asyncio.gather(
        settle_phone_code(first.id, Answer.RIGHT), settle_phone_code(second.id, Answer.RIGHT)
    )
    assert all(user.phone_verified for user in settled)
    assert await PhoneCode.filter(approved_at__not_isnull=True).count() == 1


@pytest.mark.req("R-01")
async def test_two_accounts_of_a_role_that_prove_the_same_phone_at_once_are_one(ana: User) -> None:
    other = await a.client(phone=ana.phone, phone_verified=False)
    attempts = []
    for user in (ana, other):
        await request_phone_code(user.id, "whatsapp")
        attempts.append(await try_phone_code(user.id))
    outcomes = await asyncio.gather(
        *[settle_phone_code(attempt.id, Answer.RIGHT) for attempt in attempts], return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["PhoneTaken", "User"]
    assert await User.filter(phone=ana.phone, phone_verified=True).count() == 1


@pytest.mark.req("R-01")
async def test_a_phone_may_belong_to_a_client_and_to_a_handyman(ana: User) -> None:
    await a.worker(phone=ana.phone)
    await request_phone_code(ana.id, "whatsapp")
    await answered(ana, Answer.RIGHT)
    third = await a.user(Role.WORKER, phone=ana.phone, phone_verified=False)
    await request_phone_code(third.id, "whatsapp")
    with pytest.raises(PhoneTaken):
        await answered(third, Answer.RIGHT)


@pytest.mark.req("R-28")
async def test_a_code_sent_to_the_old_phone_proves_nothing_about_the_new_one() -> None:
    user = await a.client(phone_verified=False, password_hash=await scrambled("clave buena"))
    await request_phone_code(user.id, "whatsapp")
    attempt = await try_phone_code(user.id)
    await revise(user.id, phone="55 8765 4321", password="clave buena")
    with pytest.raises(NoCodeSent):
        await settle_phone_code(attempt.id, Answer.RIGHT)
    with pytest.raises(NoCodeSent):
        await try_phone_code(user.id)
    assert not (await User.get(id=user.id)).phone_verified


async def test_without_a_phone_there_is_nowhere_to_send() -> None:
    with pytest.raises(PhoneMissing):
        await request_phone_code((await a.client(phone=None, phone_verified=False)).id, "sms")
