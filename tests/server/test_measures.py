"""What is measured: only where it is switched on, nothing personal, in words that Google takes."""

from collections.abc import Callable

import pytest

from models.admin.tables import AuditEntry
from models.engine_tables import OutboxRow
from models.measures.events import EVENTS, pseudonym
from settings import settings
from tasks.outbox import drain
from tests import a
from tests.api import Answer, Api
from tests.outside import Outside

pytestmark = pytest.mark.req("ANA-01", "ANA-02", "SEC-07")

VISIT = "0123456789abcdef" * 2


@pytest.fixture
def measured(environment: pytest.MonkeyPatch) -> Callable[[], None]:
    def switch_on() -> None:
        environment.setenv("GA4_MEASUREMENT_ID", "G-TRUSTME")
        environment.setenv("GA4_API_SECRET", "secret")
        settings.cache_clear()

    return switch_on


async def tell(api: Api, name: str, **params: str) -> Answer:
    return await api.post("/api/measures", {"visit": VISIT, "events": [{"name": name, "params": params}]})


async def test_nothing_is_written_where_nothing_is_measured(api: Api) -> None:
    assert (await tell(api, "search_performed", category="Plomería")).status == 202
    assert not await OutboxRow.filter(event="steps.measured").exists()
    assert b"data-measured" not in await (await api.client.get("/sign-in")).get_data()


async def test_google_is_told_pseudonyms_and_words_of_the_catalogue(
    api: Api, measured: Callable[[], None], outside: Outside
) -> None:
    measured()
    worker, client = await a.worker(), await a.client(email="buzonsecreto@example.com")
    sent = {
        "visit": VISIT,
        "events": [
            {"name": "worker_profile_viewed", "params": {"worker_id": str(worker.id), "source": "search"}},
            {"name": "search_performed", "params": {"category": "buzonsecreto@example.com", "zone": "Roma Norte"}},
            {"name": "lead_purchased", "params": {"amount": "100.00"}},
        ],
    }
    assert (await api.post("/api/measures", sent, as_=client)).status == 202
    await drain()
    [told, *_] = [one for one in await outside.ask("GET", "/outside/measured") if one["client_id"] == VISIT]
    assert (told["fault"], told["measurement_id"]) == (None, "G-TRUSTME")
    assert told["user_id"] == pseudonym(client.id)
    assert told["user_properties"] == {"role": {"value": "client"}}
    params = [
        {key: one for key, one in event["params"].items() if key != "engagement_time_msec"}
        for event in told["events"]
    ]
    assert params == [
        {"worker_id": pseudonym(worker.id), "source": "search"},
        {"zone": "Roma Norte"},
        {"amount": 100.0},
    ]
    assert "buzonsecreto" not in str(told)
    assert str(worker.id) not in str(told)


async def test_the_page_says_that_something_is_measured_and_still_connects_to_nobody_else(
    api: Api, measured: Callable[[], None]
) -> None:
    measured()
    answer = await api.client.get("/sign-in")
    assert b"<html data-measured " in await answer.get_data()
    assert "google" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("keyboard_typed", {}),
        ("search_performed", {"email": "buzonsecreto@example.com"}),
        ("lead_created", {"x": "y"}),
    ],
)
async def test_what_is_not_one_of_the_twelve_is_refused(
    api: Api, measured: Callable[[], None], name: str, params: dict[str, str]
) -> None:
    measured()
    assert (await tell(api, name, **params)).status == 400
    assert not await OutboxRow.filter(event="steps.measured").exists()


async def test_a_visit_is_a_random_number_and_nothing_else(api: Api) -> None:
    body = {"visit": "maria@example.com", "events": [{"name": "message_sent", "params": {}}]}
    assert (await api.post("/api/measures", body)).status == 400


async def test_an_answer_is_in_the_book_of_who_gave_it(api: Api) -> None:
    maria = await a.client()
    assert (await api.post("/api/measures/agreement", {"granted": True})).status == 401
    for granted in (True, False):
        assert (await api.post("/api/measures/agreement", {"granted": granted}, as_=maria)).status == 200
    entries = await AuditEntry.filter(actor_id=maria.id).order_by("id").values_list("action", flat=True)
    assert entries == ["measuring.agreed", "measuring.refused"]


def test_there_are_twelve_events() -> None:
    assert len(EVENTS) == 12
