"""Services and zones as they come with the program; run as often as one likes."""

import csv
import tomllib
from pathlib import Path
from typing import Any

from models.db import transaction
from models.workers.tables import Service, ZipCode, Zone

DATA = Path(__file__).parent / "seed_data"


async def seed_catalogue() -> None:
    """Add what is missing and bring the rest up to date; nothing is removed, since profiles may name it."""
    async with transaction():
        await _seed_services()
        await _seed_zones()


async def _seed_services() -> None:
    catalogue: dict[str, dict[str, list[str]]] = tomllib.loads((DATA / "services.toml").read_text())
    rows = [
        Service(category=category, name=name, keywords=keywords)
        for category, services in catalogue.items()
        for name, keywords in services.items()
    ]
    await Service.bulk_create(rows, on_conflict=["category", "name"], update_fields=["keywords"])


async def _seed_zones() -> None:
    with (DATA / "zones.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    zones = [Zone(**_place(row), name=row["name"], borough=row["borough"]) for row in rows]
    await Zone.bulk_create(zones, on_conflict=["name"], update_fields=["borough", "latitude", "longitude"])
    ids = dict(await Zone.all().values_list("name", "id"))
    zips = [
        ZipCode(zip_code=zip_code, zone_id=ids[row["name"]], **_place(row))
        for row in rows
        for zip_code in row["zip_codes"].split()
    ]
    await ZipCode.bulk_create(zips, on_conflict=["zip_code"], update_fields=["zone_id", "latitude", "longitude"])


def _place(row: dict[str, Any]) -> dict[str, float]:
    return {"latitude": float(row["latitude"]), "longitude": float(row["longitude"])}
