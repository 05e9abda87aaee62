from typing import Any

import pytest

from models.audit_runs import keep_outcome
from models.outgoing.gate import is_frozen
from tests import a
from tests.api import Api

PATH = "/api/admin/freeze"


@pytest.mark.req("API-13")
async def test_an_admin_freezes_and_lifts_and_everybody_can_see_it(api: Api) -> None:
    boss = await a.admin()
    assert (await api.get(PATH, as_=boss)).data == {"on": False}
    for _ in range(2):
        frozen = await api.patch(PATH, {"on": True, "reason": "Algo raro"}, as_=boss)
        assert (frozen.status, frozen.data["on"], frozen.data["is_quiet"]) == (200, True, True)
    shown = (await api.get(PATH, as_=boss)).data
    assert (shown["reason"], shown["by"]) == ("Algo raro", str(boss.id))
    assert (await api.get("/readyz")).data["outgoing_money"] == "frozen"
    assert "trustme_outgoing_money_frozen 1.0" in await metrics(api)
    for _ in range(2):
        assert (await api.patch(PATH, {"on": False}, as_=boss)).data == {"on": False}
    assert (await api.get("/readyz")).data["outgoing_money"] == "open"
    assert "trustme_outgoing_money_frozen 0.0" in await metrics(api)


async def metrics(api: Api) -> str:
    return str(await (await api.client.get("/metrics")).get_data(as_text=True))


@pytest.mark.parametrize(
    "body", [{}, {"on": True}, {"on": True, "reason": " "}, {"on": "maybe"}, {"on": 0, "x": 2}]
)
async def test_a_malformed_freeze_freezes_nothing(api: Api, body: dict[str, Any]) -> None:
    assert (await api.patch(PATH, body, as_=await a.admin())).status == 400
    assert not await is_frozen()


@pytest.mark.req("SEC-04")
async def test_the_switch_is_the_admins(api: Api) -> None:
    body = {"on": True, "reason": "x"}
    assert (await api.patch(PATH, body)).status == 401
    for other in (await a.client(), await a.worker(), await a.support()):
        assert (await api.patch(PATH, body, as_=other)).status == 403
        assert (await api.get(PATH, as_=other)).status == 403
    assert not await is_frozen()


async def test_readiness_shows_the_last_audit_and_so_do_the_metrics(api: Api) -> None:
    assert (await api.get("/readyz")).data["audit"] is None
    await keep_outcome()
    shown = (await api.get("/readyz")).data["audit"]
    assert (shown["faults"], shown["error"]) == (0, None)
    assert shown["at"].endswith("Z")
    said = await metrics(api)
    assert "trustme_audit_faults 0.0" in said
    assert "trustme_audit_finished_timestamp_seconds" in said
