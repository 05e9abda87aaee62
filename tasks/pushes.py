"""Web push: alerts for who is away, and the delivery of every push that was asked for."""

import base64
import hashlib
from uuid import UUID

import structlog

from integrations import presence, push
from integrations.errors import NotFoundError, RefusedError, UnavailableError
from models.push import outcome
from models.push.alert import alert, unheard_by
from models.push.compose import compose
from models.push.live import live_subscription
from models.push.want import About
from tasks.event import Event

log = structlog.get_logger()

LIVES_FOR = {About.LEAD: 4 * 3600, About.CONVERSATION: 24 * 3600}
"""Seconds for which a push service keeps it for a phone that is off: an old lead is bought by others."""


async def alert_absent(event: Event) -> None:
    """Handymen without a socket hear of a lead by push; who has one got it as a frame."""
    lead_id, worker_ids = UUID(event.facts["lead_id"]), {UUID(each) for each in event.facts["worker_ids"]}
    here = await presence.online(worker_ids)
    browsers = await alert(lead_id, worker_ids, present=here)
    log.info("push.alerted", away=len(worker_ids - here), browsers=browsers)


async def alert_unheard(event: Event) -> None:
    """Those whose socket was there when the lead came, and is not, and who never looked."""
    lead_id, worker_ids = UUID(event.facts["lead_id"]), {UUID(each) for each in event.facts["worker_ids"]}
    gone = worker_ids - await presence.online(worker_ids)
    browsers = await alert(lead_id, await unheard_by(lead_id, gone))
    log.info("push.alerted_late", browsers=browsers)


async def deliver_push(event: Event) -> None:
    subscription = await live_subscription(UUID(event.facts["subscription_id"]))
    if subscription is None:
        return
    about, subject_id = About(event.facts["about"]), UUID(event.facts["subject_id"])
    said = await compose(subscription.user, about, subject_id)
    if said is None:
        log.info("push.withheld", about=about)
        return
    target = push.Target(subscription.endpoint, subscription.p256dh, subscription.auth)
    try:
        await push.send(target, said.payload, ttl=LIVES_FOR[about], topic=topic_of(said.tag))
    except (NotFoundError, push.ElsewhereError) as error:
        await outcome.gone(subscription.id)
        log.info("push.ended", about=about, code=error.code)
    except RefusedError as error:  # the same again would be refused again
        dropped = await outcome.failed(subscription.id)
        log.warning("push.refused", about=about, code=error.code, dropped=dropped)
    except UnavailableError:
        if not await outcome.failed(subscription.id):
            raise
        log.warning("push.dropped", about=about)
    else:
        await outcome.worked(subscription.id)
        log.info("push.sent", about=about)


def topic_of(tag: str) -> str:
    """At most 32 characters of base64url; says nothing to the push service (RFC 8030)."""
    return base64.urlsafe_b64encode(hashlib.sha256(tag.encode()).digest()[:24]).decode()
