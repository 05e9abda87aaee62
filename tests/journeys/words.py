"""What a journey says in Spanish, as the screen of somebody who reads another language says it."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

I18N = Path(__file__).resolve().parents[2] / "static/i18n"
SPANISH = "es-MX"
ENOUGH = 4
"""Letters: "{what} en {where}" is nobody's own."""
NUMBER = r"[\d.,]+"
VALUE = re.compile(r"\{(\w+)\}")


def translated(said: str, language: str) -> list[str]:
    """What it may be, since one Spanish word can be two English ones; itself where nothing is known."""
    if language == SPANISH:
        return [said]
    whole = _whole(language).get(said)
    return sorted(whole) if whole else [_filled(said, language) or _listed(said, language)]


def _filled(said: str, language: str) -> str | None:
    """The sentence that says most of it itself."""
    for pattern, other in _patterns(language):
        if found := pattern.fullmatch(said):
            values = {name: translated(value, language)[0] for name, value in found.groupdict().items()}
            return VALUE.sub(lambda name, known=values: known.get(name[1], ""), other)
    return None


def _listed(said: str, language: str) -> str:
    """What the screen puts together with commas."""
    parts = said.split(", ")
    return ", ".join(translated(part, language)[0] for part in parts) if len(parts) > 1 else said


@cache
def _whole(language: str) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    for ours, theirs in _pairs(language):
        known.setdefault(ours, set()).add(theirs)
    return known


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Sentences with places for values, those that say most themselves first; none that people could say."""
    pairs = [
        (ours, theirs) for ours, theirs in _pairs(language) if VALUE.search(ours) and own_words(ours) >= ENOUGH
    ]
    return [(_pattern(ours), theirs) for ours, theirs in sorted(pairs, key=lambda pair: -own_words(pair[0]))]


def own_words(sentence: str) -> int:
    return len(VALUE.sub("", sentence).strip(" ·,.:"))


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = VALUE.split(sentence)
    seen: set[str] = set()
    made = ""
    for number, part in enumerate(parts):
        if number % 2 == 0:
            made += re.escape(part)
        elif part in seen:
            made += f"(?P={part})"
        else:
            seen.add(part)
            made += f"(?P<{part}>{NUMBER if part == 'count' else '.+?'})"
    return re.compile(made)


def _pairs(language: str) -> list[tuple[str, str]]:
    ours, theirs = _dictionary(SPANISH), _dictionary(language)
    return [pair for key in ours for pair in _forms(ours[key], theirs[key])]


def _forms(ours: Any, theirs: Any) -> list[tuple[str, str]]:
    if isinstance(ours, str):
        return [(ours, theirs)]
    return [(ours[form], theirs.get(form, theirs["other"])) for form in ours]


@cache
def _dictionary(language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((I18N / f"{language}.json").read_text())
    return found
