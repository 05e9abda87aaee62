"""What the emulators promise besides the providers' own behaviour."""

import asyncio
import base64
import hashlib
import zlib
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
import stripe
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from integrations import mail, payments, sandbox, storage, verify
from integrations.buckets import bucket_name
from integrations.payments.client import stripe_client
from settings import settings
from tests.integrations.checkouts import a_checkout, a_paid_checkout
from tests.integrations.listener import listening
from tests.outside import Outside


async def test_what_they_know_survives_being_killed(own_outside: Outside) -> None:
    open_one = await a_checkout()
    paid, intent = await a_paid_checkout(own_outside)
    await own_outside.webhooks(mode="hold")
    await payments.expire_checkout(open_one.id)
    await storage.put("leads", "a/key", b"picture", "image/jpeg")
    await verify.start("+525512345678", "sms")
    await mail.send(
        to="ana@example.com", subject="Hola", html="<p>Hola</p>", text="Hola", message_id="<1@trustme.mx>"
    )
    await own_outside.move_clock(3600)
    own_outside.kill()
    own_outside.launch()
    assert (await payments.get_checkout(paid.id)).payment_intent_id == intent
    (held,) = await own_outside.events(open_one.id, state="held")
    assert held["type"] == "checkout.session.expired"
    assert await storage.get("leads", "a/key") == b"picture"
    assert len(await own_outside.codes("+525512345678")) == 1
    assert len(await own_outside.mails("ana@example.com")) == 1
    assert (await own_outside.ask("GET", "/outside/clock"))["offset_seconds"] == 3600


@pytest.mark.req("R-18")
async def test_the_sandbox_moves_their_clock(movable_outside: Outside) -> None:
    session = await a_checkout()
    async with listening() as listener:
        await movable_outside.webhooks(url=listener.url)
        await sandbox.move_clock(timedelta(days=1))
        assert session.id in [event["data"]["object"]["id"] for event in listener.heard]
    await movable_outside.webhooks(url=None)
    assert (await payments.get_checkout(session.id)).status == "expired"


async def test_a_client_is_opened_once_however_many_ask_at_once(outside: Outside) -> None:
    clients = await asyncio.gather(*(stripe_client() for _ in range(20)))
    assert len(set(map(id, clients))) == 1


async def test_no_page_of_another_site_can_command_them(outside: Outside) -> None:
    """A form can be posted to any address by any page; JSON can't without being asked first."""
    async with httpx.AsyncClient(verify=False, trust_env=False) as client:
        for path in ("clock", "fail", "stripe/webhooks", "stripe/settle", "stripe/deliver"):
            answer = await client.post(f"{outside.url}/outside/{path}", data={"offset_seconds": "9"})
            assert answer.status_code == 415, path


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/outside/clock", {"offset_seconds": "soon"}),
        ("/outside/clock", []),
        ("/outside/fail", {"provider": "bank"}),
        ("/outside/fail", {"provider": "s3", "times": "often"}),
        ("/outside/stripe/deliver", {"times": 1.5}),
        ("/outside/stripe/webhooks", {"mode": "loud"}),
        ("/outside/stripe/settle", {}),
        ("/outside/stripe/dispute", {"payment_intent": "pi_none"}),
    ],
)
async def test_a_senseless_command_is_refused(outside: Outside, path: str, body: object) -> None:
    async with httpx.AsyncClient(verify=False, trust_env=False) as client:
        answer = await client.post(outside.url + path, json=body)
    assert 400 <= answer.status_code < 500
    assert "error" in answer.json()


async def test_objects_are_expanded_as_asked(outside: Outside) -> None:
    session, intent = await a_paid_checkout(outside)
    client = await stripe_client()
    path = ["payment_intent.latest_charge", "line_items"]
    told = await client.v1.checkout.sessions.retrieve_async(session.id, {"expand": path})
    assert told.payment_intent["id"] == intent
    assert told.payment_intent["latest_charge"]["status"] == "succeeded"
    assert [line["description"] for line in told["line_items"]["data"]] == ["Reparar fuga", "Comisión"]
    for noun, key in [("charges", told.payment_intent["latest_charge"]["id"]), ("payment_intents", intent)]:
        assert (await getattr(client.v1, noun).retrieve_async(key)).id == key
    with pytest.raises(stripe.InvalidRequestError, match="unknown parameter"):
        await client.v1.payment_intents.retrieve_async(intent, {"colour": "red"})


async def test_transfers_are_made_once_per_key_to_connected_accounts(outside: Outside) -> None:
    client, group = await stripe_client(), str(uuid4())
    options = {"idempotency_key": group}
    params = {"amount": 100, "currency": "mxn", "destination": "acct_1", "transfer_group": group}
    first = await client.v1.transfers.create_async(params, options)
    assert (await client.v1.transfers.create_async(params, options)).id == first.id
    listed = await client.v1.transfers.list_async({"transfer_group": group})
    assert [transfer.id for transfer in listed.data] == [first.id]
    with pytest.raises(stripe.InvalidRequestError):
        await client.v1.transfers.create_async(params | {"destination": "my_bank"})


def chunked(content: bytes, checksum: bytes) -> bytes:
    pieces = [content[at : at + 7] for at in range(0, len(content), 7)]
    framed = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return framed + b"0\r\nx-amz-checksum-crc32:" + base64.b64encode(checksum) + b"\r\n\r\n"


async def put_chunked(outside: Outside, key: str, content: bytes, checksum: bytes) -> httpx.Response:
    """As the SDK uploads over TLS: in signed headers, an unsigned body in chunks, its checksum at the end."""
    body, config = chunked(content, checksum), settings()
    headers = {
        "Content-Encoding": "aws-chunked",
        "X-Amz-Decoded-Content-Length": str(len(content)),
        "X-Amz-Trailer": "x-amz-checksum-crc32",
    }
    url = f"{outside.url}/s3/{bucket_name('leads')}/{key}"
    request = AWSRequest(method="PUT", url=url, headers=headers)
    request.context["checksum"] = {"request_algorithm": {"in": "trailer"}}
    credentials = Credentials(config.aws_access_key_id, config.aws_secret_access_key.get_secret_value())
    S3SigV4Auth(credentials, "s3", config.aws_region).add_auth(request)
    async with httpx.AsyncClient(verify=False, trust_env=False) as client:
        return await client.put(url, content=body, headers=dict(request.headers))


async def test_uploads_in_chunks_are_unframed_and_checked(outside: Outside) -> None:
    key, content = str(uuid4()), b"0\r\nnot the end\r\n" * 5000
    good = zlib.crc32(content).to_bytes(4, "big")
    refused = await put_chunked(outside, key, content, b"\0\0\0\0")
    assert (refused.status_code, "BadDigest" in refused.text) == (400, True)
    assert (await put_chunked(outside, key, content, good)).status_code == 200
    assert hashlib.sha256(await storage.get("leads", key)).digest() == hashlib.sha256(content).digest()
