"""How loud a voice is on its way, as its author's client measured it: who hasn't fetched it can draw it."""

import re

from models.errors import Malformed
from models.uploads.tables import MediaKind

PEAKS = re.compile(r"[0-9a-v]{1,64}")
"""A digit for each bar, 0 to 31 in base 32."""


def read_peaks(said: bytes | None, kind: MediaKind) -> str | None:
    """None where nothing was said; they are never worked out here, and nothing but a drawing depends on them."""
    if said is None:
        return None
    text = said.decode("ascii", "replace")
    if kind != MediaKind.VOICE or not PEAKS.fullmatch(text):
        raise Malformed("peaks are 1 to 64 digits of base 32, of a voice", field="peaks")
    return text
