from typing import Any
from uuid import UUID

import pytest

from models.errors import Malformed
from models.people.tables import User, UserStatus
from models.search.find_workers import find_workers
from tests import a

pytestmark = pytest.mark.usefixtures("database")


async def found(**wanted: Any) -> list[UUID]:
    items, _ = await find_workers(**wanted)
    return [item["id"] for item in items]


@pytest.mark.req("ACC-07", "RANK-13")
async def test_only_the_approved_and_active_are_found() -> None:
    worker = await a.worker()
    await a.pending_worker()
    await a.draft_worker()
    for status in (UserStatus.SUSPENDED, UserStatus.BANNED):
        await a.worker(status=status)
    gone = await a.worker()
    await User.filter(id=gone.id).update(deleted_at=gone.created_at)
    assert await found() == [worker.id]


@pytest.mark.req("RANK-13")
async def test_category_and_service_must_be_offered() -> None:
    plumber, both = await a.worker(), await a.worker()
    await a.offer(both, "Electricidad", "Instalación de lámparas")
    assert await found(category="Plomería") == [both.id, plumber.id]
    assert await found(category="Electricidad") == [both.id]
    assert await found(service="Instalación de lámparas") == [both.id]
    assert await found(category="Plomería", service="Instalación de lámparas") == []
    assert await found(category="Alquimia") == []


@pytest.mark.req("RANK-13")
async def test_a_zone_is_served_by_name_by_its_alcaldia_and_from_within() -> None:
    colonia = await a.worker(areas=["Roma Norte"])
    alcaldia = await a.worker(areas=["Cuauhtémoc"])
    elsewhere = await a.worker(areas=["Polanco"])
    assert await found(zone="Roma Norte") == [alcaldia.id, colonia.id]
    assert await found(zone="Cuauhtémoc") == [alcaldia.id, colonia.id]
    assert await found(zone="Condesa") == [alcaldia.id]
    assert await found(zone="Miguel Hidalgo") == [elsewhere.id]
    assert await found(zone="Atlantis") == []


@pytest.mark.req("BUD-10", "C3", "R-01")
async def test_the_paused_are_shown_after_the_others_and_marked() -> None:
    first, paused, second = await a.worker(), await a.worker(paused=True), await a.worker()
    items, _ = await find_workers(category="Plomería")
    assert [(item["id"], item["is_paused"]) for item in items] == [
        (second.id, False),
        (first.id, False),
        (paused.id, True),
    ]


async def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    everybody = [(await a.worker(paused=paused)).id for paused in (True, False, True, False, False)]
    seen, cursor = [], None
    while True:
        items, cursor = await find_workers(limit=2, cursor=cursor)
        seen += [item["id"] for item in items]
        if cursor is None:
            break
    assert len(seen) == 5
    assert set(seen) == set(everybody)


@pytest.mark.parametrize("cursor", ["", "0", "0.x", "nonsense"])
async def test_a_cursor_of_somebody_elses_making_is_refused(cursor: str) -> None:
    with pytest.raises(Malformed):
        await find_workers(cursor=cursor)


@pytest.mark.req("R-02", "ACC-10")
async def test_a_card_says_what_is_offered_and_never_how_to_reach_the_handyman() -> None:
    worker = await a.worker(email="canary@example.com", phone="+525599990000")
    items, _ = await find_workers()
    assert items[0]["badges"] == ["email_verified", "whatsapp_verified", "admin_approved"]
    assert [(each["category"], each["price_amount"]) for each in items[0]["services"]] == [("Plomería", 350)]
    assert "canary" not in str(items)
    assert "99990000" not in str(items)
    assert worker.full_name in str(items)
