"""The words of mails, in Spanish first and English beside it, and how amounts and moments are said."""

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from babel.dates import format_datetime
from babel.numbers import format_currency

from models.clock import MEXICO_CITY

LOCALES = ("es-MX", "en")

Words = dict[str, Any]


@lru_cache
def words_in(locale: str) -> Words:
    """The catalogue of a language; Spanish when we don't speak it."""
    known = locale if locale in LOCALES else LOCALES[0]
    catalogue: Words = orjson.loads(Path(__file__).with_name(f"{known}.json").read_bytes())
    return catalogue


def say_money(amount: str | Decimal, locale: str) -> str:
    said = format_currency(Decimal(amount), "MXN", locale="es_MX")
    return said if locale == "es-MX" else f"{said} MXN"


def say_moment(moment: str | datetime, locale: str) -> str:
    """A moment as people in Mexico City say it: `12 nov, 16:30`."""
    when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    pattern = "d MMM y, HH:mm" if locale == "es-MX" else "MMM d, y, HH:mm"
    return format_datetime(when.astimezone(MEXICO_CITY), pattern, locale=locale.replace("-", "_"))
