import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from models.uploads.cleaning.clean import VoiceTooLong, clean
from models.uploads.cleaning.found import Broken
from models.uploads.formats import recognise
from models.uploads.tables import MediaKind
from tests.photos import CANARY, SAMPLES, photo

pytestmark = pytest.mark.req("R-03", "R-29")

FILMS = ["film.mp4", "film.mov", "film.webm", "fragments.mp4"]
VOICES = ["voice.m4a", "voice.mp3", "voice.ogg", "voice.wav", "voice.weba", "vorbis.ogg"]


def stored(folder: Path, data: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", FILMS + VOICES)
def test_films_and_voices_keep_what_is_seen_and_heard_and_nothing_else(name: str, tmp_path: Path) -> None:
    data = (SAMPLES / name).read_bytes()
    assert CANARY in data
    path = stored(tmp_path, data)
    recognised = recognise(data[:4096], "audio/x" if name in VOICES else "")
    assert recognised is not None
    found = clean(path, recognised.kind, recognised.content_type)
    assert CANARY not in path.read_bytes()
    assert b"19.4194" not in path.read_bytes()
    assert found.seconds is not None
    assert 0.9 < found.seconds < 1.5
    assert (found.width, found.height) == ((64, 48) if name in FILMS else (None, None))
    assert clean(path, recognised.kind, recognised.content_type) == found


@pytest.mark.parametrize("name", FILMS + VOICES)
def test_a_cut_or_garbled_file_is_refused_or_cleaned_but_never_a_fault(name: str, tmp_path: Path) -> None:
    data = (SAMPLES / name).read_bytes()
    recognised = recognise(data[:4096], "audio/x" if name in VOICES else "")
    assert recognised is not None
    garbled = [data[: len(data) * part // 10] for part in range(1, 10)]
    garbled += [data[:place] + b"\xff\x00\xff\xff" + data[place + 4 :] for place in range(0, len(data) - 4, 97)]
    for each in garbled:
        try:
            clean(stored(tmp_path, each), recognised.kind, recognised.content_type)
        except Broken:
            continue


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_loses_place_author_and_comment(form: str, tmp_path: Path) -> None:
    data = photo(form)
    assert CANARY in data
    path = stored(tmp_path, data)
    found = clean(path, MediaKind.IMAGE, f"image/{form.lower()}")
    assert CANARY not in path.read_bytes()
    with Image.open(path) as cleaned:
        assert (cleaned.format, dict(cleaned.getexif())) == (form, {})
        assert "GPSInfo" not in cleaned.info
        assert (found.width, found.height) == cleaned.size == (64, 32)


def test_a_photo_taken_with_the_camera_turned_stands_upright(tmp_path: Path) -> None:
    path = stored(tmp_path, photo(turned=6))
    found = clean(path, MediaKind.IMAGE, "image/jpeg")
    assert (found.width, found.height) == (32, 64)


def test_a_big_photo_comes_out_at_a_size_that_a_phone_can_load(tmp_path: Path) -> None:
    found = clean(stored(tmp_path, photo(size=(4000, 3000))), MediaKind.IMAGE, "image/jpeg")
    assert (found.width, found.height) == (3072, 2304)


def test_a_profile_of_colours_goes_after_it_was_used(tmp_path: Path) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = stored(tmp_path, photo(icc_profile=profile))
    clean(path, MediaKind.IMAGE, "image/jpeg")
    with Image.open(path) as cleaned:
        assert "icc_profile" not in cleaned.info


def test_see_through_parts_of_a_picture_stay_so(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 100)).save(file, "PNG")
    path = stored(tmp_path, file.getvalue())
    clean(path, MediaKind.IMAGE, "image/png")
    with Image.open(path) as cleaned:
        assert cleaned.getpixel((1, 1)) == (255, 0, 0, 100)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bomb(width: int, height: int) -> bytes:
    """A few kilobytes that want gigabytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000 * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(30_000, 30_000), (6000, 5000), (2_000_000, 100)])
def test_a_picture_that_would_fill_the_memory_is_refused(size: tuple[int, int], tmp_path: Path) -> None:
    with pytest.raises(Broken):
        clean(stored(tmp_path, bomb(*size)), MediaKind.IMAGE, "image/png")


@pytest.mark.parametrize(
    "data",
    [
        photo()[:300],
        photo()[:20] + bytes(2000),
        b"\xff\xd8\xff\xe0" + bytes(100),
        photo("PNG"),
        b"MZ" + bytes(500),
    ],
)
def test_a_broken_photo_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(Broken):
        clean(stored(tmp_path, data), MediaKind.IMAGE, "image/jpeg")


def wav(seconds: int) -> bytes:
    sound = bytes(8000 * seconds)
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.req("CHAT-11", "C5")
def test_a_voice_lasts_two_minutes_at_most(tmp_path: Path) -> None:
    assert clean(stored(tmp_path, wav(120)), MediaKind.VOICE, "audio/wav").seconds == 120
    with pytest.raises(VoiceTooLong):
        clean(stored(tmp_path, wav(122)), MediaKind.VOICE, "audio/wav")


def test_a_film_is_no_voice_and_a_voice_no_film(tmp_path: Path) -> None:
    for name, kind, content_type in (
        ("film.webm", MediaKind.VOICE, "audio/webm"),
        ("voice.weba", MediaKind.VIDEO, "video/webm"),
        ("film.mp4", MediaKind.VOICE, "audio/mp4"),
        ("voice.m4a", MediaKind.VIDEO, "video/mp4"),
    ):
        with pytest.raises(Broken):
            clean(stored(tmp_path, (SAMPLES / name).read_bytes()), kind, content_type)


def test_the_track_that_says_where_the_camera_was_goes_with_its_samples(tmp_path: Path) -> None:
    """As phones write it: a third track, whose samples lie among those of picture and sound."""
    data = (SAMPLES / "film.mov").read_bytes()
    path = stored(tmp_path, data.replace(b"mhlrvide", b"mhlrmeta", 1))
    found = clean(path, MediaKind.VOICE, "video/quicktime")
    assert (found.has_video, found.width) == (False, None)
    with path.open("rb") as file:
        cleaned = file.read()
    assert len(cleaned) == len(data)
    assert cleaned.count(b"x264") == 0 < data.count(b"x264")
