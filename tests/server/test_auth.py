from typing import Any

import pytest

from models.people.passwords import scrambled
from models.people.tables import Session, User, UserStatus
from server.edge import cookie_name
from tests import a
from tests.api import Answer, Api

ANA = {
    "email": "Ana@Example.com",
    "password": "correcta y larga",
    "full_name": "Ana Torres",
    "role": "client",
    "phone": "044 55 1234 5678",
}
CREDENTIALS = {"email": "ana@example.com", "password": ANA["password"]}
OURS = {"Origin": "http://localhost:5000"}
THEIRS = {"Origin": "https://evil.example"}


def cookie_of(answer: Answer) -> str:
    return answer.headers["Set-Cookie"].split("=", 1)[1].split(";")[0]


def with_cookie(answer: Answer, **more: str) -> dict[str, str]:
    return {"Cookie": f"{cookie_name()}={cookie_of(answer)}", **more}


@pytest.mark.req("ACC-02", "SEC-11", "R-28")
async def test_registering_answers_with_the_account_and_a_token_that_works(api: Api) -> None:
    answer = await api.post("/api/auth/register", ANA)
    assert answer.status == 201
    assert answer.body["success"] is True
    user = answer.data["user"]
    assert (user["email"], user["phone"], user["role"]) == ("ana@example.com", "+525512345678", "client")
    assert not user["email_verified"]
    assert "password_hash" not in user
    me = await api.get("/api/auth/me", headers={"Authorization": f"Bearer {answer.data['token']}"})
    assert me.data == user


@pytest.mark.req("R-28", "ACC-01")
@pytest.mark.parametrize("role", ["admin", "customer_support", "root", "", None])
async def test_nobody_registers_as_staff(api: Api, role: str | None) -> None:
    answer = await api.post("/api/auth/register", ANA | {"role": role})
    assert (answer.status, answer.code) == (400, "MALFORMED")
    assert await User.all().count() == 0


@pytest.mark.req("SEC-03", "SEC-01", "SEC-11")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"email": "ana"}, "INVALID_EMAIL"),
        ({"email": None}, "MALFORMED"),
        ({"email": "a" * 300 + "@example.com"}, "MALFORMED"),
        ({"phone": "12"}, "INVALID_PHONE"),
        ({"password": "1234567"}, "PASSWORD_TOO_SHORT"),
        ({"password": "x" * 201}, "PASSWORD_TOO_LONG"),
        ({"password": 12345678}, "MALFORMED"),
        ({"full_name": "   "}, "MALFORMED"),
        ({"full_name": "Ana\0"}, "MALFORMED"),
        ({"locale": "fr"}, "MALFORMED"),
        ({"status": "active"}, "MALFORMED"),
        ({"email_verified": True}, "MALFORMED"),
    ],
)
async def test_malformed_registrations_are_refused_with_a_code_and_leave_nothing(
    api: Api, change: dict[str, Any], code: str
) -> None:
    answer = await api.post("/api/auth/register", ANA | change)
    assert (answer.status, answer.code) == (400, code)
    assert answer.details["fields"]
    assert not await User.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"ana"'])
async def test_what_is_no_json_object_is_malformed(api: Api, body: bytes) -> None:
    answer = await api.ask("POST", "/api/auth/login", data=body, headers={"Content-Type": "application/json"})
    assert (answer.status, answer.code) == (400, "MALFORMED")


async def test_a_taken_address_is_a_conflict(api: Api) -> None:
    await api.post("/api/auth/register", ANA)
    answer = await api.post("/api/auth/register", ANA | {"role": "worker"})
    assert (answer.status, answer.code) == (409, "EMAIL_TAKEN")


@pytest.mark.req("ACC-02", "R-28")
async def test_signing_in_needs_the_right_password_and_tells_nothing_else(api: Api) -> None:
    await api.post("/api/auth/register", ANA)
    entered = await api.post("/api/auth/login", CREDENTIALS)
    assert (entered.status, entered.data["user"]["email"]) == (200, "ana@example.com")
    wrong = await api.post("/api/auth/login", CREDENTIALS | {"password": "incorrecta"})
    unknown = await api.post("/api/auth/login", CREDENTIALS | {"email": "nadie@example.com"})
    assert (wrong.status, wrong.code) == (401, "INVALID_CREDENTIALS")
    assert (unknown.status, unknown.body) == (wrong.status, wrong.body)


async def test_the_suspended_are_told_at_the_door(api: Api) -> None:
    await a.client(
        email="ana@example.com", password_hash=await scrambled(ANA["password"]), status=UserStatus.SUSPENDED
    )
    answer = await api.post("/api/auth/login", CREDENTIALS)
    assert (answer.status, answer.code, answer.details) == (403, "ACCOUNT_SUSPENDED", {"status": "suspended"})


@pytest.mark.req("SEC-02")
async def test_the_cookie_is_closed_to_scripts_and_to_other_sites(api: Api) -> None:
    answer = await api.post("/api/auth/register", ANA)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{cookie_name()}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"} <= set(cookie.split("; "))
    me = await api.get("/api/auth/me", headers=with_cookie(answer))
    assert me.status == 200
    assert "Max-Age=2592000" in me.headers["Set-Cookie"]


@pytest.mark.req("SEC-02")
async def test_behind_https_the_cookie_is_secure(api: Api, environment: pytest.MonkeyPatch) -> None:
    from settings import settings

    environment.setenv("PUBLIC_URL", "https://trustme.mx")
    settings.cache_clear()
    answer = await api.post("/api/auth/register", ANA)
    assert "; Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Set-Cookie"].startswith("trustme_session=")


@pytest.mark.req("R-28", "SEC-02")
async def test_a_cookie_writes_from_our_own_pages_alone(api: Api) -> None:
    answer = await api.post("/api/auth/register", ANA)
    for foreign in ({}, THEIRS, {"Origin": "null"}):
        refused = await api.patch("/api/users/profile", {"locale": "en"}, headers=with_cookie(answer, **foreign))
        assert (refused.status, refused.code) == (403, "ORIGIN_REFUSED")
    for ours in (OURS, {"Origin": "http://127.0.0.1:5000"}):
        done = await api.patch("/api/users/profile", {"locale": "en"}, headers=with_cookie(answer, **ours))
        assert done.status == 200
    bearer = {"Authorization": f"Bearer {answer.data['token']}"}
    assert (await api.patch("/api/users/profile", {"locale": "es-MX"}, headers=bearer)).status == 200


@pytest.mark.req("R-28")
@pytest.mark.parametrize("headers", [THEIRS, {"Sec-Fetch-Site": "cross-site"}])
async def test_no_other_site_signs_a_browser_in(api: Api, headers: dict[str, str]) -> None:
    for path, body in (("/api/auth/register", ANA), ("/api/auth/login", CREDENTIALS)):
        answer = await api.post(path, body, headers=headers)
        assert (answer.status, answer.code) == (403, "ORIGIN_REFUSED")
        assert "Set-Cookie" not in answer.headers
    assert not await User.exists()


@pytest.mark.req("ACC-02", "SEC-02")
async def test_signing_out_ends_the_session_and_takes_the_cookie(api: Api) -> None:
    answer = await api.post("/api/auth/register", ANA)
    out = await api.post("/api/auth/logout", headers=with_cookie(answer, **OURS))
    assert (out.status, cookie_of(out)) == (200, "")
    assert (await api.get("/api/auth/me", headers=with_cookie(answer))).code == "UNAUTHORIZED"


@pytest.mark.req("SEC-02")
async def test_sessions_are_listed_and_ended_one_by_one_or_all_but_this(api: Api) -> None:
    user, other = await a.client(), await a.client()
    await api.token(other)
    await api.token(user)
    theirs = Api(api.app)
    await theirs.token(user)
    listed = (await api.get("/api/auth/sessions", as_=user)).data["items"]
    assert sorted(each["is_current"] for each in listed) == [False, True]
    elsewhere = next(each["id"] for each in listed if not each["is_current"])
    assert (await api.delete(f"/api/auth/sessions/{elsewhere}", as_=other)).status == 404
    assert (await api.delete(f"/api/auth/sessions/{elsewhere}", as_=user)).status == 200
    assert (await theirs.get("/api/auth/me", as_=user)).status == 401
    assert (await api.delete("/api/auth/sessions/no-id", as_=user)).status == 404
    assert (await api.delete("/api/auth/sessions", as_=user)).data == {"ended": 0}
    assert await Session.filter(user_id=other.id, ended_at=None).count() == 1


@pytest.mark.req("SEC-04")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/auth/me"),
        ("POST", "/api/auth/logout"),
        ("GET", "/api/auth/sessions"),
        ("DELETE", "/api/auth/sessions"),
        ("DELETE", "/api/auth/sessions/x"),
        ("PATCH", "/api/users/profile"),
        ("POST", "/api/users/profile-image"),
        ("GET", "/api/users/x"),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer made-up"}, {"Authorization": "Basic YTpi"}])
async def test_without_a_session_there_is_nothing(
    api: Api, method: str, path: str, headers: dict[str, str]
) -> None:
    answer = await api.ask(method, path, {} if method != "GET" else None, headers=headers | OURS)
    assert (answer.status, answer.code) == (401, "UNAUTHORIZED")
