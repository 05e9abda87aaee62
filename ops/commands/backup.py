import argparse
import sys
from pathlib import Path

from ops import postgres_tools
from ops.surroundings import surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)


def run(chosen: argparse.Namespace) -> int:
    """One consistent moment of the whole database, written aside and moved into place when it is whole."""
    file: Path = chosen.file
    unfinished = file.with_name(file.name + ".unfinished")
    with surroundings():
        from settings import settings

        try:
            unfinished.touch(mode=0o600)
            dump = ["--format=custom", "--no-owner", "--no-privileges", f"--file={unfinished}"]
            postgres_tools.run("pg_dump", dump, settings().database_url)
            unfinished.rename(file)
        except (postgres_tools.ToolFailed, OSError) as error:
            print(f"backup: {error}", file=sys.stderr)
            return 1
        finally:
            unfinished.unlink(missing_ok=True)
    print(f"{file}: {file.stat().st_size:,} bytes")
    return 0
