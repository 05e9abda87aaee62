"""Buckets and objects: put, get (whole or a range), head, delete."""

import hashlib
import re
import secrets
import time
from collections.abc import AsyncIterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

from integrations.emulators.http import Request, Response
from integrations.emulators.s3.payload import Payload
from integrations.emulators.s3.refusal import Refusal
from integrations.emulators.s3.signature import verify
from integrations.emulators.world import World

Tree = dict[str, Any]

CHUNK = 64 * 1024
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
OVERRIDES = ("content-type", "content-disposition", "content-language", "cache-control", "content-encoding")


async def serve(world: World, request: Request) -> Response:
    try:
        verify(request, world.config)
        bucket, _, key = request.path.lstrip("/").partition("/")
        return await _object(world, request, bucket, key) if key else _bucket(world, request.method, bucket)
    except Refusal as refusal:
        return refusal.response(with_body=request.method != "HEAD")


async def _object(world: World, request: Request, bucket: str, key: str) -> Response:
    if not world.store.get("s3:bucket", bucket):
        raise Refusal(404, "NoSuchBucket", "The specified bucket does not exist")
    if request.method == "PUT":
        return await _put(world, request, bucket, key)
    if request.method in {"GET", "HEAD"}:
        return _get(world, request, bucket, key)
    if request.method == "DELETE":
        _path(world, bucket, key).unlink(missing_ok=True)
        world.store.delete("s3:object", f"{bucket}/{key}")
        return Response(b"", 204)
    raise Refusal(405, "MethodNotAllowed")


def make_bucket(world: World, name: str) -> None:
    world.store.put("s3:bucket", name, {"name": name})


def _bucket(world: World, method: str, bucket: str) -> Response:
    exists = world.store.get("s3:bucket", bucket)
    if method == "PUT":
        if not BUCKET.fullmatch(bucket):
            raise Refusal(400, "InvalidBucketName")
        if exists:
            raise Refusal(409, "BucketAlreadyOwnedByYou")
        make_bucket(world, bucket)
        return Response(b"", 200, {"location": f"/{bucket}"})
    if method != "HEAD":
        raise Refusal(501, "NotImplemented", "This emulator does not list or delete buckets")
    if not exists:
        raise Refusal(404, "NoSuchBucket")
    return Response()


async def _put(world: World, request: Request, bucket: str, key: str) -> Response:
    if "x-amz-copy-source" in request.headers or "uploadId" in request.query:
        raise Refusal(501, "NotImplemented")
    path = _path(world, bucket, key)
    path.parent.mkdir(parents=True, exist_ok=True)
    payload, unfinished = Payload(request), path.with_suffix(f".{secrets.token_hex(4)}")
    try:
        with unfinished.open("wb") as file:
            async for piece in payload.pieces():
                file.write(piece)
        payload.verify()
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    kept = {
        "size": payload.size,
        "etag": payload.etag,
        "modified": time.time(),
        "headers": {n: request.headers[n] for n in OVERRIDES if n in request.headers and n != "content-encoding"},
        "metadata": {n: v for n, v in request.headers.items() if n.startswith("x-amz-meta-")},
    }
    world.store.put("s3:object", f"{bucket}/{key}", kept)
    return Response(b"", 200, {"etag": payload.etag})


def _get(world: World, request: Request, bucket: str, key: str) -> Response:
    kept, path = world.store.get("s3:object", f"{bucket}/{key}"), _path(world, bucket, key)
    if not kept or not path.exists():
        raise Refusal(404, "NoSuchKey", "The specified key does not exist.")
    size = kept["size"]
    first, last, status = _range(request.headers.get("range"), size)
    headers = {
        "content-type": "binary/octet-stream",
        **kept["headers"],
        **_overrides(request),
        **kept["metadata"],
        "accept-ranges": "bytes",
        "content-length": str(last - first + 1),
        "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        "etag": kept["etag"],
        "last-modified": formatdate(kept["modified"], usegmt=True),
    }
    if status == 206:
        headers["content-range"] = f"bytes {first}-{last}/{size}"
    if request.method == "HEAD" or size == 0:
        return Response(b"", status, headers)
    return Response(_read(path, first, last - first + 1), status, headers)


async def _read(path: Path, first: int, length: int) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while length > 0 and (piece := file.read(min(CHUNK, length))):
            length -= len(piece)
            yield piece


def _range(asked: str | None, size: int) -> tuple[int, int, int]:
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", asked or "")
    if not match or match.groups() == ("", "") or size == 0:
        return 0, size - 1, 200
    start, end = match.groups()
    first = int(start) if start else max(0, size - int(end))
    last = min(int(end), size - 1) if start and end else size - 1
    if first >= size or first > last:
        raise Refusal(416, "InvalidRange", "The requested range is not satisfiable")
    return first, last, 206


def _overrides(request: Request) -> dict[str, str]:
    asked = {name: request.query.get(f"response-{name}") for name in OVERRIDES}
    return {name: re.sub(r"[\r\n]", " ", value) for name, value in asked.items() if value}


def _path(world: World, bucket: str, key: str) -> Path:
    # Keys may hold anything; a hash is always a decent file name.
    name = hashlib.sha256(key.encode()).hexdigest()
    return world.home / "s3" / bucket / name[:2] / name
