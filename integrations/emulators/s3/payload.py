"""The bytes of an upload: out of aws-chunked framing, hashed on the way, compared with what was promised."""

import base64
import hashlib
import zlib
from collections.abc import AsyncIterator
from typing import Protocol

from integrations.emulators.http import Request
from integrations.emulators.s3.refusal import Refusal

STREAMING = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
UNSIGNED = "UNSIGNED-PAYLOAD"
CHECKSUMS = ("crc32", "sha1", "sha256")


class Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


class Crc32:
    def __init__(self) -> None:
        self._value = 0

    def update(self, data: bytes, /) -> None:
        self._value = zlib.crc32(data, self._value)

    def digest(self) -> bytes:
        return self._value.to_bytes(4, "big")


class Payload:
    """Iterate over `pieces()` to the end, then `verify()`."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._promised = request.headers.get("x-amz-content-sha256", UNSIGNED)
        self._promises = {
            name: request.headers[f"x-amz-checksum-{name}"]
            for name in CHECKSUMS
            if f"x-amz-checksum-{name}" in request.headers
        }
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._digests: dict[str, Digest] = {"crc32": Crc32(), "sha1": hashlib.sha1(usedforsecurity=False)}
        self._digests["sha256"] = hashlib.sha256()
        self.size = 0

    @property
    def etag(self) -> str:
        return f'"{self._md5.hexdigest()}"'

    async def pieces(self) -> AsyncIterator[bytes]:
        streaming = self._promised.startswith("STREAMING-")
        if streaming and self._promised != STREAMING:
            raise Refusal(501, "NotImplemented", f"{self._promised} is not known here")
        async for piece in self._unframed() if streaming else self._request.stream():
            self.size += len(piece)
            self._md5.update(piece)
            for digest in self._digests.values():
                digest.update(piece)
            yield piece

    def verify(self) -> None:
        sha256 = self._digests["sha256"].digest().hex()
        if self._promised not in {STREAMING, UNSIGNED, sha256}:
            raise Refusal(400, "XAmzContentSHA256Mismatch")
        for name, promised in self._promises.items():
            if base64.b64encode(self._digests[name].digest()).decode() != promised:
                raise Refusal(400, "BadDigest", f"The {name} you specified did not match what we received.")
        length = self._request.headers.get("x-amz-decoded-content-length")
        if length is not None and int(length) != self.size:
            raise Refusal(400, "IncompleteBody")

    async def _unframed(self) -> AsyncIterator[bytes]:
        """`<hex size>\\r\\n<data>\\r\\n … 0\\r\\n<trailers>\\r\\n`"""
        buffer, left, ended = bytearray(), 0, False
        async for received in self._request.stream():
            buffer += received
            while buffer and not ended:
                if left > 0:
                    piece = bytes(buffer[:left])
                    del buffer[: len(piece)]
                    left -= len(piece)
                    yield piece
                    continue
                line, found, _ = bytes(buffer[:200]).partition(b"\r\n")
                if not found:
                    break
                del buffer[: len(line) + 2]
                if line:  # an empty line ends the piece before
                    left = _size(line)
                    ended = left == 0
        if not ended:
            raise Refusal(400, "IncompleteBody")
        self._trailers(bytes(buffer))

    def _trailers(self, text: bytes) -> None:
        for line in text.decode("latin-1").split("\r\n"):
            name, _, value = line.partition(":")
            checksum = name.lower().removeprefix("x-amz-checksum-")
            if checksum in CHECKSUMS:
                self._promises[checksum] = value.strip()


def _size(line: bytes) -> int:
    try:
        return int(line.partition(b";")[0], 16)
    except ValueError:
        raise Refusal(400, "InvalidRequest", "The chunks are malformed") from None
