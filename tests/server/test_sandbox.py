"""The sandbox's clock over HTTP, and the API's own description."""

import asyncio
from datetime import datetime, timedelta

import pytest

from settings import settings
from tasks.sandbox_clock import carry_out_waiting
from tests import a
from tests.api import Answer, Api


async def advance(api: Api, by: str, **more: object) -> Answer:
    asked = asyncio.create_task(api.post("/api/sandbox/clock", {"advance": by}, **more))
    while not asked.done():
        await carry_out_waiting()
        await asyncio.sleep(0)
    return await asked


@pytest.mark.req("R-18")
async def test_an_admin_moves_business_time_forwards(api: Api) -> None:
    admin = await a.admin()
    before = (await api.get("/api/sandbox/clock", as_=admin)).data
    answer = await advance(api, "PT36H", as_=admin)
    assert (answer.status, answer.data["done"]) == (200, True)
    moved = datetime.fromisoformat(answer.data["now"]) - datetime.fromisoformat(before["now"])
    assert timedelta(hours=36) <= moved < timedelta(hours=36, minutes=1)
    assert answer.headers["X-Business-Time"][:16] == answer.data["now"][:16]
    assert (await api.get(answer.data["url"], as_=admin)).data["done"] is True


@pytest.mark.req("R-18")
async def test_nobody_else_moves_it_and_never_back(api: Api, environment: pytest.MonkeyPatch) -> None:
    admin = await a.admin()
    body = {"advance": "PT1H"}
    assert (await api.post("/api/sandbox/clock", body)).status == 401
    assert (await api.post("/api/sandbox/clock", body, as_=await a.client())).status == 403
    assert (await api.post("/api/sandbox/clock", {"advance": "soon"}, as_=admin)).code == "MALFORMED"
    assert (await api.post("/api/sandbox/clock", {"advance": "-PT1H"}, as_=admin)).code == "CLOCK_NEVER_MOVES_BACK"
    environment.setenv("TRUSTME_SANDBOX", "0")
    settings.cache_clear()
    assert (await api.post("/api/sandbox/clock", body, as_=admin)).code == "SANDBOX_ONLY"


@pytest.mark.req("R-18")
def test_production_refuses_to_start_with_a_movable_clock(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TRUSTME_ENV", "production")
    environment.setenv("SECRET_KEY", "a-real-secret")
    with pytest.raises(ValueError, match="refuses to run in production"):
        settings()


@pytest.mark.req("SEC-13")
async def test_the_api_describes_itself_without_a_foreign_host(api: Api) -> None:
    described = (await api.get("/openapi.json")).body
    assert "/api/sandbox/clock" in described["paths"]
    page = await (await api.client.get("/docs")).get_data(as_text=True)
    assert "/api/sandbox/clock" in page
    assert "https://" not in page


@pytest.mark.req("SEC-05")
@pytest.mark.parametrize("missing", ["STRIPE_WEBHOOK_SECRET", "TWILIO_AUTH_TOKEN", "VAPID_PRIVATE_KEY"])
def test_production_believes_no_webhook_that_anybody_can_sign(
    environment: pytest.MonkeyPatch, missing: str
) -> None:
    environment.setenv("TRUSTME_ENV", "production")
    environment.setenv("TRUSTME_SANDBOX", "0")
    environment.delenv("PUSH_EMULATOR_URL", raising=False)
    for name in ("SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "TWILIO_AUTH_TOKEN", "VAPID_PRIVATE_KEY"):
        environment.setenv(name, "a-real-secret")
    assert settings().trustme_env == "production"
    environment.delenv(missing)
    settings.cache_clear()
    with pytest.raises(ValueError, match=f"{missing} must be set"):
        settings()
