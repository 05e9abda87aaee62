"""What a first visit fetches, counted from the files: a screen that grows heavier than was promised fails here."""

import gzip
import re

import pytest

from server import shell
from server.modules import ROUTES, START, Graph

CONVERSATION = "/conversations/1"
MOST_MODULES = 25
MOST_BYTES = 150_000


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(
        {path.relative_to(shell.STATIC).as_posix(): path.read_bytes() for path in shell.STATIC.rglob("*.*")}
    )


def squeezed(graph: Graph, names: list[str]) -> int:
    return sum(len(gzip.compress(graph.files[name], mtime=0)) for name in names)


def test_a_conversation_can_be_read_and_written_after_one_round_of_few_modules(graph: Graph) -> None:
    first = graph.first_of(CONVERSATION)
    assert len(first) <= MOST_MODULES
    for part in ("timeline", "rows", "event-card", "composer"):
        assert f"app/screens/conversation/{part}.js" in first


@pytest.mark.parametrize("language", ["es-MX", "en"])
def test_the_first_visit_of_the_conversation_is_light(graph: Graph, language: str) -> None:
    modules = [*graph.first_of(CONVERSATION), *graph.beside(CONVERSATION), *graph.behind(CONVERSATION)]
    weight = squeezed(graph, [*modules, f"i18n/{language}.json", "images/icons.svg"])
    for text in (shell.styles(graph.files), shell.read().page_at(CONVERSATION)):
        weight += len(gzip.compress(text, mtime=0))
    assert weight <= MOST_BYTES


def test_what_reading_does_not_wait_for_is_fetched_beside(graph: Graph) -> None:
    first, beside, behind = (set(each(CONVERSATION)) for each in (graph.first_of, graph.beside, graph.behind))
    assert {"app/screens/conversation/happened.js", "app/parts/navigation.js"} <= beside
    assert {"app/live.js", "vendor/socket.io.js"} <= behind
    assert not first & beside | first & behind | beside & behind
    asked_for = {"app/screens/conversation/settle-dialog.js", "app/screens/conversation/cards/rare.js"}
    assert not asked_for & (beside | behind), "a dialog comes when it is asked for"


def test_every_route_names_its_screen(graph: Graph) -> None:
    assert sorted(set(graph.screens.values())) == sorted(set(graph.later_of(ROUTES)))
    for path, screen in graph.screens.items():
        assert screen in graph.first_of(path), path


def test_a_page_names_its_own_screen_and_no_other() -> None:
    now = shell.read()
    conversation, inbox = now.page_at("/conversations/7").decode(), now.page_at("/inbox").decode()
    assert "app/screens/conversation/screen.js" in conversation
    assert "app/screens/inbox/screen.js" in inbox
    assert "app/screens/conversation/screen.js" not in inbox
    assert "/app/screens/" not in now.page_at("/nowhere/at/all").decode()


def test_every_sheet_is_in_the_one_that_is_served_in_the_order_of_the_page(graph: Graph) -> None:
    joined = shell.styles(graph.files).decode()
    names = re.findall(r'href="/(css/[^"]+)"', graph.files["index.html"].decode())
    assert set(names) == {name for name in graph.files if name.startswith("css/")}
    assert joined == "".join(f"/* {name} */\n{graph.files[name].decode()}" for name in names)
    assert shell.read().page_at("/").count(b'rel="stylesheet"') == 1


def test_every_module_that_is_named_exists(graph: Graph) -> None:
    modules = [name for name in graph.files if name.startswith("app/")]
    assert set(graph.needed_by(START, *modules)) <= set(graph.files)
    assert {later for module in modules for later in graph.later_of(module)} <= set(graph.files)
