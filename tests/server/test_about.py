"""Who operates this place is said whole or not at all."""

import pytest

from settings import settings
from tests.api import Api

pytestmark = pytest.mark.req("SEC-08")

OPERATOR = {
    "LEGAL_NAME": "Arreglos de la Roma, S.A. de C.V.",
    "LEGAL_ADDRESS": "Orizaba 1, Roma Norte, 06700, Ciudad de México",
    "PRIVACY_EMAIL": "privacidad@example.com",
}


async def test_everybody_reads_who_answers_for_their_data(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OPERATOR.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    assert (await api.get("/api/about")).data["operator"] == {
        "name": OPERATOR["LEGAL_NAME"],
        "address": OPERATOR["LEGAL_ADDRESS"],
        "email": OPERATOR["PRIVACY_EMAIL"],
    }


async def test_what_is_only_half_known_is_not_said(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGAL_NAME", OPERATOR["LEGAL_NAME"])
    settings.cache_clear()
    assert (await api.get("/api/about")).data["operator"] is None
