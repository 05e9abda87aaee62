from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller

from integrations import mail
from integrations.errors import RefusedError, UnavailableError
from settings import settings
from tests.outside import Outside


class Inbox:
    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        if self.answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return self.answer


@pytest.fixture
def inbox(outside: Outside, environment: pytest.MonkeyPatch, unused_port: int) -> Iterator[Inbox]:
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=unused_port, ready_timeout=60)
    controller.start()
    environment.setenv("SMTP_URL", f"smtp://127.0.0.1:{unused_port}")
    settings.cache_clear()
    yield inbox
    controller.stop()


async def a_mail(to: str, **but: Any) -> str:
    facts = {
        "subject": "Te compraron un contacto: ¡respóndele!",
        "html": "<p>Hola, <b>Ana</b></p>",
        "text": "Hola, Ana",
        "message_id": f"<{uuid4()}@trustme.mx>",
        "headers": {"List-Unsubscribe": "<https://trustme.mx/baja>"},
    }
    return await mail.send(to=to, **(facts | but))


@pytest.mark.req("NOTE-02")
async def test_a_mail_arrives_as_it_was_written(outside: Outside) -> None:
    assert (
        await a_mail("ana+casa@example.com", message_id="<1@trustme.mx>", from_="TrustMe <hola@trustme.mx>")
        == "sendgrid"
    )
    (got,) = await outside.mails("ana+casa@example.com")
    assert got["subject"] == "Te compraron un contacto: ¡respóndele!"
    assert (got["html"], got["text"]) == ("<p>Hola, <b>Ana</b></p>", "Hola, Ana")
    assert got["headers"] == {"Message-ID": "<1@trustme.mx>", "List-Unsubscribe": "<https://trustme.mx/baja>"}
    assert got["from"] == {"email": "hola@trustme.mx", "name": "TrustMe"}


@pytest.mark.req("NOTE-02", "R-17")
@pytest.mark.parametrize("status", [401, 429, 500])
async def test_when_sendgrid_fails_smtp_takes_the_same_message(
    outside: Outside, inbox: Inbox, status: int
) -> None:
    await outside.break_down("sendgrid", status=status)
    assert await a_mail("beto@example.com", message_id="<2@trustme.mx>") == "smtp"
    (got,) = inbox.messages
    assert (got["Message-ID"], got["To"], got["From"]) == (
        "<2@trustme.mx>",
        "beto@example.com",
        "noreply@trustme.mx",
    )
    assert got["Subject"] == "Te compraron un contacto: ¡respóndele!"
    plain, rich = got.get_body(("plain",)), got.get_body(("html",))
    assert plain
    assert rich
    assert plain.get_content().strip() == "Hola, Ana"
    assert rich.get_content().strip() == "<p>Hola, <b>Ana</b></p>"
    assert got["List-Unsubscribe"] == "<https://trustme.mx/baja>"


async def test_a_malformed_mail_is_refused_and_smtp_is_not_bothered(outside: Outside, inbox: Inbox) -> None:
    with pytest.raises(RefusedError) as refused:
        await a_mail("nobody")
    assert refused.value.code == "400"
    assert inbox.messages == []


async def test_without_smtp_a_failure_of_sendgrid_is_transient(outside: Outside) -> None:
    await outside.break_down("sendgrid", status=503)
    with pytest.raises(UnavailableError):
        await a_mail("carla@example.com")
    assert await outside.mails("carla@example.com") == []


@pytest.mark.parametrize(("answer", "kind"), [("451 later", "transient"), ("550 no such user", "refused")])
async def test_when_both_fail_the_answer_of_smtp_says_whether_to_try_again(
    outside: Outside, inbox: Inbox, answer: str, kind: str
) -> None:
    await outside.break_down("sendgrid")
    inbox.answer = answer
    with pytest.raises((UnavailableError, RefusedError)) as failed:
        await a_mail("dora@example.com")
    assert (failed.value.provider, failed.value.kind) == ("smtp", kind)


async def test_a_header_cannot_smuggle_another(outside: Outside, inbox: Inbox) -> None:
    with pytest.raises(RefusedError):
        await a_mail("eva@example.com", headers={"X-Note": "a\r\nBcc: spy@example.com"})
    assert inbox.messages == []


async def test_a_wrong_key_sends_nothing(outside: Outside, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SENDGRID_API_KEY", "SG.another")
    settings.cache_clear()
    with pytest.raises(RefusedError):
        await a_mail("fer@example.com")
    assert await outside.mails("fer@example.com") == []
