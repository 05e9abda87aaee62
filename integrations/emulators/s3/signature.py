"""Whether a request was signed with our key, in its headers or as a presigned link, by the real clock."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from integrations.emulators.http import Request
from integrations.emulators.s3.refusal import Refusal
from settings import Settings

STAMP = "%Y%m%dT%H%M%SZ"
SKEW = timedelta(minutes=15)
LONGEST_SECONDS = 7 * 86_400
ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Claim:
    """What the request says about its signature, wherever it says it."""

    credential: str
    signed_headers: str
    signature: str
    stamp: str

    @cached_property
    def moment(self) -> datetime:
        try:
            return datetime.strptime(self.stamp, STAMP).replace(tzinfo=UTC)
        except ValueError:
            raise Refusal(403, "AccessDenied", "AWS authentication requires a valid Date") from None


def verify(request: Request, config: Settings) -> None:
    query = request.query
    if "X-Amz-Signature" in query:
        claim = _in_query(query)
        pairs = [p for p in request.query_string.split("&") if not p.startswith("X-Amz-Signature=")]
        expected = _expected(request, config, claim, "&".join(pairs), presigned=True)
    else:
        claim = _in_headers(request)
        expected = _expected(request, config, claim, request.query_string, presigned=False)
    if not hmac.compare_digest(expected.encode(), claim.signature.encode()):
        raise Refusal(
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided.",
        )


def _in_query(query: dict[str, str]) -> Claim:
    try:
        claim = Claim(
            query["X-Amz-Credential"],
            query["X-Amz-SignedHeaders"],
            query["X-Amz-Signature"],
            query["X-Amz-Date"],
        )
        lasts = int(query["X-Amz-Expires"])
    except (KeyError, ValueError):
        raise Refusal(400, "AuthorizationQueryParametersError") from None
    if query.get("X-Amz-Algorithm") != ALGORITHM or not 0 < lasts <= LONGEST_SECONDS:
        raise Refusal(400, "AuthorizationQueryParametersError")
    now = datetime.now(UTC)
    if now >= claim.moment + timedelta(seconds=lasts):
        raise Refusal(403, "AccessDenied", "Request has expired")
    if claim.moment > now + SKEW:
        raise Refusal(403, "AccessDenied", "Request is not valid yet")
    return claim


def _in_headers(request: Request) -> Claim:
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    if scheme != ALGORITHM:
        raise Refusal(403, "AccessDenied", "Access Denied")
    said = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    try:
        claim = Claim(said["Credential"], said["SignedHeaders"], said["Signature"], request.headers["x-amz-date"])
    except KeyError:
        raise Refusal(400, "AuthorizationHeaderMalformed") from None
    if abs(datetime.now(UTC) - claim.moment) > SKEW:
        raise Refusal(403, "RequestTimeTooSkewed")
    return claim


def _expected(request: Request, config: Settings, claim: Claim, query: str, *, presigned: bool) -> str:
    from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    names = _signed_names(request, claim)
    credentials = Credentials(config.aws_access_key_id, config.aws_secret_access_key.get_secret_value())
    auth: Any = (S3SigV4QueryAuth if presigned else S3SigV4Auth)(credentials, "s3", config.aws_region)
    url = f"http://{request.headers.get('host', '')}{request.raw_path}{'?' if query else ''}{query}"
    headers = {name: request.headers.get(name, "") for name in names}
    signed = AWSRequest(method=request.method, url=url, headers=headers)
    signed.context["timestamp"] = claim.stamp
    if claim.credential != auth.scope(signed):
        raise Refusal(403, "InvalidAccessKeyId", f"Credential {unquote(claim.credential)} is not ours")
    return str(auth.signature(auth.string_to_sign(signed, auth.canonical_request(signed)), signed))


def _signed_names(request: Request, claim: Claim) -> list[str]:
    names = claim.signed_headers.lower().split(";")
    unsigned = {name for name in request.headers if name.startswith("x-amz-")} - set(names)
    if "host" not in names or unsigned:
        raise Refusal(403, "AccessDenied", "There were headers present in the request which were not signed")
    return names
