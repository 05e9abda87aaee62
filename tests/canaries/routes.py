"""Every route, by how it is asked. A route that stands nowhere here fails the test: say what may be read there."""

from typing import Any

from quart import Quart

from tests.build_reviews import OPINION

ID = "{id}"
"""In a query or body: every id that anybody was told."""

READ = {
    "/",
    "/<screen:path>",
    "/api/about",
    "/api/admin/approval-queue",
    "/api/admin/reviews/flagged",
    "/api/admin/freeze",
    "/api/admin/payments/paused",
    "/api/admin/payout-batches/<batch_id>",
    "/api/admin/payout-batches/<batch_id>/file",
    "/api/admin/receivables",
    "/api/admin/refunds",
    "/api/admin/withdrawals",
    "/api/auth/me",
    "/api/auth/sessions",
    "/api/conversations",
    "/api/conversations/<conversation_id>",
    "/api/conversations/<conversation_id>/messages",
    "/api/conversations/<conversation_id>/search?q=sigue",
    "/api/disputes",
    "/api/disputes/<dispute_id>",
    "/api/disputes/stats",
    "/api/leads/<lead_id>",
    "/api/leads/<lead_id>/recipients",
    "/api/leads/available",
    "/api/leads/mine",
    "/api/media/<upload_id>",
    "/api/notifications",
    "/api/numbers/client",
    "/api/numbers/worker",
    "/api/payments?conversation_id={id}",
    "/api/payments/<payment_id>",
    "/api/payments/<payment_id>/settlements",
    "/api/payments/escrow/<escrow_id>",
    "/api/push/key",
    "/api/reviews/<review_id>",
    "/api/reviews/worker/<worker_id>",
    "/api/sandbox/clock",
    "/api/sandbox/clock/advances/<advance_id>",
    "/api/services",
    "/api/settlements/<settlement_id>",
    "/api/uploads/limits",
    "/api/users/<user_id>",
    "/api/users/exports/<export_id>",
    "/api/wallet/balance",
    "/api/wallet/auto-reload",
    "/api/wallet/cards",
    "/api/wallet/deposits",
    "/api/wallet/deposits/<deposit_id>",
    "/api/wallet/transactions",
    "/api/wallet/withdrawals",
    "/api/wallet/withdrawals/<withdrawal_id>",
    "/api/workers/<worker_id>",
    "/api/workers/profile",
    "/api/workers/search?category=Plomer%C3%ADa&zone=Roma%20Norte",
    "/api/zones",
    "/docs",
    "/healthz",
    "/manifest.webmanifest",
    "/metrics",
    "/openapi.json",
    "/readyz",
    "/shell.json",
    "/sw.js",
    "/unsubscribe/<token>",
    "/v/<version>/<path:name>",
    "/withdrawals/<token>",
}

PUBLIC = {
    path
    for path in READ
    if not path.startswith("/api/")
    or path
    in {
        "/api/about",
        "/api/media/<upload_id>",
        "/api/reviews/<review_id>",
        "/api/reviews/worker/<worker_id>",
        "/api/services",
        "/api/uploads/limits",
        "/api/workers/<worker_id>",
        "/api/workers/search?category=Plomer%C3%ADa&zone=Roma%20Norte",
        "/api/zones",
    }
}
"""For everybody: what these answer to nobody is searched for every id."""

WRITTEN: dict[str, Any] = {
    "PATCH /api/admin/reviews/<review_id>/dismiss-flags": {},
    "PATCH /api/admin/reviews/<review_id>/remove": {"reason": "fake"},
    "PATCH /api/admin/freeze": {"on": False},
    "POST /api/admin/deposits/<deposit_id>/return": {"amount": "10.00", "reason": "porque sí"},
    "PATCH /api/admin/payments/<payment_id>/decide": {"decision": "refund", "reason": "porque sí"},
    "POST /api/admin/payout-batches": {},
    "PATCH /api/admin/receivables/<chargeback_id>/write-off": {"reason": "porque sí"},
    "PATCH /api/admin/refunds/<refund_id>/again": {},
    "PATCH /api/admin/refunds/<refund_id>/by-hand": {"note": "por SPEI"},
    "PATCH /api/admin/users/<user_id>/reinstate": {"reason": "porque sí"},
    "PATCH /api/admin/users/<user_id>/suspend": {"reason": "porque sí"},
    "PATCH /api/admin/withdrawals/<withdrawal_id>/approve": {},
    "PATCH /api/admin/withdrawals/<withdrawal_id>/failed": {"reason": "cuenta cerrada"},
    "PATCH /api/admin/withdrawals/<withdrawal_id>/reject": {"reason": "porque sí"},
    "PATCH /api/admin/withdrawals/<withdrawal_id>/sent": {},
    "PATCH /api/admin/workers/<worker_id>/approve": {},
    "PATCH /api/admin/workers/<worker_id>/payout-account": {"stripe_account_id": "acct_1"},
    "PATCH /api/admin/workers/<worker_id>/reject": {"reason": "duplicate"},
    "PATCH /api/admin/workers/<worker_id>/request-changes": {"notes": "más fotos"},
    "POST /api/auth/forgot-password": {"email": "buzonsecreto@example.com"},
    "POST /api/auth/login": {"email": "buzonsecreto@example.com", "password": "adivinada"},
    "POST /api/auth/register": {
        "email": "buzonsecreto@example.com",
        "password": "una clave larga",
        "full_name": "Otra Persona",
        "role": "client",
        "phone": "+525598761234",
    },
    "POST /api/auth/reset-password/<token>": {"password": "una clave larga"},
    "DELETE /api/auth/sessions/<session_id>": None,
    "POST /api/auth/verify-email": {"token": "adivinado"},
    "POST /api/auth/verify-email/resend": {},
    "POST /api/auth/verify-phone": {},
    "POST /api/auth/verify-phone/confirm": {"code": "000000"},
    "POST /api/conversations/<conversation_id>/archive": {},
    "POST /api/conversations/<conversation_id>/flag": {"reason": "spam", "message_ids": [ID]},
    "POST /api/conversations/<conversation_id>/join": {},
    "POST /api/conversations/<conversation_id>/leave": {},
    "POST /api/conversations/<conversation_id>/messages": {"client_msg_id": "x", "content": "¿Sigue disponible?"},
    "POST /api/conversations/<conversation_id>/mute": {},
    "POST /api/conversations/<conversation_id>/read": {"seq": 1},
    "POST /api/conversations/<conversation_id>/unarchive": {},
    "POST /api/conversations/<conversation_id>/unmute": {},
    "POST /api/disputes": {
        "payment_request_id": ID,
        "dispute_type": "quality",
        "description": "Quedó mal hecho todo",
        "desired_resolution": "Que lo repita",
    },
    "POST /api/disputes/<dispute_id>/answer": {"text": "No fue así"},
    "POST /api/disputes/<dispute_id>/ask": {"of": "both", "what": "evidence", "text": "Más fotos"},
    "POST /api/disputes/<dispute_id>/escalate": {"summary": "Que decida un administrador"},
    "POST /api/disputes/<dispute_id>/evidence": {"upload_id": ID, "description": "Mire"},
    "POST /api/disputes/<dispute_id>/notes": {"body": "Llamar mañana"},
    "POST /api/disputes/<dispute_id>/take": {},
    "PATCH /api/disputes/<dispute_id>/resolve": {"resolution_type": "full_refund", "resolution": "Se devuelve"},
    "POST /api/leads/<lead_id>/cancel": {},
    "POST /api/leads/<lead_id>/feedback": {"was_legitimate": True},
    "POST /api/leads/<lead_id>/purchase": {},
    "POST /api/leads": {"recipients": [ID], "media": [ID]},
    "PATCH /api/messages/<message_id>/read": {},
    "POST /api/measures": {"visit": "0" * 32, "events": [{"name": "lead_purchased", "params": {"lead_id": ID}}]},
    "POST /api/measures/agreement": {"granted": True},
    "POST /api/notifications/read": {"seq": 1},
    "POST /api/payments/<payment_id>/cancel": {},
    "POST /api/payments/<payment_id>/confirm-complete": {"photos": []},
    "POST /api/payments/<payment_id>/decline": {},
    "POST /api/payments/<payment_id>/pay": {},
    "POST /api/payments/<payment_id>/settlements": {"client_amount": "10.00"},
    "POST /api/payments/request": {"conversation_id": ID, "amount": "500.00", "description": "Anticipo"},
    "POST /api/payments/sessions/<session_id>/settle": {},
    "POST /api/push/subscriptions": {
        "endpoint": "https://fcm.googleapis.com/fcm/send/canario",
        "keys": {"p256dh": "B" + "A" * 86, "auth": "A" * 22},
    },
    "DELETE /api/push/subscriptions/<subscription_id>": None,
    "POST /api/reviews": {"payment_request_id": ID, "media": [ID], "anonymous": False} | OPINION,
    "POST /api/reviews/<review_id>/flag": {"reason": "fake"},
    "POST /api/reviews/<review_id>/respond": {"worker_response": "Gracias"},
    "POST /api/sandbox/clock": {"advance": "PT1S"},
    "POST /api/settlements/<settlement_id>/accept": {},
    "POST /api/settlements/<settlement_id>/decline": {},
    "POST /api/sync": {"conversations": {ID: 0}, "notices": 0},
    "POST /api/uploads": None,
    "POST /api/users/exports": {},
    "POST /api/users/profile-image": {"upload_id": ID},
    "PATCH /api/users/profile": {},
    "PATCH /api/wallet/auto-reload": {"enabled": False},
    "PATCH /api/wallet/budget": {"budget_limit": "600.00"},
    "DELETE /api/wallet/cards/<card_id>": None,
    "POST /api/wallet/deposit": {"amount": "300.00", "method": "card"},
    "POST /api/wallet/deposits/<deposit_id>/settle": {},
    "POST /api/wallet/withdraw": {
        "amount": "100.00",
        "clabe": "012180001234567899",
        "account_holder": "María Hernández",
    },
    "POST /api/wallet/withdrawals/<withdrawal_id>/cancel": {},
    "POST /api/webhooks/stripe": {},
    "POST /api/webhooks/twilio": {},
    "PATCH /api/workers/availability": {"availability": {"mon": ["morning"]}},
    "POST /api/workers/profile": {},
    "POST /api/workers/profile/submit": {},
    "POST /api/workers/services": {},
    "DELETE /api/workers/services/<offered_id>": None,
    "POST /unsubscribe/<token>": {},
    "POST /withdrawals/<token>": {},
}

LAST: dict[str, Any] = {
    "DELETE /api/conversations/<conversation_id>": None,
    "DELETE /api/users/me": {"password": "adivinada"},
    "DELETE /api/auth/sessions": None,
    "POST /api/auth/logout": {},
}
"""After these their asker sees less."""


def in_the_code(app: Quart) -> set[str]:
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def listed() -> set[str]:
    return {f"GET {path.partition('?')[0]}" for path in READ} | set(WRITTEN) | set(LAST)
