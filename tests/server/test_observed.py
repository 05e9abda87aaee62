"""Logs and metrics say what happened, and nothing about anybody."""

import structlog

from models.db import transaction
from models.outbox import record
from tests import a
from tests.api import Api


async def test_a_request_leaves_a_line_with_its_rule_and_nobodys_secrets(api: Api) -> None:
    client = await a.client(email="secreta@example.com")
    with structlog.testing.capture_logs() as lines:
        await api.get(f"/api/users/{client.id}", as_=client)
        await api.post("/api/auth/login", {"email": "secreta@example.com", "password": "equivocada"})
    answered = [line for line in lines if line["event"] == "http.answered"]
    assert [(line["method"], line["route"]) for line in answered] == [
        ("GET", "/api/users/<user_id>"),
        ("POST", "/api/auth/login"),
    ]
    assert answered[0]["user"] == str(client.id)
    assert "secreta" not in str(lines)
    assert "equivocada" not in str(lines)


async def test_metrics_count_answers_and_what_waits_for_workers(api: Api) -> None:
    async with transaction():
        await record("nobody.cares")
    await api.get("/api/nothing-here")
    page = await (await api.client.get("/metrics")).get_data(as_text=True)
    assert 'trustme_http_requests_total{method="GET",route="unknown",status="404"}' in page
    assert 'trustme_backlog{what="outbox_waiting"} 1.0' in page
    assert 'trustme_backlog{what="timers_parked"} 0.0' in page
