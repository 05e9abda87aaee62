"""The web client as a phone gets it, behind production's proxy: `bin/bench page [how many visits]`."""

import asyncio
import itertools
import json
import os
import shutil
import statistics
import subprocess
import uuid
from typing import Any

import orjson
from playwright._impl._driver import compute_driver_executable

from benchmarks.clients import connect
from benchmarks.proxy import proxy
from benchmarks.stage import ROOT, Stage, free_port, stage
from benchmarks.visit import SLOWER, Visit, visits

LIGHTHOUSE = ROOT / "benchmarks/lighthouse"
ROWS = 60
UNREAD = 3
SAID = [
    "¿A qué hora puede venir?",
    "Mañana a las diez, si le queda bien. Llevo el material.",
    "Perfecto, lo espero.",
]


def run(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else 5
    install()
    port = free_port()
    site = f"https://localhost:{port}"
    with stage(PUBLIC_URL=site, TRUSTME_ENV="test") as here:
        here.seed(1)
        here.web()
        token, place = asyncio.run(furnish(here))
        cookie = {"name": "trustme_session", "value": token, "url": site}
        screens = {"sign-in": "/sign-in", "inbox": "/inbox", "conversation": f"/conversations/{place}"}
        with proxy(here.folder / "nginx", port, here.ports[0]):
            for name, path in screens.items():
                judge(name, site + path, None if name == "sign-in" else cookie)
            for (name, path), slower in itertools.product(screens.items(), (1, SLOWER)):
                carried = None if name == "sign-in" else cookie
                tell(name, slower, asyncio.run(visits(site, path, carried, count, slower=slower)))


def install() -> None:
    """Lighthouse, by npm, beside its list; what is there already stays."""
    if (LIGHTHOUSE / "node_modules/.package-lock.json").exists():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is missing: apt-get install npm (as root)")
    subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--silent"], cwd=LIGHTHOUSE, check=True)


async def furnish(here: Stage, rows: int = ROWS) -> tuple[str, str]:
    """A conversation in which both have talked; the handyman's session."""
    tokens = (here.folder / "tokens.txt").read_text().split()
    place = orjson.loads((here.folder / "convs.txt").read_bytes().splitlines()[0])
    people = [await connect(here.ports[0], token) for token in tokens]
    for number in range(rows):
        body = {
            "conversation_id": place,
            "content": SAID[number % len(SAID)],
            "client_msg_id": uuid.uuid4().hex,
        }
        answer = await people[number % 2].ask("message:send", body)
        assert answer["ok"], answer
    for person in people:  # all but the last words are read, as mostly
        await person.ask("message:read", {"conversation_id": place, "seq": answer["seq"] - UNREAD})
    return tokens[1], place


def judge(name: str, address: str, cookie: dict[str, str] | None) -> None:
    node, _ = compute_driver_executable()
    command = [node, "audit.mjs", json.dumps(cookie) if cookie else "", address]
    done = subprocess.run(command, cwd=LIGHTHOUSE, capture_output=True, text=True, check=False, env=os.environ)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    answer: dict[str, Any] = json.loads(done.stdout)
    print(f"{name}: " + ", ".join(f"{what} {score}" for what, score in answer["scores"].items()))
    for what in answer["failed"]:
        print(f"    {what}")
    times = [
        f"{what} {answer[what]:,.3f}".rstrip("0").rstrip(".")
        for what in answer
        if type(answer[what]) in (float, int)
    ]
    print("    " + ", ".join(times))


def tell(name: str, slower: int, made: list[Visit]) -> None:
    def half(values: list[float]) -> str:
        return f"{statistics.median(values):,.0f} ({min(values):,.0f}–{max(values):,.0f})"

    first = made[0]
    processor = f"a processor {slower} times slower" if slower > 1 else "this machine's processor"
    print(f"{name}, {len(made)} visits over slow 4G with {processor} (median, lowest–highest):")
    print(
        f"    first paint {half([one.painted for one in made])} ms, usable {half([one.usable for one in made])} ms"
    )
    print(
        f"    {first.first_modules} modules to stand and ask, {first.beside} beside, {first.modules} in all; "
        f"{first.kilobytes:.0f} kB until usable, {first.later_kilobytes:.0f} kB more until all is kept for offline"
    )
