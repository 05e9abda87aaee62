"""What may be chosen: categories, services and zones, named as everybody names them."""

from typing import Any
from uuid import UUID

from models.errors import Refused
from models.workers.tables import Service, ZipCode, Zone


class UnknownZone(Refused):
    pass


class UnknownService(Refused):
    pass


async def all_services() -> list[dict[str, Any]]:
    rows = await Service.all().order_by("category", "name")
    return [{"id": row.id, "category": row.category, "name": row.name, "keywords": row.keywords} for row in rows]


async def services_named(category: str | None, name: str | None) -> list[UUID]:
    """Those of the category, of that name in any category, or the one that both say."""
    said = {"category": category, "name": name}
    rows = Service.filter(**{field: text for field, text in said.items() if text is not None})
    return [UUID(str(key)) for key in await rows.values_list("id", flat=True)]


async def all_zones() -> list[dict[str, Any]]:
    rows = await Zone.all().order_by("borough", "name")
    return [
        {
            "name": row.name,
            "borough": row.borough,
            "is_borough": row.name == row.borough,
            "latitude": row.latitude,
            "longitude": row.longitude,
        }
        for row in rows
    ]


async def known_zones(names: list[str]) -> list[str]:
    """The names, each once, in the order given. Raises UnknownZone for one that isn't in the catalogue."""
    wanted = list(dict.fromkeys(names))
    known = {zone.name for zone in await Zone.filter(name__in=wanted)}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise UnknownZone(zones=unknown)
    return wanted


async def zones_that_cover(name: str) -> list[str]:
    """In which areas a handyman serves the zone: itself and its alcaldía; for an alcaldía, its colonias too."""
    zone = await Zone.get_or_none(name=name)
    if zone is None:
        return []
    if zone.name == zone.borough:
        return [str(each) for each in await Zone.filter(borough=zone.borough).values_list("name", flat=True)]
    return [zone.name, zone.borough]


async def zone_of_zip(zip_code: str) -> Zone | None:
    """The colonia of a zip code, or the alcaldía that its first two digits name."""
    exact = await ZipCode.get_or_none(zip_code=zip_code).select_related("zone")
    if exact is not None:
        return exact.zone
    near = await ZipCode.filter(zip_code__startswith=zip_code[:2]).select_related("zone").first()
    return await Zone.get_or_none(name=near.zone.borough) if near and len(zip_code) == 5 else None  # noqa: PLR2004
