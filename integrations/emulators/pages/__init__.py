"""What people see: the Checkout page, and the page with mails, codes and payments."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
MEXICO_CITY = ZoneInfo("America/Mexico_City")


def render(name: str, **facts: object) -> str:
    return _templates().get_template(name).render(**facts)


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, FileSystemLoader

    templates = Environment(loader=FileSystemLoader(HERE), autoescape=True)
    templates.filters["money"] = lambda centavos: f"${centavos / 100:,.2f} MXN"
    templates.filters["day"] = lambda stamp: f"{datetime.fromtimestamp(stamp, MEXICO_CITY):%d/%m/%Y}"
    return templates
