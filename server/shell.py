"""The web client as files: what belongs to it, under which version, in which order a browser will want it."""

import base64
import gzip
import hashlib
import json
import mimetypes
import posixpath
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
VERSIONED = ("app", "css", "i18n", "images", "vendor")

_IMPORT = re.compile(r"""(?:^|[;}\s])(?:import\s*|(?:import|export)\b[^"'();]*?\bfrom\s*)["']([^"']+)["']""")
_IMPORT_LATER = re.compile(r"""\bimport\(\s*["']([^"']+)["']""")
_IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
_MAPPED = re.compile(r'"([^"]+)":\s*"/([^"]+)"')
_ADDRESS = re.compile(rf'"/((?:{"|".join(VERSIONED)})/)')

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("image/svg+xml", ".svg")


@dataclass(frozen=True)
class Asset:
    body: bytes
    mimetype: str

    @cached_property
    def gzipped(self) -> bytes | None:
        """None where squeezing gains nothing (pictures, crumbs)."""
        squeezed = gzip.compress(self.body, mtime=0)
        return squeezed if len(squeezed) < 0.9 * len(self.body) else None


@dataclass(frozen=True)
class Shell:
    version: str
    assets: dict[str, Asset]
    page: bytes
    script_hash: str
    worker: bytes
    manifest: bytes
    precache: list[str]


def read(root: Path = STATIC) -> Shell:
    """Reads the whole client once; nothing is looked up on disk while serving."""
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in _files(root)}
    version = _version(files)
    page, script_hash = _page(files, version)
    return Shell(
        version=version,
        assets={name: Asset(body, _mimetype(name)) for name, body in files.items() if _is_versioned(name)},
        page=page,
        script_hash=script_hash,
        worker=files["sw.js"].replace(b'"development"', f'"{version}"'.encode()),
        manifest=_addressed(files["manifest.webmanifest"].decode(), version).encode(),
        precache=[f"/v/{version}/{name}" for name in _kept_offline(files)],
    )


def touched_at(root: Path = STATIC) -> float:
    return max(path.stat().st_mtime for path in _files(root))


def imports(files: dict[str, bytes], entry: str) -> list[str]:
    """Every module that `entry` needs before it can run, nearest first; lazy screens are not among them."""
    names = dict(_MAPPED.findall(_import_map(files)))
    found: list[str] = []
    waiting = [entry]
    while waiting:
        module = waiting.pop(0)
        if module in found:
            continue
        found.append(module)
        source = files[module].decode()
        waiting += [_resolve(module, name, names) for name in _IMPORT.findall(source)]
    return found


def lazy_imports(files: dict[str, bytes], module: str) -> list[str]:
    return [_resolve(module, name, {}) for name in _IMPORT_LATER.findall(files[module].decode())]


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))


def _version(files: dict[str, bytes]) -> str:
    """Of the content, not of a commit: equal files keep their address, and no git is needed to serve them."""
    digest = hashlib.sha256()
    for name, body in files.items():
        digest.update(f"{name}\0{len(body)}\0".encode() + body)
    return digest.hexdigest()[:12]


def _page(files: dict[str, bytes], version: str) -> tuple[bytes, str]:
    page = _addressed(files["index.html"].decode(), version)
    links = [f'<link rel="modulepreload" href="/v/{version}/{name}">' for name in imports(files, "app/main.js")]
    page = page.replace("<!-- modulepreload -->", "\n    ".join(links))
    inline = _IMPORT_MAP.search(page)
    if inline is None:
        raise ValueError("static/index.html has no import map")
    digest = base64.b64encode(hashlib.sha256(inline.group(1).encode()).digest()).decode()
    return page.encode(), f"sha256-{digest}"


def _addressed(text: str, version: str) -> str:
    return _ADDRESS.sub(rf'"/v/{version}/\1', text)


def _import_map(files: dict[str, bytes]) -> str:
    inline = _IMPORT_MAP.search(files["index.html"].decode())
    return inline.group(1) if inline else ""


def _resolve(module: str, name: str, names: dict[str, str]) -> str:
    if name.startswith("."):
        return posixpath.normpath(posixpath.join(posixpath.dirname(module), name))
    return names[name]


def _is_versioned(name: str) -> bool:
    return name.split("/", 1)[0] in VERSIONED


def _kept_offline(files: dict[str, bytes]) -> list[str]:
    recipe = json.loads(files["shell.json"])
    leave = tuple(recipe["leave"])
    return [name for name in sorted(files) if _is_versioned(name) and not name.startswith(leave)]


def _mimetype(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
