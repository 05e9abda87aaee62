"""What a browser shows: short, in its person's language, nothing that they may not know and no way around us."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from models.contact_details import contact_details
from models.errors import NotFound
from models.leads.access import Tier, lead_for
from models.leads.tables import LeadStatus
from models.notices.words import Words, say_money, words_in
from models.people.tables import User
from models.push.news import news_for
from models.push.want import About

LONGEST_TITLE, LONGEST_BODY = 80, 140


@dataclass(frozen=True)
class Push:
    """`tag`: a newer one of the same takes its place. `url`: where a tap leads."""

    title: str
    body: str
    tag: str
    url: str
    lang: str

    @property
    def payload(self) -> dict[str, Any]:
        return asdict(self)


async def compose(reader: User, about: About, subject_id: UUID) -> Push | None:
    """None when there is nothing to say any more."""
    words = words_in(reader.locale)
    said = await SAY[about](reader, subject_id, words)
    if said is None:
        return None
    title, body, path = said
    tag = f"{about.value}:{subject_id}"
    return Push(
        short(title, LONGEST_TITLE), short(body, LONGEST_BODY), tag, f"/{path}/{subject_id}", reader.locale
    )


async def say_lead(reader: User, lead_id: UUID, words: Words) -> tuple[str, str, str] | None:
    """As tier 0 shows it; not to who has bought it, nor when nobody can."""
    try:
        view = await lead_for(reader, lead_id)
    except NotFound:
        return None
    if view.tier != Tier.NOT_BOUGHT or view.lead.status != LeadStatus.ACTIVE:
        return None
    facts = view.facts | {"price": say_money(view.facts["price"], reader.locale)}
    urgency = words.get(f"push.urgency.{facts['urgency']}", "")
    body = " · ".join(filter(None, (urgency, words["push.lead.body"].format_map(facts))))
    return words["push.lead.title"].format_map(facts), body, "leads"


async def say_conversation(reader: User, conversation_id: UUID, words: Words) -> tuple[str, str, str] | None:
    news = await news_for(reader, conversation_id)
    if news is None:
        return None
    title = words["push.conversation.title"].format(who=news.who, title=news.title)
    return title, what_was_said(news.said, words), "conversations"


def what_was_said(row: dict[str, Any] | None, words: Words) -> str:
    """A text itself, unless it says how to reach somebody: who holds the phone may not be who reads."""
    if row is None:
        return str(words["push.news"])
    if row["message_type"] == "text" and row["content"]:
        return str(words["push.message"]) if contact_details(row["content"]) else str(row["content"])
    return str(words[f"push.{row['message_type']}"])


def short(text: str, longest: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"


SAY = {About.LEAD: say_lead, About.CONVERSATION: say_conversation}
