"""What each request did: a line without personal data, and numbers for Prometheus."""

import time

import structlog
from prometheus_client import Counter, Gauge, Histogram
from quart import Quart, Response, g, request

from models.audit_runs import last_run
from models.backlog import backlog
from models.outgoing.gate import is_frozen
from models.reconciling import runs
from models.wallet.checkpoints import platform_balances

log = structlog.get_logger()

REQUESTS = Counter("trustme_http_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "trustme_http_request_seconds",
    "Time to an answer",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
BACKLOG = Gauge("trustme_backlog", "What waits for workers or was parked by them", ["what"])

PESOS = Gauge("trustme_platform_pesos", "What the platform's accounts come to", ["account"])
FROZEN = Gauge("trustme_outgoing_money_frozen", "1 while an admin holds all outgoing money back")
FAULTS = Gauge("trustme_audit_faults", "What the last audit found; -1 when it broke off")
FINDINGS = Gauge("trustme_reconciliation_findings", "What disagrees with Stripe; -1 when the last look broke off")
RECONCILED = Gauge("trustme_reconciliation_finished_timestamp_seconds", "When we last compared with Stripe")
AUDITED = Gauge("trustme_audit_finished_timestamp_seconds", "When the last audit ended")

QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds by machines; their answers are counted, not logged."""


def install(app: Quart) -> None:
    @app.before_request
    async def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    async def end(response: Response) -> Response:
        """The rule, not the path: ids and tokens stay out of logs, and labels stay few."""
        route = request.url_rule.rule if request.url_rule else "unknown"
        seconds = time.perf_counter() - g.get("began", time.perf_counter())
        REQUESTS.labels(request.method, route, response.status_code).inc()
        SECONDS.labels(request.method, route).observe(seconds)
        if route not in QUIET:
            user = g.get("user")
            log.info(
                "http.answered",
                method=request.method,
                route=route,
                status=response.status_code,
                milliseconds=round(seconds * 1000, 1),
                user=str(user.id) if user else None,
            )
        return response


async def measure_money() -> None:
    FROZEN.set(await is_frozen())
    for account, pesos in (await platform_balances()).items():
        PESOS.labels(account.value).set(float(pesos))
    if last := await last_run():
        # an audit that broke off is no good news either
        FAULTS.set(-1 if last.faults is None else last.faults)
        AUDITED.set(last.finished_at.timestamp())
    if looked := await runs.last_run():
        FINDINGS.set(-1 if looked.findings is None else looked.findings)
        RECONCILED.set(looked.finished_at.timestamp())


async def measure_backlog() -> None:
    for what, count in (await backlog()).items():
        BACKLOG.labels(what).set(count)
