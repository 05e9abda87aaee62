"""Nonsense at every door, whoever knocks: refused in our words, never answered with a fault."""

import re
import uuid
from collections.abc import AsyncIterator

import pytest
from quart import Quart

from models.people.tables import User
from server.app import create_app
from tests import a
from tests.api import Api

ID = "@id@"
IDS = ["%00%ED%A0%80", "x" * 3000, str(uuid.uuid4())]
QUERIES = [
    "limit=1e400&cursor=x",
    "limit=-1&cursor=%00",
    "cursor=0001-01-01T00:00:00%2B14:00~00000000-0000-0000-0000-000000000000",
    "cursor=9999-12-31T23:59:59-14:00~00000000-0000-0000-0000-000000000000",
    "limit=99999999999999999999&before=99999999999&after=-1",
    "category=%00&zone=%ED%A0%80&conversation_id=%00",
]
BODIES = [
    b"\xff\xfe",
    b"null",
    b"[" * 50_000,
    b'{"amount": 1e400, "email": "\\ud800", "content": "\\u0000"}',
]


@pytest.fixture
async def patient(environment: pytest.MonkeyPatch, database: str) -> AsyncIterator[Api]:
    """The application, with limits that this many requests don't reach."""
    environment.setenv("LIMITS_FACTOR", "10000")
    environment.setenv("ADDRESS_LIMITS_FACTOR", "10000")
    application = create_app()
    async with application.test_app():
        yield Api(application)


@pytest.fixture
async def people(database: str) -> dict[str, User]:
    return {
        "client": await a.client(),
        "worker": await a.worker(),
        "admin": await a.admin(),
    }


ENDINGS = {"/api/auth/logout", "/api/auth/sessions", "/api/users/me"}
"""What would sign the asker out."""


def doors(app: Quart) -> list[tuple[str, str]]:
    """Each method and path of the API, with a mark where an id stands."""
    rules = [(rule, re.sub(r"<[^>]+>", ID, rule.rule)) for rule in app.url_map.iter_rules()]
    return [
        (method, path)
        for rule, path in rules
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if path.startswith("/api/") and path not in ENDINGS
    ]


async def faults(api: Api, people: dict[str, User], asked: list[tuple[str, str, bytes]]) -> list[str]:
    found = []
    for name, person in people.items():
        headers = {
            "Authorization": f"Bearer {await api.token(person)}",
            "Content-Type": "application/json",
            "Idempotency-Key": "k" * 120,
        }
        for method, path, body in asked:
            answer = await api.client.open(path, method=method, headers=headers, data=body)
            if answer.status_code == 500:
                found.append(f"{name}: {method} {path[:120]} {body[:40]!r}")
    return found


@pytest.mark.req("SEC-03")
async def test_no_id_or_query_is_a_fault(patient: Api, people: dict[str, User]) -> None:
    paths = [(method, path) for method, path in doors(patient.app) if ID in path]
    asked = [(method, path.replace(ID, each), b"{}") for method, path in paths for each in IDS]
    asked += [
        ("GET", f"{path}?{query}", b"")
        for method, path in doors(patient.app)
        if method == "GET" and ID not in path
        for query in QUERIES
    ]
    assert await faults(patient, people, asked) == []


@pytest.mark.req("SEC-03")
async def test_no_body_is_a_fault(patient: Api, people: dict[str, User]) -> None:
    paths = [
        (method, path.replace(ID, str(uuid.uuid4()))) for method, path in doors(patient.app) if method != "GET"
    ]
    asked = [(method, path, body) for method, path in paths for body in BODIES]
    assert await faults(patient, people, asked) == []
