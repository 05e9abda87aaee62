"""Send the letter that an event asks for, unless its reader has left or doesn't want it."""

from uuid import UUID

import structlog

from integrations import mail
from models.notices.compose import compose
from models.notices.letters import LETTERS, Letter
from models.people.tables import User
from tasks.event import Event, Reaction

log = structlog.get_logger()


def reaction_for(letter: Letter) -> Reaction:
    async def send(event: Event) -> None:
        reader = await User.get(id=UUID(event.facts[letter.to]))
        if reader.deleted_at is not None or (not letter.is_critical and letter.kind in reader.opted_out):
            log.info("mail.withheld", letter=letter.kind)
            return
        written = await compose(letter, reader, event.facts, event.key)
        if written is None:
            log.info("mail.withheld", letter=letter.kind)
            return
        await mail.send(
            to=written.to,
            subject=written.subject,
            html=written.html,
            text=written.text,
            message_id=written.message_id,
            headers=written.headers,
        )

    send.__name__ = f"mail_{letter.kind}_{letter.to.removesuffix('_id')}"
    return send


MAILS: dict[str, tuple[Reaction, ...]] = {
    event: tuple(reaction_for(letter) for letter in letters) for event, letters in LETTERS.items()
}
