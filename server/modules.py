"""Which modules of the web client a browser will want for a page, as the sources say."""

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property

_IMPORT = re.compile(r"""(?:^|[;}\s])(?:import\s*|(?:import|export)\b[^"'();]*?\bfrom\s*)["']([^"']+)["']""")
_IMPORT_LATER = re.compile(r"""\bimport\(\s*["']([^"']+)["']""")
IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
_MAPPED = re.compile(r'"([^"]+)":\s*"/([^"]+)"')
_ROUTE = re.compile(r"""path:\s*"([^"]+)",[^}]*?\bimport\("\./([^"]+)"\)""")

START = "app/main.js"
ROUTES = "app/router.js"
LIVE = "app/live.js"


@dataclass(frozen=True)
class Graph:
    """`files` are the client's, by their path in `static/`."""

    files: dict[str, bytes]

    def needed_by(self, *entries: str) -> list[str]:
        """Every module that these need before they can run, nearest first."""
        found: list[str] = []
        waiting = list(entries)
        while waiting:
            module = waiting.pop(0)
            if module not in found:
                found.append(module)
                waiting += self._named(module, _IMPORT)
        return found

    def later_of(self, module: str) -> list[str]:
        return self._named(module, _IMPORT_LATER)

    def first_of(self, path: str = "") -> list[str]:
        """Without these the screen at `path` can't show itself, nor ask for what it shows."""
        return self.needed_by(START, *self._screen_at(path))

    def beside(self, path: str) -> list[str]:
        """What comes to the screen that stands already, in the same round; the rest waits for a tap."""
        entries = [
            later for owner in (*self._screen_at(path), START) for later in self.later_of(owner) if later != LIVE
        ]
        first = self.first_of(path)
        return [module for module in self.needed_by(*entries) if module not in first]

    def behind(self, path: str) -> list[str]:
        """What goes on by itself once something stands: the socket, alerts, passing lines."""
        before = [*self.first_of(path), *self.beside(path)]
        return [module for module in self.needed_by(LIVE) if module not in before]

    @cached_property
    def screens(self) -> dict[str, str]:
        """The module of each route's screen, by the path as the client's router writes it."""
        found = _ROUTE.findall(self.files[ROUTES].decode())
        return {path: f"{posixpath.dirname(ROUTES)}/{screen}" for path, screen in found}

    @cached_property
    def import_map(self) -> str:
        inline = IMPORT_MAP.search(self.files["index.html"].decode())
        return inline.group(1) if inline else ""

    def _screen_at(self, path: str) -> list[str]:
        return [screen for pattern, screen in self.screens.items() if matches(pattern, path)][:1]

    def _named(self, module: str, how: re.Pattern[str]) -> list[str]:
        return [self._resolve(module, name) for name in how.findall(self.files[module].decode())]

    def _resolve(self, module: str, name: str) -> str:
        if name.startswith("."):
            return posixpath.normpath(posixpath.join(posixpath.dirname(module), name))
        return self._mapped[name]

    @cached_property
    def _mapped(self) -> dict[str, str]:
        return dict(_MAPPED.findall(self.import_map))


def matches(pattern: str, path: str) -> bool:
    wanted, given = pattern.split("/"), (path.rstrip("/") or "/").split("/")
    return len(wanted) == len(given) and all(
        part.startswith(":") or part == said for part, said in zip(wanted, given, strict=True)
    )
