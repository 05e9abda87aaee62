"""S3: one private bucket per purpose; people reach an object only through a signed, short-lived link."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Literal
from urllib.parse import quote

import structlog

from integrations.buckets import Bucket, bucket_name
from integrations.errors import NotFoundError, ProviderError, RefusedError, UnavailableError
from integrations.lifecycle import Shared
from settings import settings

log = structlog.get_logger("integrations.storage")

CHUNK = 64 * 1024
SERVER_ERROR, TOO_MANY_REQUESTS = 500, 429
MISSING = {"NoSuchKey", "NoSuchBucket", "404", "NotFound"}


async def put(kind: Bucket, key: str, body: bytes | Path | BinaryIO, content_type: str) -> None:
    """Store an object. Paths and open files are read in pieces, so memory does not grow with the object."""
    if isinstance(body, Path):
        with body.open("rb") as file:
            await put(kind, key, file, content_type)
        return
    client = await s3_client()
    async with _translated("storage.put", kind):
        await client.put_object(Bucket=bucket_name(kind), Key=key, Body=body, ContentType=content_type)


async def get(kind: Bucket, key: str) -> bytes:
    return b"".join([piece async for piece in stream(kind, key)])


async def stream(kind: Bucket, key: str) -> AsyncIterator[bytes]:
    client = await s3_client()
    async with _translated("storage.get", kind):
        answer = await client.get_object(Bucket=bucket_name(kind), Key=key)
        async with answer["Body"] as body:
            async for piece in body.iter_chunks(CHUNK):
                yield piece


async def delete(kind: Bucket, key: str) -> None:
    """Deleting what is not there is fine: the object is gone either way."""
    client = await s3_client()
    async with _translated("storage.delete", kind):
        await client.delete_object(Bucket=bucket_name(kind), Key=key)


async def sign(
    kind: Bucket,
    key: str,
    *,
    expires_for: timedelta,
    content_type: str | None = None,
    disposition: Literal["inline", "attachment"] = "inline",
    file_name: str | None = None,
) -> str:
    """A link that anyone holding it may read from until it expires, by the real clock."""
    params = {"Bucket": bucket_name(kind), "Key": key}
    params["ResponseContentDisposition"] = _disposition(disposition, file_name)
    if content_type:
        params["ResponseContentType"] = content_type
    client = await s3_client()
    url = await client.generate_presigned_url(
        "get_object", Params=params, ExpiresIn=int(expires_for.total_seconds())
    )
    return str(url)


async def _open() -> AsyncIterator[Any]:
    from aiobotocore.config import AioConfig

    config = settings()
    async with _session().create_client(
        "s3",
        region_name=config.aws_region,
        endpoint_url=config.s3_endpoint_url,
        aws_access_key_id=config.aws_access_key_id,
        aws_secret_access_key=config.aws_secret_access_key.get_secret_value(),
        config=AioConfig(
            signature_version="s3v4",
            # Bucket names as host names need wildcard DNS, which an emulator on localhost has not.
            s3={"addressing_style": "path" if config.s3_endpoint_url else "virtual"},
            retries={"mode": "standard", "total_max_attempts": 2},
            connect_timeout=5,
            read_timeout=30,
        ),
    ) as client:
        yield client


s3_client = Shared(_open)


@cache
def _session() -> Any:
    # It keeps the description of S3, which takes a quarter of a second to read.
    from aiobotocore.session import get_session

    return get_session()


def _disposition(disposition: str, file_name: str | None) -> str:
    # RFC 6266: the encoded form, so that no name can break out of the header.
    return f"{disposition}; filename*=UTF-8''{quote(file_name, safe='')}" if file_name else disposition


@asynccontextmanager
async def _translated(what: str, kind: Bucket) -> AsyncIterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        ours = _refusal(error.response)
        log.warning(what, outcome=ours.kind, code=ours.code, bucket=kind)
        raise ours from error
    except (BotoCoreError, OSError) as error:
        log.warning(what, outcome="transient", code=type(error).__name__, bucket=kind)
        raise UnavailableError("s3", type(error).__name__, str(error)) from error


def _refusal(response: Any) -> ProviderError:
    code, message = response["Error"]["Code"], response["Error"].get("Message", "")
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    if code in MISSING:
        return NotFoundError("s3", code, message)
    if status >= SERVER_ERROR or status == TOO_MANY_REQUESTS:
        return UnavailableError("s3", code, message)
    return RefusedError("s3", code, message)
