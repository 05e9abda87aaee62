"""Photos drawn anew: upright, without EXIF, GPS, comments or thumbnails, in bounded memory (R-03, R-29)."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

from models.uploads.cleaning.found import Broken, Found

if TYPE_CHECKING:
    from PIL import Image

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
"""A JPEG is decoded at a fraction of its size; the others need memory for every pixel."""
LONGEST_SIDE = 3072


def clean_image(path: Path, content_type: str) -> Found:
    """Replace the file by a fresh drawing of it."""
    from PIL import Image, ImageOps

    name = FORMATS[content_type]
    Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values())
    try:
        with Image.open(path, formats=[name]) as opened:
            if opened.width * opened.height > MOST_PIXELS[name]:
                raise Broken("too many pixels")
            opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            plain = in_plain_colours(upright)
            plain.info.clear()
            plain.save(path, format=name, **({} if name == "PNG" else {"quality": 85}))
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError, Warning) as error:
        raise Broken(str(error)) from error
    return Found(width=plain.width, height=plain.height)


def in_plain_colours(image: "Image.Image") -> "Image.Image":
    """In sRGB, so that the profile, which may say anything, can go."""
    from PIL import ImageCms

    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA"}:
        try:
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=mode,
            )
        except ImageCms.PyCMSError:
            converted = None
        if converted is not None:
            return converted
    return image.convert(mode)
