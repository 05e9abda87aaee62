"""No way leads to a client whom one may not know (LEAD-11, LEAD-12, R-02)."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from tortoise import Tortoise
from tortoise.fields import UUIDField

from models.chat.tables import Message
from models.engine_tables import OutboxRow
from models.notices.tables import Notice
from models.uploads.tables import Purpose, Upload
from realtime.commands import COMMANDS
from realtime.publisher import TELL
from settings import settings
from tests.canaries import routes, saying, spoken
from tests.canaries.planted import BOUGHT, ids_in, marks_in
from tests.canaries.story import World, told
from tests.outside import Outside

pytestmark = pytest.mark.req("LEAD-10", "LEAD-11", "LEAD-12", "LEAD-13", "R-01", "R-02", "R-03", "R-08")

PARAMETER = re.compile(r"<(?:\w+:)?\w+>")
CURIOUS = ("recipient", "bought", "stranger_client")
ADVERSARIES = ("recipient", "bought", "stranger_worker", "stranger_client", "nobody")


@pytest.fixture
async def world(
    database: str, outside: Outside, environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> AsyncIterator[World]:
    for name in ("LIMITS_FACTOR", "ADDRESS_LIMITS_FACTOR"):
        environment.setenv(name, "100000")
    environment.setenv("TRUSTME_SANDBOX", "0")  # which costs a query an answer
    settings.cache_clear()
    async with told(outside) as world:
        yield world


async def test_every_route_is_listed_with_what_may_be_read_there(world: World) -> None:
    in_code = routes.in_the_code(world.api.app)
    assert in_code - routes.listed() == set(), "say in tests/canaries/routes.py how these are asked"
    assert routes.listed() - in_code == set()


async def test_everything_the_code_can_say_is_listed_and_what_is_in_the_story_was_said(world: World) -> None:
    said = {
        "OUTBOX": await OutboxRow.filter(reaction=None).values_list("event", flat=True),
        "NOTICES": await Notice.all().values_list("kind", flat=True),
        "ROWS": [row.event["kind"] for row in await Message.all() if row.event],
        "FRAMES": [event for socket in world.sockets.values() for event in socket.heard],
    }
    for name, (table, folder, functions) in spoken.TABLES.items():
        in_code = saying.names_of(folder, *functions)
        assert in_code | set(said[name]) == set(table), f"{name}: list it in tests/canaries/spoken.py"
        assert spoken.in_story(table) <= set(said[name])
    assert set(COMMANDS) == set(spoken.COMMANDS)
    assert set(Purpose) == set(spoken.FILES)
    assert spoken.in_story(spoken.FILES) <= set(await Upload.all().values_list("purpose", flat=True))
    # what is announced ends as frames, which are searched, and nowhere else
    assert saying.announced() <= {fact.__name__ for fact in TELL}


async def test_without_a_session_nothing_that_has_an_id_is_read(world: World) -> None:
    for path in routes.READ - routes.PUBLIC:
        [(place, _), *_] = filled(path, None, world.ids)
        if place.startswith("/api/") and ids_in(place):
            assert (await world.ask("nobody", "GET", place)).status in {401, 404}, place


async def test_everybody_reads_everywhere_and_finds_what_they_may_know_and_no_more(world: World) -> None:
    asked: set[tuple[str, str]] = set()
    async with httpx.AsyncClient(verify=False, trust_env=False) as browser:
        while to_ask := await everywhere(world) - asked:
            asked |= to_ask
            for reader, path in sorted(to_ask):
                await read(world, reader, path, browser)
    assert {name: reader.saw for name, reader in world.readers.items()} == {
        name: set(reader.may_know) for name, reader in world.readers.items()
    }


async def test_no_command_of_a_handyman_or_stranger_answers_with_what_they_may_not_know(world: World) -> None:
    ids = await some_of_each(world.ids)
    for event, payload in spoken.COMMANDS.items():
        for _, sent in filled("", payload, ids):
            for name in set(ADVERSARIES) & set(world.sockets):
                await command(world, name, event, sent)
    for table in (routes.WRITTEN, routes.LAST):
        for route, body in table.items():
            method, _, path = route.partition(" ")
            for place, sent in filled(path, body, ids):
                for reader in ADVERSARIES:
                    await world.ask(reader, method, place, sent)
    world.listen()
    await look_at_what_was_written_down(world)


async def test_what_is_written_down_logged_and_mailed_names_nobody(
    world: World, outside: Outside, capsys: pytest.CaptureFixture[str]
) -> None:
    logged = capsys.readouterr().out
    assert "reaction.done" in logged
    assert marks_in(logged) <= {"client_id"}
    await look_at_what_was_written_down(world)
    assert {name for name, shown in world.pushed.items() if shown} == {"client", "answered", "bought", "recipient"}
    assert {push["payload"]["tag"].partition(":")[0] for push in world.pushed["recipient"]} == {"lead"}
    for name, reader in world.readers.items():
        if reader.user is not None and name != "client":
            for mail in await outside.mails(reader.user.email):
                reader.look("a mail", mail)


async def look_at_what_was_written_down(world: World) -> None:
    for row in await OutboxRow.all():
        assert marks_in(row.facts) <= {"client_id"}, row.event
    readers = {reader.user.id: reader for reader in world.readers.values() if reader.user}
    for notice in await Notice.all():
        # a notice is read at any time: it says no more than what its reader might know when it came
        allowed = readers[notice.user_id].may_know & BOUGHT
        assert marks_in(notice.facts) <= allowed or notice.user_id == readers_id(world, "client"), notice.kind


async def command(world: World, name: str, event: str, payload: Any) -> None:
    socket = world.sockets[name]
    if event == "typing":
        await socket.socket.emit(event, payload)
    else:
        world.readers[name].look(event, await socket.ask(event, payload), said=payload)


def readers_id(world: World, name: str) -> Any:
    user = world.readers[name].user
    return user and user.id


async def everywhere(world: World) -> set[tuple[str, str]]:
    """Who asks for what: those who may know least ask for every id that anybody was told, the others for some."""
    some = await some_of_each(world.ids)
    asking = {"nobody": to_read(routes.PUBLIC, world.ids)}
    for reader in world.readers.keys() - {"nobody"}:
        asking[reader] = to_read(routes.READ, world.ids if reader in CURIOUS else some)
    return {(reader, path) for reader, paths in asking.items() for path in paths}


def to_read(paths: set[str], ids: set[str]) -> set[str]:
    return {place for path in paths for place, _ in filled(path, None, ids)}


def filled(path: str, body: Any, ids: set[str]) -> list[tuple[str, Any]]:
    """The path and body with every id in the place of each parameter."""
    text = json.dumps(body)
    if not PARAMETER.search(path) and routes.ID not in path + text:
        return [(path, body)]
    return [
        (PARAMETER.sub(known, path).replace(routes.ID, known), json.loads(text.replace(routes.ID, known)))
        for known in sorted(ids if path.startswith("/api/") else list(ids)[:1])
    ]


async def read(world: World, reader: str, path: str, browser: httpx.AsyncClient) -> None:
    answer = await world.ask(reader, "GET", path)
    if answer.status == 302:
        got = await browser.get(answer.headers["Location"])
        assert got.status_code == 200
        world.readers[reader].look(f"the file behind {path}", got.content, dict(got.headers))


async def some_of_each(ids: set[str]) -> set[str]:
    """Two ids of every table: commands are told apart by what an id is of."""
    tables = [table for table in Tortoise.apps["models"].values() if isinstance(table._meta.pk, UUIDField)]
    found: set[str] = set()
    for table in tables:
        found |= {str(row.pk) for row in await table.filter(pk__in=ids).limit(2)}
    return found


@pytest.mark.req("R-02", "R-29")
async def test_the_clients_own_picture_is_seen_by_those_who_know_her(world: World) -> None:
    path = f"/api/media/{world.client_photo}"
    for name, reader in world.readers.items():
        status = (await world.ask(name, "GET", path)).status
        assert (status == 302) == ("last_name" in reader.may_know), name
