from typing import Any

import pytest

from models.people.issue_email_token import issue_email_token
from models.people.passwords import scrambled
from models.people.revise import revise
from models.people.tables import TokenPurpose, User
from models.uploads.tables import MediaKind, Purpose, Upload, UploadState
from tests import a, build_chat
from tests.api import Api
from tests.rows import events


@pytest.mark.req("ACC-13", "R-02")
async def test_a_handyman_is_known_to_everybody_and_never_how_to_reach_them(api: Api) -> None:
    worker, reader = await a.worker(), await a.client()
    answer = await api.get(f"/api/users/{worker.id}", as_=reader)
    assert answer.status == 200
    assert set(answer.data) == {"id", "role", "full_name", "profile_image_url", "created_at"}


@pytest.mark.req("ACC-13", "R-02")
async def test_a_client_is_known_to_staff_to_herself_and_to_nobody_else(api: Api) -> None:
    client = await a.client()
    for stranger in (await a.worker(), await a.client()):
        answer = await api.get(f"/api/users/{client.id}", as_=stranger)
        assert (answer.status, answer.code) == (404, "NOT_FOUND")
    for insider in (client, await a.admin(), await a.support()):
        assert (await api.get(f"/api/users/{client.id}", as_=insider)).status == 200


@pytest.mark.req("R-02", "R-08", "C8")
async def test_a_client_is_known_to_the_handyman_she_answered_and_to_no_other(api: Api) -> None:
    waiting = await build_chat.conversation()
    worker = await User.get(id=waiting.worker_id)
    assert (await api.get(f"/api/users/{waiting.client_id}", as_=worker)).status == 404
    await build_chat.says(waiting.client_id, waiting, "Sí, pase mañana")
    known = await api.get(f"/api/users/{waiting.client_id}", as_=worker)
    assert (known.status, known.data["id"]) == (200, str(waiting.client_id))
    assert not {"email", "phone"} & set(known.data)
    assert (await api.get(f"/api/users/{waiting.client_id}", as_=await a.worker())).status == 404


@pytest.mark.req("R-08")
async def test_a_client_keeps_the_name_that_was_revealed_until_the_next_answer(api: Api) -> None:
    worker = await a.worker()
    client = await a.client(full_name="Ana Torres")
    first = await build_chat.conversation(client=client, worker=worker, revealed=True)
    await revise(client.id, full_name="Otra Persona")
    path = f"/api/users/{client.id}"
    assert (await api.get(path, as_=worker)).data["full_name"] == "Ana Torres"
    contact = (await api.get(f"/api/conversations/{first.id}", as_=worker)).data["contact"]
    assert contact["full_name"] == "Ana Torres"
    for insider in (client, await a.support()):
        assert (await api.get(path, as_=insider)).data["full_name"] == "Otra Persona"
    await build_chat.conversation(client=client, worker=worker, revealed=True)
    assert (await api.get(path, as_=worker)).data["full_name"] == "Otra Persona"


@pytest.mark.req("R-02")
async def test_staff_nobody_and_no_id_look_alike(api: Api) -> None:
    reader, boss = await a.client(), await a.admin()
    gone = await a.worker(deleted_at=boss.created_at)
    for unknown in (boss.id, gone.id, "00000000-0000-7000-8000-000000000000", "no-id"):
        assert (await api.get(f"/api/users/{unknown}", as_=reader)).status == 404


@pytest.mark.req("ACC-13", "NOTE-04")
async def test_one_changes_ones_own_profile(api: Api) -> None:
    user = await a.client(password_hash=await scrambled("clave buena"))
    answer = await api.patch(
        "/api/users/profile", {"full_name": "Ana de la Torre", "opted_out": ["welcome"]}, as_=user
    )
    assert (answer.status, answer.data["full_name"], answer.data["opted_out"]) == (
        200,
        "Ana de la Torre",
        ["welcome"],
    )
    refused = await api.patch("/api/users/profile", {"phone": "55 8765 4321"}, as_=user)
    assert (refused.status, refused.code) == (403, "WRONG_PASSWORD")
    moved = await api.patch("/api/users/profile", {"phone": "55 8765 4321", "password": "clave buena"}, as_=user)
    assert (moved.data["phone"], moved.data["phone_verified"]) == ("+525587654321", False)


@pytest.mark.req("ACC-03", "ACC-13", "R-28")
async def test_a_new_address_stands_beside_the_proven_one_until_its_link_is_followed(api: Api) -> None:
    user, other = await a.client(password_hash=await scrambled("clave buena")), await a.client()
    path, new = "/api/users/profile", "Nueva@Example.com"
    assert (await api.patch(path, {"email": new, "password": "clave buena"})).code == "UNAUTHORIZED"
    unreal = await api.patch(path, {"email": "nadie", "phone": "12", "password": "clave buena"}, as_=user)
    assert (unreal.status, unreal.code) == (400, "INVALID_EMAIL")
    wrong = await api.patch(path, {"email": new, "password": "adivinada"}, as_=user)
    assert (wrong.status, wrong.code) == (403, "WRONG_PASSWORD")
    taken = await api.patch(path, {"email": other.email, "password": "clave buena"}, as_=user)
    assert (taken.status, taken.code) == (409, "EMAIL_TAKEN")
    for _ in range(2):
        asked = await api.patch(path, {"email": new, "password": "clave buena"}, as_=user)
        assert (asked.data["email"], asked.data["new_email"]) == (user.email, "nueva@example.com")
    assert (await api.post("/api/auth/verify-email/resend", as_=user)).status == 200
    token = await issue_email_token(user.id, TokenPurpose.VERIFY_EMAIL)
    assert (await api.post("/api/auth/verify-email", {"token": token})).data == {"email_verified": True}
    seen = (await api.get("/api/auth/me", as_=user)).data
    assert (seen["email"], seen["new_email"]) == ("nueva@example.com", None)


@pytest.mark.req("R-28", "SEC-10")
async def test_a_password_is_guessed_ten_times_an_hour(api: Api) -> None:
    user = await a.client(password_hash=await scrambled("clave buena"))
    guess = {"phone": "55 8765 4321", "password": "adivinada"}
    tries = [(await api.patch("/api/users/profile", guess, as_=user)).status for _ in range(11)]
    assert tries == [403] * 10 + [429]
    assert (await api.patch("/api/users/profile", {"full_name": "Ana"}, as_=user)).status == 200


@pytest.mark.req("SEC-03")
@pytest.mark.parametrize(
    "body",
    [
        {"email": ["a@example.com"]},
        {"phone": 12},
        {"full_name": ""},
        {"role": "admin"},
        {"email_verified": True},
        {"status": "active"},
        {"locale": "xx"},
        {"opted_out": "all"},
        {"opted_out": [1]},
        [],
    ],
)
async def test_what_is_no_change_of_a_profile_is_refused(api: Api, body: Any) -> None:
    answer = await api.ask("PATCH", "/api/users/profile", body, as_=await a.client())
    assert (answer.status, answer.code) == (400, "MALFORMED")


async def portrait(owner: User, **columns: Any) -> Upload:
    given = {
        "owner_id": owner.id,
        "purpose": Purpose.PROFILE,
        "kind": MediaKind.IMAGE,
        "state": UploadState.READY,
        "object_key": f"profile/{await Upload.all().count()}.jpg",
        "content_type": "image/jpeg",
        "byte_size": 1,
        "created_at": owner.created_at,
    }
    return await Upload.create(**(given | columns))


@pytest.mark.req("ACC-13", "R-29")
async def test_a_portrait_is_shown_replaced_and_taken_away(api: Api) -> None:
    user = await a.worker()
    first, second = await portrait(user), await portrait(user)
    shown = await api.post("/api/users/profile-image", {"upload_id": str(first.id)}, as_=user)
    assert shown.data["profile_image_url"] == f"/api/media/{first.id}"
    again = await api.post("/api/users/profile-image", {"upload_id": str(first.id)}, as_=user)
    assert again.status == 200
    await api.post("/api/users/profile-image", {"upload_id": str(second.id)}, as_=user)
    assert await events("upload.erased") == [{"object_key": first.object_key, "purpose": "profile"}]
    gone = await api.post("/api/users/profile-image", {"upload_id": None}, as_=user)
    assert gone.data["profile_image_url"] is None
    assert await Upload.filter(erased_at=None).count() == 0


@pytest.mark.req("R-29")
async def test_only_an_own_unused_picture_for_that_purpose_becomes_a_portrait(api: Api) -> None:
    user, other = await a.client(), await a.client()
    unfit = [
        (await portrait(other), 404, "NOT_FOUND"),
        (await portrait(user, attached_at=user.created_at), 409, "UPLOAD_ALREADY_ATTACHED"),
        (await portrait(user, purpose=Purpose.LEAD), 422, "UPLOAD_HAS_ANOTHER_PURPOSE"),
        (await portrait(user, kind=MediaKind.VIDEO), 422, "UPLOAD_IS_ANOTHER_KIND"),
        (await portrait(user, state=UploadState.REFUSED), 422, "UPLOAD_REFUSED"),
    ]
    for upload, status, code in unfit:
        answer = await api.post("/api/users/profile-image", {"upload_id": str(upload.id)}, as_=user)
        assert (answer.status, answer.code) == (status, code)
    assert (await api.post("/api/users/profile-image", {}, as_=user)).code == "MALFORMED"
    assert (await User.get(id=user.id)).profile_image_id is None
