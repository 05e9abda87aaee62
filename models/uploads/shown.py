"""How a file appears wherever it is used: by our own address, which asks who wants it (R-29)."""

from typing import Any
from uuid import UUID

from models.uploads.tables import Upload


def media_url(upload_id: UUID) -> str:
    return f"/api/media/{upload_id}"


def shown(upload: Upload) -> dict[str, Any]:
    """JSON-ready; without owner, object key or anything else that resolves to a person (R-02)."""
    return {
        "id": str(upload.id),
        "url": media_url(upload.id),
        "kind": upload.kind.value,
        "content_type": upload.content_type,
        "state": upload.state.value,
        "byte_size": upload.byte_size,
        "width": upload.width,
        "height": upload.height,
        "seconds": upload.seconds,
        "peaks": upload.peaks,
    }
