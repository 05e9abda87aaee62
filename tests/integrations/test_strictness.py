"""What Stripe would refuse is refused here, in its own words, for every call that we make."""

import pytest

from tests.integrations.raw import Stripe
from tests.outside import Outside

LINE = {
    "line_items[0][price_data][currency]": "mxn",
    "line_items[0][price_data][unit_amount]": "100000",
    "line_items[0][price_data][product_data][name]": "Fuga",
    "line_items[0][quantity]": "1",
}
SESSION = {"mode": "payment", "success_url": "https://x.example/s", "cancel_url": "https://x.example/c"} | LINE
INTENT = {"amount": "50000", "currency": "mxn", "customer": "cus_1", "payment_method": "pm_1"} | {
    "confirm": "true",
    "off_session": "true",
}
TRANSFER = {"amount": "20000", "currency": "mxn", "destination": "acct_1"}
REFUND = {"payment_intent": "pi_1", "amount": "5000"}

WRITTEN: dict[str, dict[str, str]] = {
    "/v1/checkout/sessions": SESSION,
    "/v1/checkout/sessions/cs_1/expire": {},
    "/v1/customers": {"email": "ana@example.mx"},
    "/v1/payment_intents": INTENT,
    "/v1/payment_intents/pi_1/cancel": {},
    "/v1/payment_methods/pm_1/detach": {},
    "/v1/refunds": REFUND,
    "/v1/transfers": TRANSFER,
}
READ = [
    "/v1/checkout/sessions",
    "/v1/checkout/sessions/cs_1",
    "/v1/checkout/sessions/cs_1/line_items",
    "/v1/customers/cus_1/payment_methods",
    "/v1/disputes",
    "/v1/disputes/du_1",
    "/v1/events",
    "/v1/payment_intents",
    "/v1/payment_intents/pi_1",
    "/v1/payment_methods/pm_1",
    "/v1/refunds",
    "/v1/refunds/re_1",
    "/v1/transfers",
    "/v1/transfers/tr_1",
]


@pytest.fixture
def raw(outside: Outside) -> Stripe:
    return Stripe(outside)


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [*(("POST", *call) for call in WRITTEN.items()), *(("GET", each, {}) for each in READ)],
)
async def test_a_parameter_that_it_does_not_know_is_refused_everywhere(
    raw: Stripe, method: str, path: str, said: dict[str, str]
) -> None:
    status, error = await raw.ask(method, path, said | {"colour": "red"})
    assert (status, error["type"], error["code"]) == (400, "invalid_request_error", "parameter_unknown")
    assert (error["param"], error["message"]) == ("colour", "Received unknown parameter: colour")


SMALL = "amount_too_small"
WRONG = [
    ("/v1/checkout/sessions", SESSION | {"mode": "gift"}, "mode", None),
    ("/v1/checkout/sessions", SESSION | {"expires_at": "tomorrow"}, "expires_at", "parameter_invalid_integer"),
    ("/v1/checkout/sessions", SESSION | {"locale": "klingon"}, "locale", None),
    ("/v1/checkout/sessions", SESSION | {"metadata": "x"}, "metadata", None),
    ("/v1/checkout/sessions", SESSION | {"metadata[a]": "x" * 501}, "metadata", None),
    ("/v1/checkout/sessions", SESSION | {"line_items": "x"}, "line_items", None),
    ("/v1/checkout/sessions", SESSION | {"success_url": "nowhere"}, "success_url", "url_invalid"),
    ("/v1/checkout/sessions", SESSION | {"customer_email": "ana"}, "customer_email", "email_invalid"),
    (
        "/v1/checkout/sessions",
        SESSION | {"line_items[0][price_data][unit_amount]": "9.50"},
        "line_items[0][price_data][unit_amount]",
        "parameter_invalid_integer",
    ),
    (
        "/v1/checkout/sessions",
        SESSION | {"line_items[0][price_data][colour]": "red"},
        "line_items[0][price_data][colour]",
        "parameter_unknown",
    ),
    ("/v1/checkout/sessions", SESSION | {"line_items[0][price_data][unit_amount]": "999"}, "line_items", SMALL),
    ("/v1/checkout/sessions", SESSION | {"line_items[0][quantity]": "1000"}, "line_items", "amount_too_large"),
    (
        "/v1/checkout/sessions",
        SESSION | {"line_items[0][price_data][currency]": "pesos"},
        "line_items[0][price_data][currency]",
        None,
    ),
    ("/v1/customers", {"email": "ana"}, "email", "email_invalid"),
    ("/v1/payment_intents", INTENT | {"amount": "x"}, "amount", "parameter_invalid_integer"),
    ("/v1/payment_intents", INTENT | {"amount": "999"}, "amount", SMALL),
    ("/v1/payment_intents", INTENT | {"amount": "100000000"}, "amount", "amount_too_large"),
    ("/v1/payment_intents", INTENT | {"currency": "pesos"}, "currency", None),
    ("/v1/payment_intents", INTENT | {"confirm": "maybe"}, "confirm", None),
    ("/v1/payment_intents/pi_1/cancel", {"cancellation_reason": "bored"}, "cancellation_reason", None),
    ("/v1/refunds", REFUND | {"amount": "all"}, "amount", "parameter_invalid_integer"),
    ("/v1/refunds", REFUND | {"reason": "bored"}, "reason", None),
    ("/v1/transfers", TRANSFER | {"currency": "pesos"}, "currency", None),
    ("/v1/transfers", TRANSFER | {"amount": "0"}, "amount", "parameter_invalid_integer"),
    ("/v1/transfers", TRANSFER | {"amount": "-5"}, "amount", "parameter_invalid_integer"),
    ("/v1/transfers", TRANSFER | {"destination": "my_bank"}, "destination", "resource_missing"),
]


@pytest.mark.parametrize(("path", "said", "param", "code"), WRONG)
async def test_a_wrong_type_amount_currency_or_word_is_refused_by_name(
    raw: Stripe, path: str, said: dict[str, str], param: str, code: str | None
) -> None:
    status, error = await raw.post(path, said)
    assert (status, error["type"], error["param"]) == (400, "invalid_request_error", param)
    assert error.get("code") == code


MISSING = [
    ("/v1/checkout/sessions", SESSION, ["success_url", *list(LINE)[:3]]),
    ("/v1/payment_intents", INTENT, ["amount", "currency"]),
    ("/v1/refunds", REFUND, ["payment_intent"]),
    ("/v1/transfers", TRANSFER, ["amount", "currency", "destination"]),
]


@pytest.mark.parametrize(("path", "said", "without"), [(p, s, each) for p, s, names in MISSING for each in names])
async def test_what_is_missing_is_asked_for(raw: Stripe, path: str, said: dict[str, str], without: str) -> None:
    status, error = await raw.post(path, {name: value for name, value in said.items() if name != without})
    assert (status, error["type"]) == (400, "invalid_request_error")
    assert without.startswith(error["param"].partition("[")[0])
