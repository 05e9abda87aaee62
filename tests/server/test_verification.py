import re

import pytest

from models.people.issue_email_token import issue_email_token
from models.people.tables import TokenPurpose, User, VerificationAttempt
from tests import a
from tests.api import Api
from tests.outside import Outside
from tests.rows import events

VERIFY, CONFIRM = "/api/auth/verify-phone", "/api/auth/verify-phone/confirm"


@pytest.mark.req("ACC-03", "API-01")
async def test_the_mailed_token_verifies_without_a_session(api: Api) -> None:
    user = await a.client(email_verified=False)
    token = await issue_email_token(user.id, TokenPurpose.VERIFY_EMAIL)
    answer = await api.post("/api/auth/verify-email", {"token": token})
    assert (answer.status, answer.data) == (200, {"email_verified": True})
    again = await api.post("/api/auth/verify-email", {"token": token})
    assert (again.status, again.code) == (409, "TOKEN_USED")
    unknown = await api.post("/api/auth/verify-email", {"token": "made up"})
    assert (unknown.status, unknown.code) == (422, "TOKEN_INVALID")
    assert (await api.post("/api/auth/verify-email", {"token": 1})).code == "MALFORMED"


async def test_the_verification_mail_is_asked_for_again_by_its_owner_alone(api: Api) -> None:
    user = await a.client(email_verified=False)
    assert (await api.post("/api/auth/verify-email/resend")).code == "UNAUTHORIZED"
    assert (await api.post("/api/auth/verify-email/resend", as_=user)).status == 200
    assert await events("email.verification_requested") == [{"user_id": str(user.id)}]
    done = await api.post("/api/auth/verify-email/resend", as_=await a.client())
    assert (done.status, done.code) == (409, "EMAIL_ALREADY_VERIFIED")


@pytest.mark.req("R-28", "ACC-02")
async def test_asking_for_a_reset_answers_the_same_whether_the_address_exists_or_not(api: Api) -> None:
    user = await a.client()
    known = await api.post("/api/auth/forgot-password", {"email": user.email.upper()})
    unknown = await api.post("/api/auth/forgot-password", {"email": "nadie@example.com"})
    assert (known.status, known.body) == (unknown.status, unknown.body)
    assert await events("password.reset_requested") == [{"user_id": str(user.id)}]


@pytest.mark.req("ACC-02")
async def test_a_reset_by_link_lets_in_with_the_new_password(api: Api) -> None:
    user = await a.client()
    token = await issue_email_token(user.id, TokenPurpose.RESET_PASSWORD)
    short = await api.post(f"/api/auth/reset-password/{token}", {"password": "corta"})
    assert (short.status, short.code) == (400, "PASSWORD_TOO_SHORT")
    assert (await api.post(f"/api/auth/reset-password/{token}", {"password": "la nueva clave"})).status == 200
    entered = await api.post("/api/auth/login", {"email": user.email, "password": "la nueva clave"})
    assert entered.status == 200


@pytest.mark.req("ACC-04", "ACC-05", "API-02")
async def test_the_code_from_the_phone_verifies_it(api: Api, outside: Outside) -> None:
    user = await a.client(phone_verified=False, phone="+525511112222")
    sent = await api.post(VERIFY, as_=user)
    assert (sent.status, sent.data["channel"]) == (200, "whatsapp")
    message = (await outside.codes("+525511112222"))[0]
    assert message["channel"] == "whatsapp"
    assert re.fullmatch(r"[0-9]{6}", message["code"])
    wrong = f"{(int(message['code']) + 1) % 10**6:06d}"
    refused = await api.post(CONFIRM, {"code": wrong}, as_=user)
    assert (refused.status, refused.code, refused.details) == (422, "WRONG_CODE", {"tries_left": 2})
    answer = await api.post(CONFIRM, {"code": message["code"]}, as_=user)
    assert (answer.status, answer.data) == (200, {"phone_verified": True})
    outcomes = await VerificationAttempt.all().order_by("id").values_list("outcome", flat=True)
    assert list(outcomes) == ["sent", "wrong_code", "right"]


@pytest.mark.req("C2")
async def test_sending_with_a_code_is_confirming(api: Api, outside: Outside) -> None:
    user = await a.client(phone_verified=False, phone="+525511113333")
    await api.post(VERIFY, {"channel": "sms"}, as_=user)
    message = (await outside.codes("+525511113333"))[0]
    assert message["channel"] == "sms"
    answer = await api.post(VERIFY, {"code": message["code"]}, as_=user)
    assert answer.data == {"phone_verified": True}


@pytest.mark.req("ACC-05", "TIM-12")
async def test_the_fourth_code_within_an_hour_has_to_wait(api: Api, outside: Outside) -> None:
    user = await a.client(phone_verified=False, phone="+525511114444")
    assert [(await api.post(VERIFY, as_=user)).status for _ in range(3)] == [200, 200, 200]
    refused = await api.post(VERIFY, as_=user)
    assert (refused.status, refused.code) == (429, "TOO_MANY_CODES")
    assert 3500 < int(refused.headers["Retry-After"]) <= 3600


async def test_a_provider_that_is_away_leaves_the_person_free_to_try_again(api: Api, outside: Outside) -> None:
    user = await a.client(phone_verified=False, phone="+525511115555")
    await outside.break_down("twilio", times=1)
    away = await api.post(VERIFY, as_=user)
    assert (away.status, away.code) == (503, "PROVIDER_UNAVAILABLE")
    await api.post(VERIFY, as_=user)
    code = (await outside.codes("+525511115555"))[0]["code"]
    await outside.break_down("twilio", times=1)
    assert (await api.post(CONFIRM, {"code": code}, as_=user)).status == 503
    assert (await api.post(CONFIRM, {"code": code}, as_=user)).status == 200
    assert (await User.get(id=user.id)).phone_verified


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (VERIFY, {"channel": "carrier pigeon"}),
        (VERIFY, {"code": "12345"}),
        (VERIFY, {"surprise": 1}),
        (CONFIRM, {}),
        (CONFIRM, {"code": "abcdef"}),
        (CONFIRM, {"code": 123456}),
    ],
)
async def test_what_is_no_request_for_a_code_is_refused(api: Api, path: str, body: dict[str, object]) -> None:
    user = await a.client(phone_verified=False)
    assert (await api.post(path, body, as_=user)).code == "MALFORMED"
    assert (await api.post(path, body)).code == "UNAUTHORIZED"
    assert not await VerificationAttempt.exists()
