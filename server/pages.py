"""Serves the web client: one page for all its addresses, its files under a name that never changes meaning."""

import asyncio
from functools import lru_cache
from typing import get_args
from urllib.parse import urlsplit

from quart import Blueprint, Response, request
from quart.blueprints import BlueprintSetupState
from quart_schema import hide
from werkzeug.exceptions import NotFound
from werkzeug.routing import PathConverter

from server import early, shell
from server.edge import cookie_name
from settings import settings

blueprint = Blueprint("pages", __name__)

IMMUTABLE = "public, max-age=31536000, immutable"


class Screen(PathConverter):
    """What could be a screen's address: nothing of the API's or the tools', and no file."""

    regex = r"(?!(?:api|socket\.io|docs|v)(?:/|$))[^/.][^.]*?"


@blueprint.record_once
def know_screens(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["screen"] = Screen


@blueprint.before_app_serving
async def prepare() -> None:
    if settings().trustme_env == "production":
        await asyncio.to_thread(_shell().squeeze_all)


@blueprint.get("/", defaults={"path": ""})
@blueprint.get("/<screen:path>")
@hide
async def page(path: str) -> Response:
    now = _shell()
    found = now.page_at(f"/{path}")
    # A browser without our cookie need not ask who it is.
    body = found.replace(b"<html ", b"<html data-session ", 1) if cookie_name() in request.cookies else found
    if settings().trustme_env == "development":
        body = body.replace(b"<html ", b"<html data-design ", 1)
    if settings().is_measuring:
        body = body.replace(b"<html ", b"<html data-measured ", 1)
    if request.cookies.get("locale") == "en":
        body = body.replace(b"/i18n/es-MX.json", b"/i18n/en.json")
    how = _understood()
    response = Response(_squeezed(body, how) if how else body, mimetype="text/html")
    if how:
        response.headers["Content-Encoding"] = how
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    response.headers["Cache-Control"] = "no-cache"
    if cookie_name() in request.cookies:
        response.headers["Link"] = early.link_header(f"/{path}")
    response.headers["Content-Security-Policy"] = content_security_policy(now.script_hash)
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Permissions-Policy"] = "camera=(self), microphone=(self), geolocation=(self)"
    return response


@blueprint.get("/v/<version>/<path:name>")
@hide
async def asset(version: str, name: str) -> Response:
    now = _shell()
    found = now.assets.get(name) if version == now.version else None
    if found is None:
        raise NotFound
    how = _understood()
    squeezed = found.squeezed(how)
    response = Response(squeezed or found.body, mimetype=found.mimetype)
    if how and squeezed:
        response.headers["Content-Encoding"] = how
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = IMMUTABLE
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@blueprint.get("/sw.js")
@hide
async def worker() -> Response:
    response = Response(_shell().worker, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/shell.json")
@hide
async def precache() -> dict[str, object]:
    now = _shell()
    return {"version": now.version, "page": "/", "files": now.precache}


@blueprint.get("/manifest.webmanifest")
@hide
async def manifest() -> Response:
    response = Response(_shell().manifest, mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


def content_security_policy(script_hash: str) -> str:
    media = _media_origin()
    host = urlsplit(settings().public_url).netloc
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' '{script_hash}'",
            "style-src 'self'",
            f"connect-src 'self' ws://{host} wss://{host}",
            f"img-src 'self' blob: {media}",
            f"media-src 'self' blob: {media}",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _media_origin() -> str:
    endpoint = settings().s3_endpoint_url
    if endpoint:
        address = urlsplit(endpoint)
        return f"{address.scheme}://{address.netloc}"
    return f"https://*.s3.{settings().aws_region}.amazonaws.com"


def _understood() -> shell.Encoding | None:
    """What this browser can unpack; brotli, where it is spoken (only over TLS)."""
    return next((how for how in get_args(shell.Encoding) if request.accept_encodings[how] > 0), None)


@lru_cache(maxsize=128)
def _squeezed(body: bytes, how: shell.Encoding) -> bytes:
    """A page for each route, language and state of being signed in: few, and each is asked for often."""
    return shell.squeeze(body, how)


def _shell() -> shell.Shell:
    """Production reads the files once; a developer's edit is served at the next request."""
    edited = shell.touched_at() if settings().trustme_env == "development" else 0.0
    return _read(edited)


@lru_cache(maxsize=1)
def _read(_edited: float) -> shell.Shell:
    return shell.read()
