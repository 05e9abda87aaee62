"""The specification's endpoints are there, under its own paths and methods."""

import pytest
from quart import Quart

ENDPOINTS = {
    "API-03": "GET /api/users/:id, PATCH /api/users/profile, POST /api/users/profile-image",
    "API-06": (
        "POST /api/leads, GET /api/leads/mine, GET /api/leads/available, GET /api/leads/:id,"
        " POST /api/leads/:id/purchase, GET /api/leads/:id/recipients"
    ),
    "API-09": (
        "POST /api/payments/request, GET /api/payments/:id, POST /api/payments/:id/pay,"
        " POST /api/payments/:id/confirm-complete, GET /api/payments/escrow/:id"
    ),
    "API-14": "POST /api/webhooks/stripe, POST /api/webhooks/twilio",
    "API-15": "GET /api/notifications",
}


@pytest.mark.req("API-03", "API-06", "API-09", "API-14", "API-15")
@pytest.mark.parametrize("area", ENDPOINTS)
def test_every_endpoint_of_the_specification_is_served(app: Quart, area: str) -> None:
    served = app.url_map.bind("localhost")
    for endpoint in ENDPOINTS[area].split(", "):
        method, path = endpoint.split(" ")
        assert served.test(path.replace(":id", "01a1fb93-59a0-71fb-89f8-a4e2739d57cf"), method), endpoint
