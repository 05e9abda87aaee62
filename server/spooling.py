"""A file from a form onto the disk, piece by piece and no further than its limit: memory stays as it was."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from quart import request
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from models.errors import Malformed
from models.uploads.formats import HEAD, Format, recognise
from models.uploads.limits import LIMITS, FileTooLarge, most_bytes
from models.uploads.tables import Purpose

LARGEST = max(most for kinds in LIMITS.values() for most in kinds.values())
LONGEST_FIELD, PARTS = 100, 10
PIECE, BUFFER = 64 * 1024, 256 * 1024
WITHIN_SECONDS = 300


class EmptyFile(Malformed):
    pass


@dataclass
class Spooled:
    """What has come so far of a form's file and fields."""

    path: Path
    said: str | None = None
    """What the sender calls the file; None before it begins."""
    head: bytes = b""
    size: int = 0
    most: int = LARGEST
    fields: dict[str, bytes] = field(default_factory=dict)

    @property
    def purpose(self) -> Purpose:
        try:
            return Purpose(self.fields.get("purpose", b"").decode())
        except ValueError:
            raise Malformed("purpose is unknown", field="purpose", known=list(Purpose)) from None

    def begin_file(self, name: str, said: str) -> None:
        if self.said is not None or name != "file":
            raise Malformed("One file, called file", field="file")
        self.said = said

    def grow(self, piece: bytes) -> None:
        """Count; when the purpose stood before the file, its first bytes already set the limit."""
        self.size += len(piece)
        if len(self.head) < HEAD:
            self.head += piece[: HEAD - len(self.head)]
            if len(self.head) == HEAD and "purpose" in self.fields:
                self.decide()
        if self.size > self.most:
            raise FileTooLarge(most_bytes=self.most)

    def decide(self) -> Format:
        """What the file is, and whether that and its size fit its purpose."""
        recognised = recognise(self.head, self.said or "")
        self.most = most_bytes(self.purpose, recognised)
        if recognised is None or self.size > self.most:
            raise FileTooLarge(most_bytes=self.most)
        return recognised


@asynccontextmanager
async def spooled() -> AsyncIterator[Spooled]:
    """The request's form, its file on disk until the block ends."""
    boundary = request.mimetype_params.get("boundary", "")
    if request.mimetype != "multipart/form-data" or not boundary:
        raise Malformed("A form with a file is needed", field="file")
    with tempfile.NamedTemporaryFile(prefix="trustme-") as file:
        spool = Spooled(Path(file.name))
        try:
            async with asyncio.timeout(WITHIN_SECONDS):
                await take(MultipartDecoder(boundary.encode(), BUFFER, max_parts=PARTS), file, spool)
        except (ValueError, TimeoutError):
            raise Malformed("The form is broken", field="file") from None
        if spool.said is None:
            raise Malformed("No file", field="file")
        if not spool.size:
            raise EmptyFile
        file.flush()
        yield spool


async def take(decoder: MultipartDecoder, file: IO[bytes], spool: Spooled) -> None:
    name = ""
    async for data in in_pieces(request.body):
        decoder.receive_data(data)
        while not isinstance(event := decoder.next_event(), NeedData | Epilogue):
            if isinstance(event, File):
                name = ""
                spool.begin_file(event.name, event.headers.get("content-type", ""))
            elif isinstance(event, Field):
                name = event.name
                spool.fields[name] = b""
            elif isinstance(event, Data) and name:
                spool.fields[name] += event.data
                if len(spool.fields[name]) > LONGEST_FIELD:
                    raise Malformed("A field is too long", field=name[:LONGEST_FIELD])
            elif isinstance(event, Data):
                spool.grow(event.data)
                file.write(event.data)


async def in_pieces(body: AsyncIterator[bytes]) -> AsyncIterator[bytes | None]:
    """Never more at once than the decoder should keep; None at the end, which makes it notice what is missing."""
    async for data in body:
        for start in range(0, len(data), PIECE):
            yield data[start : start + PIECE]
    yield None
