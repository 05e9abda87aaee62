"""The client as the server hands it out: one page, versioned files, a strict policy."""

import base64
import gzip
import hashlib
import json
import re
import struct
from pathlib import Path

import brotli
import pytest
from quart import Quart
from quart.typing import TestClientProtocol as Browser

from server import shell
from server.app import create_app
from server.edge import cookie_name
from server.pages import content_security_policy
from settings import settings


@pytest.fixture
async def browser(environment: pytest.MonkeyPatch) -> Browser:
    """The pages need no database."""
    environment.setenv("S3_ENDPOINT_URL", "http://localhost:5001/s3")
    settings.cache_clear()
    app: Quart = create_app()
    app.after_request_funcs.clear()
    return app.test_client()


@pytest.mark.req("API-16")
@pytest.mark.parametrize(
    "path", ["/", "/verify-email", "/payment/success", "/payment/cancel", "/conversations/1", "/pay/1"]
)
async def test_every_screen_has_the_page_that_names_what_it_needs(browser: Browser, path: str) -> None:
    answer = await browser.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    assert await answer.get_data() == shell.read().page_at(path)


@pytest.mark.req("SEC-02")
async def test_the_page_says_whether_a_session_came_along_but_not_whose(browser: Browser) -> None:
    bare = await (await browser.get("/")).get_data()
    browser.set_cookie("localhost", cookie_name(), "a-secret")
    known = await (await browser.get("/")).get_data()
    assert known == bare.replace(b"<html ", b"<html data-session ")


@pytest.mark.req("SEC-11")
async def test_a_page_asks_first_questions_of_who_is_signed_in_and_nothing_strange(browser: Browser) -> None:
    talk = "01a1ff08-946f-7146-9f51-8cb9080bffb2"
    assert "Link" not in (await browser.get(f"/conversations/{talk}")).headers
    browser.set_cookie("localhost", cookie_name(), "a-secret")
    told = (await browser.get(f"/conversations/{talk}")).headers["Link"]
    assert re.findall("<(.*?)>; rel=preload; as=fetch; crossorigin", told) == [
        "/api/auth/me",
        f"/api/conversations/{talk}",
        f"/api/conversations/{talk}/messages?limit=30",
    ]
    strange = await browser.get("/conversations/%3E;rel=preload,%3C%0d%0aX-Y:z")
    assert strange.headers["Link"] == "</api/auth/me>; rel=preload; as=fetch; crossorigin"


async def test_files_and_page_come_squeezed_as_the_browser_understands(browser: Browser) -> None:
    page = await (await browser.get("/")).get_data()
    [script] = re.findall(rb'src="(/v/[^"]+/app/main.js)"', page)
    for address in ("/", script.decode()):
        plain = await (await browser.get(address)).get_data()
        for spoken, unpacked in {"gzip, deflate, br": brotli.decompress, "gzip": gzip.decompress}.items():
            answer = await browser.get(address, headers={"Accept-Encoding": spoken})
            assert answer.headers["Content-Encoding"] == ("br" if "br" in spoken else "gzip")
            assert "Accept-Encoding" in answer.headers["Vary"]
            assert unpacked(await answer.get_data()) == plain
        assert "Content-Encoding" not in (await browser.get(address)).headers


async def test_the_page_names_the_words_of_the_language_that_was_chosen(browser: Browser) -> None:
    assert b"/i18n/es-MX.json" in await (await browser.get("/")).get_data()
    browser.set_cookie("localhost", "locale", "en")
    page = await (await browser.get("/")).get_data()
    assert (b"/i18n/en.json" in page, b"/i18n/es-MX.json" in page) == (True, False)


@pytest.mark.parametrize("path", ["/api/nothing", "/robots.txt", "/.env", "/v/0/app/main.js", "/app/main.js"])
async def test_what_is_no_screen_is_not_answered_with_the_page(browser: Browser, path: str) -> None:
    assert (await browser.get(path)).status_code == 404


async def test_what_the_api_lacks_is_not_there_whatever_the_method(browser: Browser) -> None:
    assert (await browser.post("/api/nothing")).status_code == 404
    assert (await browser.get("/api/nothing")).status_code == 404
    assert (await browser.delete("/api/auth/login")).status_code == 405


async def test_everything_the_page_names_is_there_and_never_changes(browser: Browser) -> None:
    page = (await (await browser.get("/")).get_data()).decode()
    named = set(re.findall(r'"(/v/[^"]+)"', page))
    assert any(name.endswith("/app/main.js") for name in named)
    for address in named:
        answer = await browser.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.req("SEC-10")
async def test_only_our_own_scripts_may_run(browser: Browser) -> None:
    answer = await browser.get("/")
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    page = (await answer.get_data()).decode()
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline]
    assert policy["script-src"] == f"'self' 'sha256-{hashes[0]}'"
    assert len(inline) == 1
    assert json.loads(inline[0])["imports"]["preact"].startswith("/v/")
    assert not re.search(r"\son\w+=|javascript:|style=", page)
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "'self' blob: http://localhost:5001"


async def test_in_production_pictures_come_from_the_real_store(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("S3_ENDPOINT_URL", raising=False)
    settings.cache_clear()
    assert "img-src 'self' blob: https://*.s3.us-east-1.amazonaws.com" in content_security_policy("sha256-x")


async def test_the_worker_knows_its_version_and_what_to_keep(browser: Browser) -> None:
    kept = await (await browser.get("/shell.json")).get_json()
    script = (await (await browser.get("/sw.js")).get_data()).decode()
    assert f'const VERSION = "{kept["version"]}"' in script
    assert f"/v/{kept['version']}/app/screens/conversation/screen.js" in kept["files"]
    assert not [name for name in kept["files"] if "/screens/admin/" in name]
    for address in kept["files"]:
        assert (await browser.get(address)).status_code == 200, address


async def test_an_edit_changes_the_version_and_nothing_else_does(tmp_path: Path) -> None:
    for path in shell.STATIC.rglob("*"):
        if path.is_file():
            copy = tmp_path / path.relative_to(shell.STATIC)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    assert shell.read(tmp_path).version == shell.read().version
    (tmp_path / "css/base.css").write_text("@layer base {}")
    assert shell.read(tmp_path).version != shell.read().version


def test_the_app_can_be_installed_with_pictures_of_the_sizes_that_it_names() -> None:
    manifest = json.loads((shell.STATIC / "manifest.webmanifest").read_text())
    assert (manifest["display"], manifest["start_url"]) == ("standalone", "/")
    pictures = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    assert {(icon["sizes"], icon["purpose"]) for icon in pictures} == {
        (sizes, purpose) for sizes in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for icon in pictures:
        header = (shell.STATIC / icon["src"].lstrip("/")).read_bytes()[:24]
        width, height = struct.unpack(">II", header[16:24])
        assert f"{width}x{height}" == icon["sizes"]


async def test_the_page_of_the_parts_is_for_developers(browser: Browser, environment: pytest.MonkeyPatch) -> None:
    for where, is_shown in (("development", True), ("test", False)):
        environment.setenv("TRUSTME_ENV", where)
        settings.cache_clear()
        assert (b"data-design" in await (await browser.get("/design")).get_data()) is is_shown
