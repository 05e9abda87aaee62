"""Files and functions small enough to be read whole. `python -m ops.checks.size_caps [folder]`."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ops.checks import javascript

FILE_CAPS = {".py": 250, ".js": 200, ".mjs": 200, ".css": 200}
FUNCTION_CAP = 40


def too_big(root: Path) -> Iterator[str]:
    for name in _tracked(root):
        path = root / name
        cap = FILE_CAPS.get(path.suffix)
        if cap is None or is_exempt(name) or not path.exists():
            continue
        source = path.read_text()
        lines = source.count("\n")
        if lines > cap:
            yield f"{name}: {lines} lines, {cap} are allowed"
        for first, last in _functions(path.suffix, source):
            if last - first + 1 > FUNCTION_CAP:
                yield f"{name}:{first}: a function of {last - first + 1} lines, {FUNCTION_CAP} are allowed"


def is_exempt(name: str) -> bool:
    """Written by a program or by others."""
    is_generated = name.startswith("models/migrations/") and "_auto_" in name
    return is_generated or name.startswith("static/vendor/")


def _functions(suffix: str, source: str) -> Iterator[tuple[int, int]]:
    if suffix == ".py":
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.lineno, node.end_lineno or node.lineno
    elif suffix != ".css":
        yield from javascript.functions(source)


def _tracked(root: Path) -> list[str]:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.run(listed, cwd=root, capture_output=True, check=True, text=True).stdout.splitlines()


if __name__ == "__main__":
    found = list(too_big(Path(sys.argv[1] if sys.argv[1:] else ".")))
    print("\n".join(found))
    sys.exit(bool(found))
