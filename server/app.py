"""The HTTP application: configuration, blueprints, what happens before and after each request."""

import contextlib
from datetime import timedelta
from importlib import import_module

from quart import Quart, Response
from quart_schema import Info, QuartSchema

import integrations
from models import clock, database
from server import failures, limits, observed
from server.json import OrjsonProvider
from server.request import Request
from settings import settings

BLUEPRINTS = [
    "server.health",
    "server.docs",
    "server.about",
    "server.measures",
    "server.numbers",
    "server.sandbox",
    "server.mail_choices",
    "server.auth",
    "server.verification",
    "server.users",
    "server.exports",
    "server.catalogue",
    "server.workers",
    "server.admin_workers",
    "server.admin_users",
    "server.pages",
    "server.payments",
    "server.disputes",
    "server.reviews",
    "server.admin_reviews",
    "server.settlements",
    "server.webhooks",
    "server.leads",
    "server.uploads",
    "server.purchases",
    "server.wallet",
    "server.deposits",
    "server.withdrawals",
    "server.withdrawal_links",
    "server.admin_payments",
    "server.admin_refunds",
    "server.admin_withdrawals",
    "server.cards",
    "server.admin_freeze",
    "server.conversations",
    "server.sync",
    "server.notifications",
    "server.push",
]
"""Modules with a `blueprint`, one resource each."""


def create_app() -> Quart:
    app = Quart("server", static_folder=None)
    app.request_class = Request
    app.config["BODY_TIMEOUT"] = 120
    app.permanent_session_lifetime = timedelta(days=30)
    QuartSchema(
        app, info=Info(title="TrustMe", version="1"), swagger_ui_path=None, redoc_ui_path=None, scalar_ui_path=None
    )
    app.json = OrjsonProvider(app)  # after QuartSchema, which puts its own there
    observed.install(app)
    failures.install(app)
    limits.install(app)
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(name).blueprint)

    @app.before_serving
    async def open_database() -> None:
        await database.connect()

    @app.after_serving
    async def close_connections() -> None:
        await integrations.close()
        await database.close()

    @app.after_request
    async def say_what_time_it_is(response: Response) -> Response:
        """Clients count down to business moments, which the sandbox can move (R-18); a file has no time."""
        if "immutable" in response.headers.get("Cache-Control", ""):
            return response
        with contextlib.suppress(Exception):  # without a database it stays unsaid: the answer matters more
            now = await clock.business_now() if settings().trustme_sandbox else clock.real_now()
            response.headers["X-Business-Time"] = now.isoformat(timespec="milliseconds")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    return app
