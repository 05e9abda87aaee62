import secrets
from collections.abc import Iterator

import pytest
from twilio.request_validator import RequestValidator

from integrations import verify
from integrations.errors import RefusedError, UnavailableError
from integrations.verify import Verdict
from settings import settings
from tests.outside import Outside


@pytest.fixture
def phone() -> str:
    return f"+52{secrets.randbelow(10**9) + 5 * 10**9}"


async def the_code(outside: Outside, phone: str) -> str:
    return str((await outside.codes(phone))[0]["code"])


def wrong_codes(right: str) -> Iterator[str]:
    return (f"{(int(right) + step) % 10**6:06d}" for step in range(1, 100))


@pytest.mark.req("ACC-04")
async def test_the_code_that_was_sent_is_approved_once(outside: Outside, phone: str) -> None:
    assert (await verify.start(phone, "sms")).startswith("VE")
    (sent,) = await outside.codes(phone)
    assert (sent["channel"], len(sent["code"])) == ("sms", 6)
    assert await verify.check(phone, sent["code"]) is Verdict.APPROVED
    assert await verify.check(phone, sent["code"]) is Verdict.GONE


async def test_a_resend_carries_the_same_code_and_five_are_enough(outside: Outside, phone: str) -> None:
    for _ in range(5):
        await verify.start(phone)
    assert len({sent["code"] for sent in await outside.codes(phone)}) == 1
    with pytest.raises(RefusedError) as refused:
        await verify.start(phone)
    assert refused.value.code == "too_many_sends"


async def test_after_five_wrong_codes_none_is_right(outside: Outside, phone: str) -> None:
    await verify.start(phone)
    right = await the_code(outside, phone)
    wrong = wrong_codes(right)
    for _ in range(5):
        assert await verify.check(phone, next(wrong)) is Verdict.WRONG
    assert await verify.check(phone, right) is Verdict.TOO_MANY_CHECKS
    with pytest.raises(RefusedError) as refused:
        await verify.start(phone)
    assert refused.value.code == "too_many_checks"


async def test_a_code_that_was_never_sent_is_gone(outside: Outside, phone: str) -> None:
    assert await verify.check(phone, "123456") is Verdict.GONE


async def test_a_code_lasts_ten_minutes_of_business_time(movable_outside: Outside, phone: str) -> None:
    await verify.start(phone)
    code = await the_code(movable_outside, phone)
    await movable_outside.move_clock(601)
    assert await verify.check(phone, code) is Verdict.GONE
    await verify.start(phone)
    assert await verify.check(phone, await the_code(movable_outside, phone)) is Verdict.APPROVED


@pytest.mark.parametrize("number", ["5512345678", "+52", "+5255123", "+5215512345678", "nobody"])
async def test_what_is_no_number_is_refused(outside: Outside, number: str) -> None:
    with pytest.raises(RefusedError) as refused:
        await verify.start(number)
    assert refused.value.code == "invalid_phone"


async def test_a_wrong_token_is_refused(outside: Outside, phone: str, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TWILIO_AUTH_TOKEN", "another")
    settings.cache_clear()
    with pytest.raises(RefusedError):
        await verify.start(phone)
    assert await outside.codes(phone) == []


async def test_a_failing_or_silent_twilio_is_transient(
    outside: Outside, phone: str, environment: pytest.MonkeyPatch
) -> None:
    for status in (429, 503):
        await outside.break_down("twilio", status=status)
        with pytest.raises(UnavailableError):
            await verify.start(phone)
    environment.setenv("TWILIO_API_URL", "http://127.0.0.1:9/twilio")
    settings.cache_clear()
    with pytest.raises(UnavailableError):
        await verify.start(phone)


@pytest.mark.req("NOTE-07")
def test_a_webhook_of_twilio_is_known_by_its_signature(environment: pytest.MonkeyPatch) -> None:
    url, params = "https://trustme.mx/api/webhooks/twilio", {"MessageStatus": "delivered", "MessageSid": "SM1"}
    token = settings().twilio_auth_token.get_secret_value()
    signature = RequestValidator(token).compute_signature(url, params)
    assert verify.signed_by_twilio(url, params, signature)
    assert not verify.signed_by_twilio(url, params | {"MessageStatus": "failed"}, signature)
    assert not verify.signed_by_twilio(url + "?x=1", params, signature)
    assert not verify.signed_by_twilio(url, params, "")
