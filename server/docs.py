"""The API's own description, readable without a network beyond us."""

import html
from typing import Any

from quart import Blueprint, Response, current_app
from quart_schema import hide

blueprint = Blueprint("docs", __name__)

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2b2a}"
    "code{background:#f6f1e9;padding:.1em .3em;border-radius:4px}"
    "details{border-bottom:1px solid #ddd;padding:.5rem 0}"
    "summary{cursor:pointer}pre{overflow:auto;background:#f6f1e9;padding:1rem;border-radius:8px;font-size:13px}"
)


@blueprint.get("/docs")
@hide
async def docs() -> Response:
    described: dict[str, Any] = current_app.extensions["QUART_SCHEMA"].openapi_provider.schema()
    operations = "".join(
        operation(method, path, each)
        for path, methods in sorted(described["paths"].items())
        for method, each in methods.items()
    )
    page = (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>TrustMe API</title><style>{STYLE}</style><h1>TrustMe API</h1>"
        "<p>The same as <a href=/openapi.json>/openapi.json</a>. Refusals carry stable codes.</p>"
        f"{operations}</html>"
    )
    return Response(page, content_type="text/html; charset=utf-8")


def operation(method: str, path: str, described: dict[str, Any]) -> str:
    said = html.escape(described.get("description") or described.get("summary") or "")
    body = described.get("requestBody")
    schema = f"<pre>{html.escape(current_app.json.dumps(body))}</pre>" if body else ""
    return (
        f"<details><summary><b>{method.upper()}</b> <code>{html.escape(path)}</code></summary><p>{said}</p>"
        f"{schema}</details>"
    )
