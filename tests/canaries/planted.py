"""What is planted, who may know it, and how a leak is seen."""

import re
from dataclasses import dataclass, field
from typing import Any

import orjson

from models.people.tables import User

FIRST_NAME = "Canariana"
CLIENT = {
    "full_name": "Canariana Apellidosecreto Oculto",
    "email": "buzonsecreto@example.com",
    "phone": "+525598761234",
}
PLACE = {"address": "Callejón del Canarito 321, interior 9", "zip_code": "06799"}

MARKS = {
    "first_name": re.compile(r"canariana", re.IGNORECASE),
    "last_name": re.compile(r"apellidosecreto", re.IGNORECASE),
    "email": re.compile(r"buzonsecreto", re.IGNORECASE),
    "phone": re.compile(r"9876\D?1234"),
    "address": re.compile(r"canarito", re.IGNORECASE),
    "zip_code": re.compile(r"(?<![0-9a-f.-])06799(?![0-9a-f-])"),
    "inside_of_files": re.compile(r"CANARIO|19\.4194"),  # their names, and what EXIF, GPS and tags say
    "client_id": re.compile(r"\Z(?!\Z)"),  # once the client has an id
}

NOBODY: frozenset[str] = frozenset()
BOUGHT = frozenset({"first_name", "client_id"})
ANSWERED = frozenset(MARKS) - {"inside_of_files"}
"""The tiers (LEAD-10 to LEAD-13). Nobody at all may read what was inside of a file, its owner included."""


class Leak(AssertionError):
    pass


@dataclass
class Reader:
    """Somebody who looks everywhere; `saw` is all that they found, to be compared with what they may know."""

    name: str
    user: User | None
    may_know: frozenset[str]
    saw: set[str] = field(default_factory=set)

    def look(self, where: str, *things: Any, said: Any = None) -> None:
        """`said`: what they sent themselves and may hear again."""
        marks = {mark for thing in things for mark in marks_in(thing)} - marks_in(said)
        if leaked := marks - self.may_know:
            raise Leak(f"{self.name} reads {sorted(leaked)} in {where}: {things}")
        self.saw |= marks


def marks_in(thing: Any) -> set[str]:
    text = readable(thing)
    return {name for name, mark in MARKS.items() if mark.search(text)}


def readable(thing: Any) -> str:
    if isinstance(thing, bytes):
        return thing.decode("latin-1")
    return (
        thing
        if isinstance(thing, str)
        else orjson.dumps(thing, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    )


def plant_id(client: User) -> None:
    MARKS["client_id"] = re.compile(f"{client.id}|{client.id.hex}")


IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def ids_in(thing: Any) -> set[str]:
    return set(IDS.findall(readable(thing)))
