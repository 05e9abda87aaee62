"""From a letter and its facts to a mail that can be sent: subject, HTML, plain text, headers."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2

from models.notices.letters import Letter
from models.notices.unsubscribe import unsubscribe_link
from models.notices.words import words_in
from models.people.tables import User
from settings import settings


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    html: str
    text: str
    message_id: str
    headers: dict[str, str]


@lru_cache
def environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )


async def compose(letter: Letter, reader: User, facts: dict[str, Any], key: str) -> Mail | None:
    """Write `letter` to `reader`. `key` is the same at every attempt, and so is the Message-ID (R-17).

    None when there is nothing to say any more.
    """
    enriched = await letter.enrich(facts, reader)
    if enriched is None:
        return None
    said = defaultdict(str, enriched)
    words = words_in(reader.locale)
    site = settings().public_url.rstrip("/")
    link = None if letter.is_critical else unsubscribe_link(reader.id, letter.kind)
    subject = " ".join(words[f"{letter.kind}.subject"].format_map(said).split())
    shown = {
        "locale": reader.locale,
        "words": words,
        "subject": subject,
        "heading": words[f"{letter.kind}.heading"].format_map(said),
        "greeting": words["frame.greeting"].format(name=reader.first_name),
        "paragraphs": [
            said_so for each in words[f"{letter.kind}.body"] if (said_so := each.format_map(said).strip())
        ],
        "button": words[f"{letter.kind}.button"].format_map(said),
        "link": site + letter.path.format_map(said),
        "home": site,
        "settings_link": f"{site}/account",
        "unsubscribe": link,
    }
    return Mail(
        to=said["mailbox"] or reader.email,
        subject=subject,
        html=environment().get_template("mail.html").render(shown),
        text=environment().get_template("mail.txt").render(shown),
        message_id=f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{urlsplit(site).hostname}>",
        headers=unsubscribe_headers(link),
    )


def unsubscribe_headers(link: str | None) -> dict[str, str]:
    """What mail programs show as their own unsubscribe button (RFC 8058)."""
    if link is None:
        return {}
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def leave_page(locale: str, kind: str, *, done: bool) -> str:
    """The page behind a mail's unsubscribe link, before and after."""
    shown = {"locale": locale, "words": words_in(locale), "kind": kind, "done": done}
    return environment().get_template("leave.html").render(shown)
