"""Conversations over HTTP: parsing, access, shapes; the rules are tested where they live."""

from uuid import uuid4

import pytest

from models.people.tables import User
from tests import a, build_chat
from tests.api import Api


@pytest.mark.req("CHAT-15", "CHAT-03", "CHAT-08")
async def test_a_message_is_sent_listed_and_read(api: Api) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)
    path = f"/api/conversations/{opened.id}"
    sent = await api.post(f"{path}/messages", {"client_msg_id": "k1", "content": "Llego a las 10"}, as_=worker)
    assert sent.status == 201
    assert {"client_msg_id": "k1", "seq": 4, "sender_id": str(worker.id), "message_type": "text"}.items() <= (
        sent.data.items()
    )
    state = (await api.get(path, as_=client)).data
    assert (state["last_seq"], state["unread_count"]) == (4, 2)
    polled = (await api.get(f"{path}/messages?after=3", as_=client)).data["items"]
    assert polled == [sent.data]

    read = await api.patch(f"/api/messages/{sent.data['id']}/read", as_=client)
    assert (read.data["is_read"], read.data["last_read_seq"]) == (True, 4)
    state = (await api.get(path, as_=worker)).data
    assert state["participants"][0]["last_read_seq"] == 4
    assert (await api.post(f"{path}/read", {"seq": 2}, as_=worker)).data["last_read_seq"] == 2


@pytest.mark.req("R-24")
async def test_a_resend_answers_as_the_first_and_another_body_is_refused(api: Api) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await User.get(id=opened.worker_id)
    path = f"/api/conversations/{opened.id}/messages"
    first = await api.post(path, {"client_msg_id": "k1", "content": "Hola"}, as_=worker)
    again = await api.post(path, {"client_msg_id": "k1", "content": "Hola"}, as_=worker)
    assert first.data == again.data
    other = await api.post(path, {"client_msg_id": "k1", "content": "Adiós"}, as_=worker)
    assert (other.status, other.code) == (409, "IDEMPOTENCY_KEY_REUSED")


@pytest.mark.req("CHAT-15")
async def test_history_pages_backwards_and_forwards(api: Api) -> None:
    opened = await build_chat.conversation(revealed=True)
    await build_chat.chatter(opened, 7)
    client = await User.get(id=opened.client_id)
    path = f"/api/conversations/{opened.id}/messages"

    async def page(query: str) -> tuple[list[int], str | None]:
        answer = (await api.get(f"{path}?{query}", as_=client)).data
        return [row["seq"] for row in answer["items"]], answer["next_cursor"]

    assert await page("limit=4") == ([7, 8, 9, 10], "7")
    assert await page("limit=4&before=7") == ([3, 4, 5, 6], "3")
    assert await page("limit=4&before=3") == ([1, 2], None)
    assert await page("limit=4&after=0") == ([1, 2, 3, 4], "4")
    assert await page("limit=9&after=4") == ([5, 6, 7, 8, 9, 10], None)


@pytest.mark.req("CHAT-03", "R-25")
async def test_sync_over_http_is_the_sockets(api: Api) -> None:
    opened = await build_chat.conversation(revealed=True)
    client = await User.get(id=opened.client_id)
    answer = await api.post("/api/sync", {"conversations": {str(opened.id): 1}, "notices": 0}, as_=client)
    entry = answer.data["conversations"][str(opened.id)]
    assert [row["seq"] for row in entry["messages"]] == [2, 3]
    assert entry["state"] == (await api.get(f"/api/conversations/{opened.id}", as_=client)).data
    assert answer.data["next"] is None
    assert answer.data["notices"]["items"][0]["kind"] == "lead.purchased"


@pytest.mark.req("CHAT-03")
async def test_notices_are_listed_and_read(api: Api) -> None:
    opened = await build_chat.conversation()
    client = await User.get(id=opened.client_id)
    listed = (await api.get("/api/notifications", as_=client)).data
    assert (listed["unread_count"], listed["items"][0]["seq"]) == (1, 1)
    assert (await api.post("/api/notifications/read", {"seq": 9}, as_=client)).data == {"last_read_seq": 1}
    assert (await api.get("/api/notifications", as_=client)).data["unread_count"] == 0


@pytest.mark.req("CHAT-16", "CHAT-23")
async def test_put_aside_taken_back_and_deleted(api: Api) -> None:
    opened = await build_chat.conversation(revealed=True)
    client = await User.get(id=opened.client_id)
    path = f"/api/conversations/{opened.id}"
    assert (await api.post(f"{path}/archive", as_=client)).data["status"] == "archived"
    assert (await api.get("/api/conversations", as_=client)).data["items"][0]["status"] == "archived"
    assert (await api.post(f"{path}/unarchive", as_=client)).data["status"] == "active"
    assert (await api.post(f"{path}/archive?seq=1", as_=client)).data["status"] == "active"
    assert (await api.post(f"{path}/archive?seq=x", as_=client)).status == 400
    assert (await api.delete(path, as_=client)).status == 200
    assert (await api.get(path, as_=client)).status == 404


@pytest.mark.req("CHAT-16", "R-24")
async def test_muted_and_unmuted_however_often_it_is_asked(api: Api) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, worker = await User.get(id=opened.client_id), await User.get(id=opened.worker_id)
    path = f"/api/conversations/{opened.id}"
    for verb, is_muted in (("mute", True), ("mute", True), ("unmute", False), ("unmute", False), ("mute", True)):
        assert (await api.post(f"{path}/{verb}", as_=client)).data["is_muted"] is is_muted
    assert (await api.get("/api/conversations", as_=client)).data["items"][0]["is_muted"] is True
    assert (await api.get(path, as_=worker)).data["is_muted"] is False


ENDPOINTS = [
    ("GET", "", None),
    ("DELETE", "", None),
    ("POST", "/archive", {}),
    ("POST", "/unarchive", {}),
    ("POST", "/mute", {}),
    ("POST", "/unmute", {}),
    ("GET", "/messages", None),
    ("POST", "/messages", {"client_msg_id": "k", "content": "x"}),
    ("POST", "/read", {"seq": 1}),
]


@pytest.mark.req("SEC-04", "SEC-05")
@pytest.mark.parametrize(("method", "path", "body"), ENDPOINTS)
async def test_nobody_and_strangers_are_turned_away(api: Api, method: str, path: str, body) -> None:
    opened = await build_chat.conversation(revealed=True)
    address = f"/api/conversations/{opened.id}{path}"
    assert (await api.ask(method, address, body)).status == 401
    assert (await api.ask(method, address, body, as_=await a.worker())).status == 404
    for nowhere in (uuid4(), "nonsense"):
        address = f"/api/conversations/{nowhere}{path}"
        assert (await api.ask(method, address, body, as_=await a.client())).status == 404


@pytest.mark.req("SEC-04")
async def test_a_strangers_message_is_not_to_be_read(api: Api) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await User.get(id=opened.worker_id)
    row = await build_chat.says(worker.id, opened)
    assert (await api.patch(f"/api/messages/{row.id}/read", as_=await a.client())).status == 404
    assert (await api.patch(f"/api/messages/{uuid4()}/read", as_=worker)).status == 404
    assert (await api.patch(f"/api/messages/{row.id}/read")).status == 401


@pytest.mark.req("SEC-11")
@pytest.mark.parametrize(
    "body",
    [
        {"client_msg_id": "k", "content": "a\0b"},
        {"client_msg_id": "k", "content": "x" * 5001},
        {"client_msg_id": "k", "content": 5},
        {"client_msg_id": "k", "content": "x", "sender_id": "someone"},
        ["k"],
    ],
)
async def test_what_is_no_message_is_malformed(api: Api, body) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await User.get(id=opened.worker_id)
    answer = await api.post(f"/api/conversations/{opened.id}/messages", body, as_=worker)
    assert (answer.status, answer.code) == (400, "MALFORMED")


@pytest.mark.req("SEC-11")
async def test_nonsense_in_queries_and_cursors_is_malformed(api: Api) -> None:
    opened = await build_chat.conversation(revealed=True)
    client = await User.get(id=opened.client_id)
    path = f"/api/conversations/{opened.id}"
    for address in (
        f"{path}/messages?after=-1",
        f"{path}/messages?limit=1000",
        f"{path}/messages?after=99999999999",
        "/api/conversations?cursor=nonsense",
        "/api/notifications?cursor=nonsense",
    ):
        assert (await api.get(address, as_=client)).code == "MALFORMED", address
    for body in ({"conversations": {str(opened.id): -1}}, {"conversations": {str(n): 0 for n in range(201)}}):
        assert (await api.post("/api/sync", body, as_=client)).code == "MALFORMED"
    assert (await api.post(f"{path}/read", {"seq": "x"}, as_=client)).code == "MALFORMED"


@pytest.mark.req("SEC-11")
async def test_sending_has_a_pace(api: Api) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await User.get(id=opened.worker_id)
    path = f"/api/conversations/{opened.id}/messages"
    body = {"client_msg_id": "k", "content": "x"}
    answers = [(await api.post(path, body, as_=worker)).status for _ in range(125)]
    assert answers[-1] == 429
    assert set(answers) == {201, 429}
