"""Photos as cameras make them: with a place, a name, a comment and a thumbnail inside."""

import io
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin

SAMPLES = Path(__file__).parent / "samples"
CANARY = b"CANARIO"
"""What the samples and photos carry wherever a file can carry words."""
LATITUDE = (19.0, 25.0, 9.84)


def photo(form: str = "JPEG", size: tuple[int, int] = (64, 32), *, turned: int = 1, **options: Any) -> bytes:
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    file = io.BytesIO()
    image.save(file, form, exif=exif(turned), **words(form), **options)
    return file.getvalue()


def exif(turned: int) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = turned
    tags[0x010E] = "CANARIO descripción"
    tags[0x013B] = "CANARIO autora"
    place = tags.get_ifd(0x8825)
    place.update({1: "N", 2: LATITUDE, 3: "W", 4: (99.0, 9.0, 43.2)})
    return tags


def words(form: str) -> dict[str, Any]:
    if form == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", "CANARIO comentario")
        return {"pnginfo": info}
    return {"comment": b"CANARIO comentario"} if form == "JPEG" else {"xmp": b"<x>CANARIO</x>"}
