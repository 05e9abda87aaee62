"""The shapes that request bodies share: bounded, without NUL, nothing unknown beside them."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("NUL is no text")
    return text


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


Text = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_without_nul)]
"""Trimmed; each field says its bounds: `title: Annotated[Text, Field(min_length=1, max_length=200)]`."""

Name = Annotated[Text, Field(min_length=1, max_length=100)]
"""A category, service or zone."""

Secret = Annotated[str, Field(min_length=1, max_length=1000)]
"""A password or token: as it came, never trimmed."""

Pesos = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]


class Page(Body):
    """Which part of a list."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[Text, Field(max_length=100)] | None = None
