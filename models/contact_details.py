"""Phones, e-mails, links and handles in what people write: not before the client has answered (R-03).

Prices, dates, hours, sizes and serial numbers must pass, so a phone is what reads as a valid Mexican number
(or an international one), not merely a long row of digits.
"""

import re
import unicodedata
from collections.abc import Iterator

import phonenumbers

from models.errors import Refused


class ContactBeforeReveal(Refused):
    """`details.kinds` says what was seen and `details.field` where; never the text itself."""


def refuse_contact_details(**texts: str) -> None:
    """Raise ContactBeforeReveal for the first of the named texts that carries a way around us."""
    for field, text in texts.items():
        kinds = contact_details(text)
        if kinds:
            raise ContactBeforeReveal(
                "Contact details are shared when the client answers", field=field, kinds=kinds
            )


def contact_details(text: str) -> list[str]:
    """Which kinds of contact detail the text carries: email, handle, link, phone."""
    plain = plainly(text)
    found = {kind for kind, pattern in PATTERNS if pattern.search(plain)}
    if has_phone(plain):
        found.add("phone")
    return sorted(found)


def plainly(text: str) -> str:
    """Lower case, one form per letter, no accents, nothing invisible: ５, 5️⃣ and ⑤ are all 5."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(
        character for character in decomposed if unicodedata.category(character) not in {"Mn", "Me", "Cf"}
    ).lower()


SURE_ENDINGS = "com|mx|net|org|app|site|online|shop|store|xyz|biz|link|page"
LINK_HOSTS = r"wa\.me|t\.me|m\.me|bit\.ly|goo\.gl|youtu\.be|linktr\.ee|tinyurl\.com|fb\.me|ig\.me"
NETWORKS = (
    "instagram|insta|ig|facebook|face|fb|tiktok|telegram|tg|snapchat|twitter|messenger|skype|discord|linkedin"
)
LOOK_FOR_ME = r"(?:busca|encuentra|agrega|sigue|contacta|escribe|manda)(?:me|nos|nme|nnos)"

PATTERNS = [
    (
        "email",
        re.compile(
            r"\w[\w.+-]{0,63}\s?(?:@|\(at\)|\[at\]|\barroba\b)\s?[\w-]+\s?(?:\.|\bpunto\b|\(dot\)|\bdot\b)\s?[a-z]{2,}"
            r"|\w\s(?:\(at\)|\[at\]|arroba)\s\w"
            r"|\w\s?@\s?(?:gmail|hotmail|outlook|yahoo|icloud|live|prodigy|proton)"
        ),
    ),
    (
        "link",
        re.compile(
            r"https?:\s?//|\bwww\s?\.\s?\w"
            rf"|(?<![\w@])(?:{LINK_HOSTS})\b"
            rf"|(?<![\w@.])[a-z0-9][a-z0-9-]{{0,62}}(?:\.[a-z0-9-]{{1,63}}){{0,4}}\.(?:{SURE_ENDINGS})(?:\.mx)?(?![\w])"
            r"|(?<![\w@.])[a-z0-9-]{1,63}\.[a-z]{2,6}/[a-z0-9]"
            r"|\w\s(?:punto|dot)\s(?:com|mx|net|org)\b"
        ),
    ),
    (
        "handle",
        re.compile(
            r"(?<![\w.@])@[a-z_][\w.]{2,}"
            rf"|\b(?:{NETWORKS})\s*(?:es|:|=|-|soy|@)+\s*@?[a-z_][\w.]{{2,}}"
            rf"|\b{LOOK_FOR_ME}\b.{{0,20}}\b(?:{NETWORKS})\b"
        ),
    ),
]


def numbered(words: str, numbers: range) -> dict[str, int]:
    return dict(zip(words.split(), numbers, strict=True))


UNITS = numbered("cero uno dos tres cuatro cinco seis siete ocho nueve", range(10))
TEENS = numbered(
    "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos"
    " veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve",
    range(10, 30),
)
TENS = numbered("treinta cuarenta cincuenta sesenta setenta ochenta noventa", range(30, 100, 10))
TENS_AND_UNIT = re.compile(rf"\b({'|'.join(TENS)})(?:\s+y\s+({'|'.join(list(UNITS)[1:])}))?\b")
NUMBER_WORD = re.compile(rf"\b({'|'.join(UNITS | TEENS)})\b")

NOT_PHONES = re.compile(
    r"""
      (?<!\d)(?:0?[1-9]|[12]\d|3[01])[/-](?:0?[1-9]|1[0-2])[/-](?:20)?\d\d(?!\d)   # 12/11/2026
    | (?<!\d)20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)              # 2026-11-12
    | \b\d{1,2}:\d{2}(?:\s?[ap]\.?m\b)?              # 10:30
    | \$\s?(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.\d\d?)?(?!\d|\s\d{3,4}\s\d{4})  # $1,500.00
    | (?<!\d)\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])    # 12,000
    | (?<![\d.])\d+[.,]\d{1,2}(?![\d.,])             # 2.5
    | (?<!\d)\d{1,7}\s?(?:pesos|mxn|m2|mts?|cm|mm|kg|litros|lts?|km|anos|dias|horas|hrs?)\b
    | (?<!\d)\d{1,7}\s?(?:watts?|volts?|amperes|pulgadas)\b
    """,
    re.VERBOSE,
)
ROW_OF_DIGITS = re.compile(r"\+?\d(?:[\s.\-()/_*·,|]{0,4}\d){6,}")
NAMED_PHONE = re.compile(
    r"\b(?:tel|telefono|cel|celular|movil|whats|whatsapp|whatsap|wsp|wa|llama(?:me|nos|r)|marca(?:me|nos))"
    r"\W{0,4}(?:(?:al?|es|mi|el|numero|num|no)\W{1,3}){0,3}(\d(?:[\s.-]?\d){6,})"
)


def has_phone(plain: str) -> bool:
    spelled = TENS_AND_UNIT.sub(lambda match: str(TENS[match[1]] + UNITS[match[2] or "cero"]), plain)
    spelled = NUMBER_WORD.sub(lambda match: str((UNITS | TEENS)[match[1]]), spelled)
    if NAMED_PHONE.search(spelled):
        return True
    # a mark, so that what stands on both sides of a price is not read as one number
    readable = NOT_PHONES.sub(" ¤ ", spelled)
    return any(reads_as_phone(row[0]) for row in ROW_OF_DIGITS.finditer(readable))


def reads_as_phone(row: str) -> bool:
    groups = re.findall(r"\d+", row)
    if row.startswith("+") and is_valid("+" + "".join(groups)[:15]):
        return True
    return any(is_valid("+52" + digits[-NATIONAL:]) for digits in windows(groups) if is_mexican(digits))


def windows(groups: list[str]) -> Iterator[str]:
    """Neighbouring groups joined, as long as a number with all its prefixes can be."""
    for start in range(len(groups)):
        joined = ""
        for group in groups[start:]:
            joined += group
            if len(joined) > LONGEST:
                break
            yield joined


NATIONAL, LONGEST = 10, 14
PREFIXES = {"", "52", "521", "0052", "01", "044", "045", "1"}


def is_mexican(digits: str) -> bool:
    """Ten digits, alone or behind a prefix people dial."""
    return digits[:-NATIONAL] in PREFIXES and len(digits) >= NATIONAL


def is_valid(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False
