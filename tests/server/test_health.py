"""The process says how it is."""

import pytest

from tests import a, cluster
from tests.api import Api


async def test_a_fresh_process_is_alive_and_ready(api: Api) -> None:
    assert (await api.get("/healthz")).data == {"status": "alive"}
    assert (await api.get("/readyz")).data == {
        "status": "ready",
        "outgoing_money": "open",
        "audit": None,
        "reconciliation": None,
    }


@pytest.mark.req("R-26")
async def test_without_redis_it_serves_degraded(api: Api, environment: pytest.MonkeyPatch) -> None:
    from settings import settings

    environment.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    settings.cache_clear()
    answer = await api.get("/readyz")
    assert (answer.status, answer.data["status"]) == (200, "degraded")


@pytest.mark.req("SEC-11")
async def test_an_unknown_path_answers_in_the_envelope(api: Api) -> None:
    answer = await api.get("/api/nothing-here")
    assert (answer.status, answer.code, answer.body["success"]) == (404, "NOT_FOUND", False)


@pytest.mark.req("R-26")
async def test_without_postgresql_it_says_so_and_serves_again_when_it_is_back(api: Api, database: str) -> None:
    worker = await a.worker()
    assert (await api.get("/api/wallet/balance", as_=worker)).status == 200
    async with cluster.away(database):
        assert (await api.get("/healthz")).status == 200
        assert (await api.get("/readyz")).status == 503
        assert (await api.get("/metrics")).status == 200
        assert (await api.client.get("/manifest.webmanifest")).status_code == 200
        assert (await api.get("/api/wallet/balance", as_=worker)).code == "INTERNAL_ERROR"
    assert (await api.get("/api/wallet/balance", as_=worker)).status == 200
    assert (await api.get("/readyz")).data["status"] == "ready"
