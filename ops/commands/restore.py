import argparse
import sys
from pathlib import Path

from ops import postgres_tools
from ops.surroundings import surroundings

COUNT_TABLES = "select count(*) from pg_tables where schemaname = 'public'"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)


def run(chosen: argparse.Namespace) -> int:
    """All of the file or nothing of it, and never over what is there."""
    with surroundings():
        from settings import settings

        url = settings().database_url
        try:
            tables = postgres_tools.run("psql", ["-XAtc", COUNT_TABLES], url)
            if int(tables):
                print("restore: this database is not empty; make a new one and name it", file=sys.stderr)
                return 1
            postgres_tools.replay(chosen.file, url)
        except postgres_tools.ToolFailed as error:
            print(f"restore: {error}", file=sys.stderr)
            return 1
    print(f"{chosen.file} is restored")
    return 0
