"""How a file appears wherever it is used: by our own address, which asks who wants it (R-29)."""

from typing import Any

from models.uploads.tables import Upload


def shown(upload: Upload) -> dict[str, Any]:
    """JSON-ready; without owner, object key or anything else that resolves to a person (R-02)."""
    return {
        "id": str(upload.id),
        "url": f"/api/media/{upload.id}",
        "kind": upload.kind.value,
        "content_type": upload.content_type,
        "state": upload.state.value,
        "byte_size": upload.byte_size,
        "width": upload.width,
        "height": upload.height,
        "seconds": upload.seconds,
    }
