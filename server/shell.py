"""The web client as files: what belongs to it, under which version, in which order a browser will want it."""

import base64
import gzip
import hashlib
import json
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import brotli

from server.modules import IMPORT_MAP, Graph, matches

STATIC = Path(__file__).resolve().parent.parent / "static"
VERSIONED = ("app", "css", "i18n", "images", "vendor")
ANYWHERE = "*"

STYLES = "css/all.css"
Encoding = Literal["br", "gzip"]

_STYLESHEET = re.compile(r'<link rel="stylesheet" href="/(css/[^"]+)">')
_STYLESHEETS = re.compile(rf"(?:{_STYLESHEET.pattern}\s*)+(?=\n)")
_ADDRESS = re.compile(rf'"/((?:{"|".join(VERSIONED)})/)')

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("image/svg+xml", ".svg")


@dataclass(frozen=True)
class Asset:
    body: bytes
    mimetype: str

    def squeezed(self, how: Encoding | None) -> bytes | None:
        """None where it gains nothing (pictures, crumbs)."""
        made = self._by_brotli if how == "br" else self._by_gzip if how == "gzip" else self.body
        return made if len(made) < 0.9 * len(self.body) else None

    @cached_property
    def _by_brotli(self) -> bytes:
        return squeeze(self.body, "br")

    @cached_property
    def _by_gzip(self) -> bytes:
        return squeeze(self.body, "gzip")


@dataclass(frozen=True)
class Shell:
    version: str
    assets: dict[str, Asset]
    pages: dict[str, bytes]
    script_hash: str
    worker: bytes
    manifest: bytes
    precache: list[str]

    def squeeze_all(self) -> None:
        """Before anybody waits for it: a second and a half of work for all files."""
        for asset in self.assets.values():
            asset.squeezed("br")

    def page_at(self, path: str) -> bytes:
        """One page for all addresses, but for what it names to be fetched early."""
        return next((page for pattern, page in self.pages.items() if matches(pattern, path)), self.pages[ANYWHERE])


def squeeze(body: bytes, how: Encoding) -> bytes:
    """As small as it gets: done once per file, where brotli at its best makes 15 % less of it than gzip."""
    return brotli.compress(body) if how == "br" else gzip.compress(body, mtime=0)


def read(root: Path = STATIC) -> Shell:
    """Reads the whole client once; nothing is looked up on disk while serving."""
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in _files(root)}
    version = _version(files)
    files = {name: body for name, body in files.items() if not name.startswith("css/")} | {STYLES: styles(files)}
    graph = Graph(files)
    one_sheet = _STYLESHEETS.sub(f'<link rel="stylesheet" href="/{STYLES}">', files["index.html"].decode())
    page = _addressed(one_sheet, version)
    return Shell(
        version=version,
        assets={name: Asset(body, _mimetype(name)) for name, body in files.items() if _is_versioned(name)},
        pages={pattern: _page(page, graph, pattern, version) for pattern in (*graph.screens, ANYWHERE)},
        script_hash=_script_hash(page),
        worker=files["sw.js"].replace(b'"development"', f'"{version}"'.encode()),
        manifest=_addressed(files["manifest.webmanifest"].decode(), version).encode(),
        precache=[f"/v/{version}/{name}" for name in _kept_offline(files)],
    )


def touched_at(root: Path = STATIC) -> float:
    return max(path.stat().st_mtime for path in _files(root))


def styles(files: dict[str, bytes]) -> bytes:
    """Every sheet, one after the other as the page lists them: thirty requests that a phone is spared."""
    names = _STYLESHEET.findall(files["index.html"].decode())
    return b"".join(b"/* " + name.encode() + b" */\n" + files[name] for name in names)


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))


def _version(files: dict[str, bytes]) -> str:
    """Of the content, not of a commit: equal files keep their address, and no git is needed to serve them."""
    digest = hashlib.sha256()
    for name, body in files.items():
        digest.update(f"{name}\0{len(body)}\0".encode() + body)
    return digest.hexdigest()[:12]


def _addressed(text: str, version: str) -> str:
    return _ADDRESS.sub(rf'"/v/{version}/\1', text)


def _page(page: str, graph: Graph, path: str, version: str) -> bytes:
    """In one round what can be read and used, and what comes beside it; behind them what goes on by itself."""
    groups = [
        ('"modulepreload"', graph.first_of(path)),
        ('"modulepreload" fetchpriority="low"', graph.beside(path)),
        ('"later"', graph.behind(path)),
    ]
    links = [f'<link rel={how} href="/v/{version}/{name}">' for how, names in groups for name in names]
    return page.replace("<!-- modulepreload -->", "\n    ".join(links)).encode()


def _script_hash(page: str) -> str:
    inline = IMPORT_MAP.search(page)
    if inline is None:
        raise ValueError("static/index.html has no import map")
    return f"sha256-{base64.b64encode(hashlib.sha256(inline.group(1).encode()).digest()).decode()}"


def _is_versioned(name: str) -> bool:
    return name.split("/", 1)[0] in VERSIONED


def _kept_offline(files: dict[str, bytes]) -> list[str]:
    recipe = json.loads(files["shell.json"])
    leave = tuple(recipe["leave"])
    return [name for name in sorted(files) if _is_versioned(name) and not name.startswith(leave)]


def _mimetype(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
