"""Web push as a push service and a browser take it."""

import socket
from typing import Any

import pytest

from integrations import push
from integrations.errors import NotFoundError, RefusedError, UnavailableError
from integrations.push import ElsewhereError, Target, is_public
from integrations.vapid import encoded, fresh_key, public_half, public_key
from settings import Settings, settings
from tests.outside import Outside

PAYLOAD = {"title": "Fuga en el baño", "body": "Plomería · Roma Norte"}


def target(browser: dict[str, Any], **other: str) -> Target:
    return Target(**({"endpoint": browser["endpoint"], **browser["keys"]} | other))


async def pushed(browser: dict[str, Any], **other: str) -> None:
    await push.send(target(browser, **other), PAYLOAD, ttl=60, topic="asunto")


@pytest.mark.req("R-17")
async def test_a_browser_reads_what_we_encrypted_and_signed(outside: Outside) -> None:
    browser = await outside.browser(public_key())
    await pushed(browser)
    [shown] = await outside.pushes(browser)
    assert shown["payload"] == PAYLOAD
    assert (shown["ttl"], shown["urgency"], shown["topic"]) == ("60", "high", "asunto")


async def test_a_browser_that_subscribed_to_another_key_is_not_ours_to_push(outside: Outside) -> None:
    browser = await outside.browser(public_half(fresh_key()))
    with pytest.raises(RefusedError) as refused:
        await pushed(browser)
    assert refused.value.code == "403"
    assert await outside.pushes(browser) == []


async def test_what_was_encrypted_for_another_browser_is_refused(outside: Outside) -> None:
    browser, other = await outside.browser(public_key()), await outside.browser(public_key())
    with pytest.raises(RefusedError):
        await pushed(browser, p256dh=other["keys"]["p256dh"])
    with pytest.raises(RefusedError) as refused:
        await pushed(browser, p256dh=encoded(b"\x04" + b"\x07" * 64))  # no point of the curve
    assert refused.value.code == "bad_key"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        *((404, NotFoundError), (410, NotFoundError), (429, UnavailableError), (500, UnavailableError)),
        *((400, RefusedError), (413, RefusedError), (307, RefusedError)),
    ],
)
async def test_each_refusal_of_a_service_says_what_to_do(outside: Outside, status: int, error: type) -> None:
    browser = await outside.browser(public_key())
    await outside.push_answers(browser, status)
    with pytest.raises(error) as refused:
        await pushed(browser)
    assert type(refused.value) is error
    assert refused.value.code == str(status)


async def test_a_service_that_is_away_is_tried_again(outside: Outside, unused_port: int) -> None:
    await outside.break_down("push", status=503)
    browser = await outside.browser(public_key())
    with pytest.raises(UnavailableError):
        await pushed(browser)
    await pushed(browser)
    assert len(await outside.pushes(browser)) == 1


async def test_a_name_that_stands_for_a_machine_of_ours_is_not_called(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await outside.browser(public_key())
    port = browser["endpoint"].split(":")[2].split("/")[0]

    def resolve(*_: Any, **__: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", int(port)))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(ElsewhereError):
        await pushed(browser, endpoint=f"https://push.example.com:{port}/x")
    for inside in (f"https://127.0.0.1:{port}/x", f"https://[::1]:{port}/x", "http://push.example.com/x"):
        with pytest.raises(ElsewhereError):
            await pushed(browser, endpoint=inside)


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        *(("142.250.1.1", True), ("2607:f8b0::1", True), ("127.0.0.1", False), ("10.1.2.3", False)),
        *(("169.254.169.254", False), ("100.64.0.1", False), ("::1", False), ("fe80::1%eth0", False)),
        *(("::ffff:10.0.0.1", False), ("2002:0a00:0001::", False), ("fd00::1", False), ("224.0.0.1", False)),
    ],
)
def test_which_addresses_are_everybodys(host: str, answer: bool) -> None:
    assert is_public(host) is answer


def test_a_fresh_key_is_a_new_one_and_has_a_public_half_of_65_bytes() -> None:
    first, second = fresh_key(), fresh_key()
    assert first != second
    assert (len(first), len(public_half(first))) == (43, 87)


def test_the_emulator_and_the_key_of_our_source_are_refused_in_production(
    environment: pytest.MonkeyPatch,
) -> None:
    given = {
        "TRUSTME_ENV": "production",
        "TRUSTME_SANDBOX": "0",
        "SECRET_KEY": "x",
        "STRIPE_WEBHOOK_SECRET": "x",
        "TWILIO_AUTH_TOKEN": "x",
        "VAPID_PRIVATE_KEY": fresh_key(),
    }
    for name, value in given.items():
        environment.setenv(name, value)
    with pytest.raises(ValueError, match="PUSH_EMULATOR_URL"):
        Settings()
    environment.delenv("PUSH_EMULATOR_URL")
    assert Settings().push_emulator_url is None
    environment.delenv("VAPID_PRIVATE_KEY")
    with pytest.raises(ValueError, match="VAPID_PRIVATE_KEY"):
        Settings()
    settings.cache_clear()
