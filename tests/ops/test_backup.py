from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from ops.commands import backup, restore
from ops.embedded import Postgres, scratch
from settings import settings

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with scratch() as folder, Postgres(folder / "pg", durable=False) as postgres:
        yield postgres.url


@pytest.fixture
def use(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator["Use"]:
    settings.cache_clear()
    yield Use(server, monkeypatch)
    settings.cache_clear()


class Use:
    def __init__(self, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.server = server
        self.monkeypatch = monkeypatch

    async def __call__(self, database: str) -> str:
        url = self.server.rsplit("/", 1)[0] + f"/{database}"
        await execute(self.server, f"drop database if exists {database}")
        await execute(self.server, f"create database {database}")
        self.monkeypatch.setenv("DATABASE_URL", url)
        self.monkeypatch.setenv("REDIS_URL", "redis://nowhere")
        settings.cache_clear()
        return url


async def execute(url: str, sql: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(sql)
    finally:
        await connection.close()


async def test_what_was_backed_up_comes_back(use: Use, tmp_path: Path) -> None:
    await execute(
        await use("first"), "create table kept as select 'ñandú ' || n as word from generate_series(1, 300) n"
    )
    assert backup.run(Namespace(file=tmp_path / "dump")) == 0
    second = await use("second")
    assert restore.run(Namespace(file=tmp_path / "dump")) == 0
    assert len(await execute(second, "select distinct word from kept where word like 'ñandú %'")) == 300


async def test_a_restore_never_writes_over_what_is_there(use: Use, tmp_path: Path) -> None:
    url = await use("first")
    await execute(url, "create table kept (n int)")
    assert backup.run(Namespace(file=tmp_path / "dump")) == 0
    await execute(url, "insert into kept values (1)")
    assert restore.run(Namespace(file=tmp_path / "dump")) == 1
    assert len(await execute(url, "select * from kept")) == 1


async def test_a_torn_file_restores_nothing(use: Use, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await execute(await use("first"), "create table kept as select md5(n::text) from generate_series(1, 9000) n")
    dump = tmp_path / "dump"
    assert backup.run(Namespace(file=dump)) == 0
    dump.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
    second = await use("second")
    assert restore.run(Namespace(file=dump)) == 1
    assert "restore: pg_restore: error" in capsys.readouterr().err
    assert await execute(second, "select * from pg_tables where schemaname = 'public'") == []


async def test_a_backup_that_fails_leaves_the_older_file_alone(use: Use, tmp_path: Path) -> None:
    await use("first")
    older = tmp_path / "dump"
    older.write_text("older")
    use.monkeypatch.setenv("DATABASE_URL", "postgres://trustme:wrong@127.0.0.1:1/nowhere")
    settings.cache_clear()
    assert backup.run(Namespace(file=older)) == 1
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("dump", "older")]
