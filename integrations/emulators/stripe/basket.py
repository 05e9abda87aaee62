"""What a Checkout Session charges for, and the ways of paying that fit it."""

from typing import Any

from integrations.emulators.stripe.currencies import refuse_amount, refuse_unknown
from integrations.emulators.stripe.objects import new_id
from integrations.emulators.stripe.refusal import Refusal

Tree = dict[str, Any]

MOST_LINES = 100
OXXO_MOST = 10_000_00
OXXO_DAYS = range(1, 8)
SUPPORTED = {"card", "oxxo", "customer_balance"}
METHODS = "allowed_payment_method_types"


def read_lines(params: Tree) -> tuple[list[Tree], str]:
    lines = [_line(item, f"line_items[{place}]") for place, item in enumerate(params.get("line_items", []))]
    if not lines:
        raise Refusal("line_items is required in payment mode.", code="parameter_missing", param="line_items")
    if len(lines) > MOST_LINES:
        raise Refusal(f"A session has at most {MOST_LINES} line items.", param="line_items")
    currency = refuse_unknown(str(params.get("currency", lines[0]["currency"])), "currency")
    if {line["currency"] for line in lines} != {currency}:
        raise Refusal("All line items must have the same currency.", param="line_items")
    total = sum(line["amount_total"] for line in lines)
    refuse_amount(total, currency, "line_items")
    return lines, currency


def read_methods(params: Tree, total: int, currency: str) -> list[str]:
    methods = list(params.get(METHODS, ["card"]))
    if unknown := set(methods) - SUPPORTED:
        raise Refusal(f"This emulator knows {sorted(SUPPORTED)}, not {sorted(unknown)}", param=METHODS)
    if "oxxo" in methods and (currency != "mxn" or total > OXXO_MOST):
        raise Refusal("oxxo takes mxn, at most $10,000.00", param=METHODS)
    options = params.get("payment_method_options", {})
    if options.get("oxxo", {}).get("expires_after_days", 3) not in OXXO_DAYS:
        raise Refusal(
            "expires_after_days must be between 1 and 7", param="payment_method_options[oxxo][expires_after_days]"
        )
    if "customer_balance" in methods:
        _check_transfer(params, options.get("customer_balance", {}))
    if {"oxxo", "customer_balance"} & set(methods) and "setup_future_usage" in params.get(
        "payment_intent_data", {}
    ):
        raise Refusal("setup_future_usage is for cards only", param="payment_intent_data[setup_future_usage]")
    return methods


def _check_transfer(params: Tree, balance: Tree) -> None:
    if "customer" not in params or balance.get("funding_type") != "bank_transfer":
        raise Refusal(
            "customer_balance needs a customer and the funding_type bank_transfer",
            param="payment_method_options[customer_balance]",
        )
    if balance.get("bank_transfer", {}).get("type") != "mx_bank_transfer":
        raise Refusal(
            "mxn is transferred by mx_bank_transfer",
            param="payment_method_options[customer_balance][bank_transfer]",
        )


def _line(item: Tree, param: str) -> Tree:
    price, quantity = item.get("price_data"), item.get("quantity", 1)
    if not price or "unit_amount" not in price:
        raise Refusal("You must specify price_data with unit_amount", param=param)
    if not price.get("product_data", {}).get("name"):
        raise Refusal("You must specify product_data[name]", code="parameter_missing", param=param)
    if price["unit_amount"] < 0 or quantity < 1:
        raise Refusal("Invalid non-negative integer", code="parameter_invalid_integer", param=param)
    amount = price["unit_amount"] * quantity
    return {
        "id": new_id("li"),
        "object": "item",
        "amount_subtotal": amount,
        "amount_total": amount,
        "currency": refuse_unknown(price["currency"], f"{param}[price_data][currency]"),
        "description": price["product_data"]["name"],
        "quantity": quantity,
    }
