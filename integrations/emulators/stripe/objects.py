"""Stripe's objects as documents. Fields that begin with `_` are ours and never leave."""

import secrets
import string
from typing import Any

from integrations.emulators.stripe.refusal import Refusal, missing
from integrations.emulators.world import World

Tree = dict[str, Any]
ALPHABET = string.ascii_letters + string.digits
PAGE_LIMIT = 100


def new_id(prefix: str, length: int = 24) -> str:
    return f"{prefix}_{''.join(secrets.choice(ALPHABET) for _ in range(length))}"


def make(world: World, noun: str, key: str, ref: str | None = None, **facts: Any) -> Tree:
    made = {"id": key, "object": noun, "created": world.clock.now(), "livemode": False, **facts}
    world.store.put(f"stripe:{noun}", key, made, ref)
    return made


def save(world: World, thing: Tree) -> Tree:
    world.store.put(f"stripe:{thing['object']}", thing["id"], thing)
    return thing


def find(world: World, noun: str, key: str) -> Tree:
    thing = world.store.get(f"stripe:{noun}", key)
    if thing is None:
        raise missing(noun.replace(".", "_"), key)
    return thing


def public(thing: Tree) -> Tree:
    return {
        name: [public(item) if isinstance(item, dict) else item for item in fact]
        if isinstance(fact, list)
        else fact
        for name, fact in thing.items()
        if not name.startswith("_")
    }


def page(things: list[Tree], params: Tree, url: str) -> Tree:
    """One page of a list that is newest first, as `limit`, `starting_after` and `created` ask."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= PAGE_LIMIT:
        raise Refusal("limit must be between 1 and 100", param="limit")
    created = params.get("created", {})
    if isinstance(created, int):
        created = {"gte": created, "lte": created}
    things = [thing for thing in things if _within(thing["created"], created)]
    if {"starting_after", "ending_before"} <= params.keys():
        raise Refusal("You may only specify one of starting_after and ending_before.", param="ending_before")
    if after := params.get("starting_after"):
        things = things[_place(things, after, "starting_after") + 1 :]
    if before := params.get("ending_before"):
        earlier = things[: _place(things, before, "ending_before")]
        shown, has_more = earlier[-limit:], len(earlier) > limit
    else:
        shown, has_more = things[:limit], len(things) > limit
    return {"object": "list", "url": url, "has_more": has_more, "data": [public(thing) for thing in shown]}


def _place(things: list[Tree], key: str, param: str) -> int:
    for place, thing in enumerate(things):
        if thing["id"] == key:
            return place
    raise missing(param, key)


def _within(created: int, wanted: dict[str, int]) -> bool:
    return wanted.get("gt", created - 1) < created < wanted.get("lt", created + 1) and wanted.get(
        "gte", created
    ) <= created <= wanted.get("lte", created)
