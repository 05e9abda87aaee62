import pytest

from models.workers.catalogue import all_services, all_zones, zone_of_zip
from models.workers.seed_catalogue import seed_catalogue
from models.workers.tables import Service, ZipCode, Zone
from tests import a

pytestmark = pytest.mark.usefixtures("database")

ALCALDIAS = {
    *("Álvaro Obregón", "Azcapotzalco", "Benito Juárez", "Coyoacán", "Cuajimalpa de Morelos", "Cuauhtémoc"),
    *("Gustavo A. Madero", "Iztacalco", "Iztapalapa", "La Magdalena Contreras", "Miguel Hidalgo", "Milpa Alta"),
    *("Tláhuac", "Tlalpan", "Venustiano Carranza", "Xochimilco"),
}


@pytest.mark.req("ACC-06")
async def test_every_alcaldia_and_the_named_colonias_can_be_chosen() -> None:
    zones = await all_zones()
    assert {zone["name"] for zone in zones if zone["is_borough"]} == ALCALDIAS
    assert {zone["borough"] for zone in zones} == ALCALDIAS
    assert {"Roma Norte", "Condesa", "Polanco"} <= {zone["name"] for zone in zones}
    # the city lies within these bounds
    assert all(19.0 < zone["latitude"] < 19.6 and -99.4 < zone["longitude"] < -98.9 for zone in zones)


@pytest.mark.req("ACC-06")
async def test_services_have_spanish_names_in_categories() -> None:
    services = await all_services()
    assert {"Plomería", "Electricidad", "Pintura", "Mudanzas", "Impermeabilización"} <= {
        each["category"] for each in services
    }
    assert len(services) > 50


@pytest.mark.parametrize(
    ("zip_code", "zone"),
    [("06700", "Roma Norte"), ("11560", "Polanco"), ("06140", "Condesa"), ("06999", "Cuauhtémoc")],
)
async def test_a_zip_code_lies_in_a_colonia_or_at_least_in_an_alcaldia(zip_code: str, zone: str) -> None:
    found = await zone_of_zip(zip_code)
    assert found is not None
    assert found.name == zone


@pytest.mark.parametrize("zip_code", ["99999", "", "06", "0670", "x6700"])
async def test_a_zip_code_from_elsewhere_has_no_zone(zip_code: str) -> None:
    assert await zone_of_zip(zip_code) is None


async def test_seeding_again_changes_nothing_that_profiles_point_at() -> None:
    await a.worker()
    before = [
        await Service.all().order_by("id").values_list("id", "name"),
        await Zone.all().order_by("id").values_list("id", "name"),
        await ZipCode.all().order_by("zip_code").values_list("zip_code", "zone_id"),
    ]
    await seed_catalogue()
    assert before == [
        await Service.all().order_by("id").values_list("id", "name"),
        await Zone.all().order_by("id").values_list("id", "name"),
        await ZipCode.all().order_by("zip_code").values_list("zip_code", "zone_id"),
    ]
