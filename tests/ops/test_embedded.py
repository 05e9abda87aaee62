import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis as Client

from ops.embedded import Postgres, Redis, scratch
from ops.embedded.child import DidNotStart, alone_on
from tests.ops.waiting import eventually, has_ended

pytestmark = pytest.mark.processes

HOLDER = """
import sys, time
from pathlib import Path
from ops.embedded import Postgres, Redis
part = {"postgres": Postgres, "redis": Redis}[sys.argv[1]](Path(sys.argv[2]))
print(part.start(), part.process.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with scratch() as place:
        yield place


async def query(url: str, sql: str) -> list[int]:
    connection = await asyncpg.connect(url)
    try:
        return [row[0] for row in await connection.fetch(sql)]
    finally:
        await connection.close()


def hold(part: str, folder: Path) -> tuple[subprocess.Popen[str], str, int]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, part, str(folder)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert holder.stdout
    with holder.stdout:
        url, pid = holder.stdout.readline().split()
    return holder, url, int(pid)


async def test_committed_rows_survive_kill_9_of_the_database(folder: Path) -> None:
    with Postgres(folder / "pg") as postgres:
        await query(postgres.url, "create table kept (n int)")
        for n in range(50):
            await query(postgres.url, f"insert into kept values ({n})")
        assert postgres.process
        postgres.process.kill()
        postgres.process.wait()
    with Postgres(folder / "pg") as postgres:
        assert await query(postgres.url, "select count(*) from kept") == [50]


async def test_committed_rows_survive_kill_9_of_the_parent_and_the_database_ends_with_it(
    folder: Path,
) -> None:
    holder, url, pid = hold("postgres", folder / "pg")
    await query(url, "create table kept as select generate_series(1, 500) as n")
    holder.kill()
    holder.wait()
    assert eventually(lambda: has_ended(pid))
    with Postgres(folder / "pg") as postgres:
        assert postgres.url == url, "the address stays the same from one start to the next"
        assert await query(postgres.url, "select count(*) from kept") == [500]


async def test_a_new_start_waits_for_a_predecessor_that_is_still_ending(folder: Path) -> None:
    holder, _, pid = hold("postgres", folder / "pg")
    holder.kill()
    with Postgres(folder / "pg") as postgres:
        assert has_ended(pid)
        assert await query(postgres.url, "select 1") == [1]
    holder.wait()


async def test_a_stale_pid_file_that_names_somebody_else_is_forgotten(folder: Path) -> None:
    with Postgres(folder / "pg") as postgres:
        assert postgres.process
        postgres.process.kill()
        postgres.process.wait()
    pid_file = folder / "pg/data/postmaster.pid"
    _, *rest = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *rest]) + "\n")
    with Postgres(folder / "pg") as postgres:
        assert await query(postgres.url, "select 1") == [1]


async def test_two_folders_are_two_databases(folder: Path) -> None:
    with Postgres(folder / "one") as one, Postgres(folder / "two") as two:
        await query(one.url, "create table only_here (n int)")
        assert await query(two.url, "select count(*) from pg_class where relname = 'only_here'") == [0]


async def test_one_folder_is_never_served_twice(folder: Path) -> None:
    with Redis(folder / "redis"), pytest.raises(DidNotStart, match="something else is running"):
        alone_on(folder / "redis", patience=0.1)


async def test_a_kept_port_that_is_taken_is_replaced(folder: Path) -> None:
    with Redis(folder / "redis") as redis:
        first = redis.url
    port = int(first.rsplit(":", 1)[1].split("/")[0])
    with socket.create_server(("127.0.0.1", port)), Redis(folder / "redis") as redis:
        assert redis.url != first


async def test_redis_keeps_what_it_acknowledged_through_kill_9_of_its_parent(folder: Path) -> None:
    holder, url, pid = hold("redis", folder / "redis")
    async with Client.from_url(url) as client:
        for n in range(200):
            await client.rpush("kept", n)
    holder.kill()
    holder.wait()
    assert eventually(lambda: has_ended(pid))
    with Redis(folder / "redis") as redis:
        async with Client.from_url(redis.url) as client:
            assert await client.llen("kept") == 200


async def test_nobody_connects_without_the_password(folder: Path) -> None:
    with Postgres(folder / "pg", durable=False) as postgres, pytest.raises(asyncpg.InvalidPasswordError):
        await query(postgres.url.replace("trustme:", "trustme:x"), "select 1")


async def test_a_throw_away_cluster_forces_nothing_to_disk(folder: Path) -> None:
    with Postgres(folder / "pg", durable=False) as postgres:
        settings = await query(
            postgres.url,
            "select setting from pg_settings where name in ('fsync', 'synchronous_commit')",
        )
    assert settings == ["off", "off"]


def test_a_database_that_somebody_else_ended_is_stopped_without_complaint(folder: Path) -> None:
    with Postgres(folder / "pg", durable=False) as postgres:
        assert postgres.process
        pid = postgres.process.pid
        os.kill(pid, signal.SIGTERM)
    assert has_ended(pid)


async def test_without_user_namespaces_root_becomes_nobody(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "setpriv").symlink_to("/usr/bin/setpriv")
    monkeypatch.setenv("PATH", str(tmp_path))
    with Postgres(folder / "closed/pg", durable=False) as postgres:
        assert await query(postgres.url, "select 1") == [1]
        assert postgres.process
        owner = os.stat(f"/proc/{postgres.process.pid}").st_uid  # noqa: PTH116
    assert owner == (65534 if os.geteuid() == 0 else os.geteuid())
