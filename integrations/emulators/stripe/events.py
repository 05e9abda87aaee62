"""Events: kept for `GET /v1/events`, and handed to the courier, who takes them to our webhook."""

import json
from typing import Any

from integrations.emulators.stripe.api import call
from integrations.emulators.stripe.objects import make, new_id, page, public
from integrations.emulators.world import World

Tree = dict[str, Any]
API_VERSION = "2026-10-28.endive"


def tell(world: World, kind: str, thing: Tree) -> None:
    """Record that something happened to `thing`, as it is now. Inside the transaction that changed it."""
    event = make(
        world,
        "event",
        new_id("evt"),
        ref=thing["id"],
        api_version=API_VERSION,
        data={"object": public(thing)},
        pending_webhooks=1,
        request={"id": None, "idempotency_key": None},
        type=kind,
    )
    world.courier.take(event["id"], kind, json.dumps(public(event)))


@call("GET", "/v1/events", "EventListParams")
def list_events(world: World, params: Tree) -> Tree:
    kinds = params.get("types") or ([params["type"]] if "type" in params else None)
    events = [e for e in world.store.newest("stripe:event") if not kinds or e["type"] in kinds]
    return page(events, params, "/v1/events")
