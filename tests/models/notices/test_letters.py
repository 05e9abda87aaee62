"""Mails: complete in both languages, safe, and easy to leave where that is allowed."""

import re
import string

import pytest

from models.errors import NotFound
from models.notices.compose import Mail, compose
from models.notices.letters import LETTERS, OPTIONAL, Letter, as_they_are
from models.notices.unsubscribe import read_token, unsubscribe
from models.notices.words import LOCALES, say_moment, say_money, words_in
from models.people.tables import User
from tests import a
from tests.api import Api

pytestmark = pytest.mark.usefixtures("database")

PARTS = ("subject", "heading", "body", "button")
KINDS = sorted({letter.kind for letters in LETTERS.values() for letter in letters})
FACTS = {
    "token": "t0k3n",
    "title": "Fuga en la cocina",
    "worker": "Ana <b>López</b>",
    "who": "Ana <b>López</b>",
    "count": "3",
    "amount": "$100.00",
    "fee": "$3.00",
    "total": "$103.00",
    "description": "Cambiar la llave",
    "reason": "Motivo",
    "detail": "Detalle",
    "notes": "Sube una foto",
    "conversation_id": "c1",
    "payment_request_id": "p1",
    "release_at": "12 nov, 16:30",
    "expires_at": "12 nov, 16:30",
    "how": "En caja: 123",
    "reference_number": "#DIS-00001",
    "message": "Gracias por la foto",
    "call_at": "12 nov, 16:30",
    "returned": "$103.00",
    "client_amount": "$40.00",
    "worker_amount": "$60.00",
    "balance": "$150.00",
    "last4": "4242",
    "budget_limit": "$500.00",
    "week_resets_at": "23 nov, 00:00",
    "free_until": "19 nov, 10:00",
    "may_reapply_at": "19 may, 10:00",
    "worker_id": "w1",
    "stars": "★★★★☆",
    "bank": "BBVA México",
    "ends": "7899",
    "holder": "Ana López",
}


def fields(text: str | list[str]) -> set[str]:
    lines = [text] if isinstance(text, str) else text
    return {name for line in lines for _, name, _, _ in string.Formatter().parse(line) if name}


@pytest.mark.req("NOTE-03", "NOTE-06")
def test_both_languages_say_the_same_things() -> None:
    spanish, english = (words_in(locale) for locale in LOCALES)
    assert set(spanish) == set(english)
    for key in spanish:
        assert fields(spanish[key]) == fields(english[key]), key
        assert len(spanish[key]) if isinstance(spanish[key], list) else True
    assert {key.split(".")[0] for key in spanish} - {"frame", "reason", "leave", "push", "confirm"} == set(KINDS)

    assert {key.removeprefix("leave.") for key in spanish if key.startswith("leave.")} >= OPTIONAL


async def written(kind: str, locale: str, *, is_critical: bool = True) -> tuple[User, Mail]:
    reader = await a.client(locale=locale, full_name="José <script> Pérez")

    async def enrich(facts: dict[str, str], reader: User) -> dict[str, str]:
        return FACTS

    letter = Letter(kind, "user_id", "/conversations/{conversation_id}", enrich, is_critical=is_critical)
    return reader, await compose(letter, reader, {}, "7:mail")


@pytest.mark.req("NOTE-03", "NOTE-05")
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
async def test_every_letter_is_whole_in_html_and_text(kind: str, locale: str) -> None:
    reader, mail = await written(kind, locale)
    assert mail.to == reader.email
    for body in (mail.subject, mail.html, mail.text):
        assert body
        assert "{" not in re.sub(r"(?s)<style.*?</style>", "", body)
    assert "<script>" not in mail.html
    assert "<b>López" not in mail.html
    assert "http://localhost:5000/conversations/c1" in mail.html
    assert "http://localhost:5000/conversations/c1" in mail.text
    for part in PARTS:
        assert words_in(locale)[f"{kind}.{part}"]


@pytest.mark.req("NOTE-03", "NOTE-04")
async def test_a_letter_that_may_be_left_says_how_and_one_tap_is_enough(api: Api) -> None:
    reader, mail = await written("lead_purchased", "es-MX", is_critical=False)
    link = mail.headers["List-Unsubscribe"].strip("<>")
    assert link in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link.removeprefix("http://localhost:5000")
    page = await (await api.client.get(path)).get_data(as_text=True)
    assert "¿Dejamos de enviarte este tipo de aviso?" in page
    assert "Un profesional quiere ayudarte" in page
    await reader.refresh_from_db()
    assert reader.opted_out == []
    for _ in range(2):
        assert (await api.post(path, headers={"Accept": "application/json"})).data == {"kind": "lead_purchased"}
        await reader.refresh_from_db()
        assert reader.opted_out == ["lead_purchased"]
    done = await api.client.post(path, headers={"Accept": "text/html"})
    assert "ya no te lo enviamos" in await done.get_data(as_text=True)


@pytest.mark.req("NOTE-04")
async def test_a_forged_link_leaves_nothing() -> None:
    _, mail = await written("welcome", "en", is_critical=False)
    token = mail.headers["List-Unsubscribe"].strip("<>").rsplit("/", 1)[1]
    assert read_token(token)[1] == "welcome"
    for forged in (
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token.replace("welcome", "reset"),
        "",
        "x.y.z",
    ):
        with pytest.raises(NotFound):
            await unsubscribe(forged)


@pytest.mark.req("NOTE-04")
def test_what_concerns_money_or_the_account_can_not_be_left() -> None:
    optional = {"welcome", "lead_purchased", "lead_refunded", "unread_messages", "review_received"}
    assert optional | {"low_balance", "budget_reset"} == OPTIONAL


@pytest.mark.req("R-17")
async def test_a_repeat_carries_the_same_message_id() -> None:
    reader = await a.client()
    letter = Letter("welcome", "user_id", "/", as_they_are)
    first, again, other = [await compose(letter, reader, {}, key) for key in ("7:mail", "7:mail", "8:mail")]
    assert first.message_id == again.message_id != other.message_id


def test_amounts_and_moments_are_said_as_people_say_them() -> None:
    assert say_money("1030.00", "es-MX") == "$1,030.00"
    assert say_money("1030.00", "en") == "$1,030.00 MXN"
    assert say_moment("2026-11-12T22:30:00+00:00", "es-MX") == "12 nov 2026, 16:30"
    assert say_moment("2026-11-12T22:30:00+00:00", "en") == "Nov 12, 2026, 16:30"
