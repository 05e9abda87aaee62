"""How refusals and faults leave the server: one envelope, stable codes, nothing of our inside."""

from typing import Any

import structlog
from quart import Quart, Response, jsonify
from quart_schema import RequestSchemaValidationError
from werkzeug.exceptions import HTTPException

from integrations.errors import ProviderError
from models.errors import Refusal

log = structlog.get_logger()

HTTP_CODES = {400: "MALFORMED", 404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 413: "TOO_LARGE", 415: "UNSUPPORTED"}


def envelope(status: int, code: str, message: str, details: Any = None) -> tuple[Response, int]:
    return jsonify(
        {"success": False, "error": {"message": message, "code": code, "details": details or {}}}
    ), status


def install(app: Quart) -> None:
    """Register the handlers of everything that may be raised behind an endpoint."""

    @app.errorhandler(Refusal)
    async def refused(error: Refusal) -> tuple[Response, int]:
        response, status = envelope(error.status, error.code, error.message, error.details)
        if "retry_after" in error.details:
            response.headers["Retry-After"] = str(error.details["retry_after"])
        return response, status

    @app.errorhandler(RequestSchemaValidationError)
    async def malformed(error: RequestSchemaValidationError) -> tuple[Response, int]:
        return envelope(
            400, "MALFORMED", "The request is malformed", {"fields": fields_of(error.validation_error)}
        )

    @app.errorhandler(ProviderError)
    async def elsewhere(error: ProviderError) -> tuple[Response, int]:
        """Somebody whom we need is away (try again), or won't do what we asked."""
        if error.kind == "refused":
            log.error("provider.refused", provider=error.provider, provider_code=error.code)
            return envelope(
                502, "PROVIDER_REFUSED", "A service that we need refused", {"provider": error.provider}
            )
        response, status = envelope(
            503, "PROVIDER_UNAVAILABLE", "A service that we need is away", {"provider": error.provider}
        )
        response.headers["Retry-After"] = "5"
        return response, status

    @app.errorhandler(HTTPException)
    async def http(error: HTTPException) -> tuple[Response, int]:
        status = error.code or 500
        return envelope(status, HTTP_CODES.get(status, "HTTP_ERROR"), error.name)

    @app.errorhandler(Exception)
    async def fault(error: Exception) -> tuple[Response, int]:
        log.error("fault", kind=type(error).__name__, exc_info=error)
        return envelope(500, "INTERNAL_ERROR", "Something broke on our side")


def fields_of(error: Any) -> dict[str, str]:
    """What was wrong with which field; never the value, which may be personal."""
    if not hasattr(error, "errors"):
        return {"body": "malformed"}
    return {".".join(str(part) for part in each["loc"]) or "body": each["type"] for each in error.errors()}
