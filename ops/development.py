"""A whole TrustMe on one machine: which parts there are, in which order, and how they know of each other."""

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from ops import addresses
from ops.embedded import Postgres, Redis
from ops.embedded.child import DidNotStart
from ops.program import Program, answers
from ops.supervisor import Supervisor, say
from ops.surroundings import publish, secret_key, vapid_key

STOP_ORDER = ("web", "worker", "emulators", "redis", "postgres")
PYTHON = (sys.executable, "-m")
ACCOUNTS = "demo-accounts"


def bring_up(supervisor: Supervisor, folder: Path, host: str) -> None:
    (folder / "environment").unlink(missing_ok=True)
    door = addresses.listen("PORT", addresses.FIRST_PORT, host=host)
    with addresses.listen("OUTSIDE_PORT", addresses.FIRST_OUTSIDE_PORT, host=host) as outside_door:
        outside_port = outside_door.getsockname()[1]
    environment = _environment(folder, door.getsockname()[1], outside_port)

    emulators = _emulators(folder, host, outside_port, environment)
    supervisor.watch("emulators", emulators)
    emulators.spawn()  # it needs neither database nor Redis: it starts beside them
    environment["DATABASE_URL"] = _embedded(supervisor, "postgres", Postgres(folder / "postgres"))
    environment["REDIS_URL"] = _embedded(supervisor, "redis", Redis(folder / "redis"))
    web = _web(folder, door, environment)
    worker = Program(folder / "worker", [*PYTHON, "ops", "worker"], environment)
    prepared = folder / "prepared"
    if prepared.exists():  # there are tables: what is new in them can be made while the web process starts
        web.spawn()
    supervisor.watch("web", web)
    _prepare(folder, environment)
    prepared.touch()
    if web.process is None:
        web.spawn()
    supervisor.watch("worker", worker)
    worker.spawn()
    for part in (emulators, web, worker):
        part.wait()
    publish(folder, environment)
    _announce(folder, environment)


def _environment(folder: Path, port: int, outside_port: int) -> dict[str, str]:
    """What the parts are told; what the caller's own environment says stands above."""
    outside = f"http://localhost:{outside_port}"
    ours = {
        "TRUSTME_ENV": "development",
        "TRUSTME_SANDBOX": "1",
        "SECRET_KEY": secret_key(folder),
        "VAPID_PRIVATE_KEY": vapid_key(folder),
        "LOG_FORMAT": "console",
        "ADDRESS_LIMITS_FACTOR": "100",
        "PUBLIC_URL": f"http://localhost:{port}",
        "STRIPE_API_URL": f"{outside}/stripe",
        "TWILIO_API_URL": f"{outside}/twilio",
        "SENDGRID_API_URL": f"{outside}/sendgrid",
        "GA4_API_URL": f"{outside}/ga4",
        "S3_ENDPOINT_URL": f"{outside}/s3",
        "PUSH_EMULATOR_URL": f"{outside}/push",
    }
    fixed = {"TRUSTME_HOME": str(folder), "PORT": str(port), "OUTSIDE_PORT": str(outside_port)}
    return {**ours, **os.environ, **fixed}


def _embedded(supervisor: Supervisor, name: str, part: Postgres | Redis) -> str:
    variable = {"postgres": "DATABASE_URL", "redis": "REDIS_URL"}[name]
    if url := os.environ.get(variable):
        return url
    supervisor.watch(name, part)
    return part.start()


def _emulators(folder: Path, host: str, port: int, environment: Mapping[str, str]) -> Program:
    webhooks = f"http://{_reached_at(host)}:{environment['PORT']}/api/webhooks/stripe"
    command = [*PYTHON, "integrations.emulators", "--host", host, "--port", str(port)]
    command += ["--home", str(folder / "outside"), "--webhook-url", webhooks]
    return Program(
        folder / "emulators",
        command,
        environment,
        is_ready=lambda: answers(f"http://{_reached_at(host)}:{port}/"),
    )


def _web(folder: Path, door: socket.socket, environment: Mapping[str, str]) -> Program:
    """The supervisor keeps the door open, so that nobody is turned away while the process starts again."""
    host, port = door.getsockname()[:2]
    return Program(
        folder / "web",
        [*PYTHON, "ops", "web", "--fd", str(door.fileno())],
        environment,
        is_ready=lambda: answers(f"http://{_reached_at(host)}:{port}/readyz"),
        keep_open=[door],
    )


def _prepare(folder: Path, environment: Mapping[str, str]) -> None:
    seed = Program(folder / "seed", [*PYTHON, "ops", "seed", "--migrate", "--demo"], environment)
    seed.spawn()
    try:
        code = seed.process.wait() if seed.process else 0
    finally:
        seed.stop()
    if code:
        raise DidNotStart(f"the tables could not be prepared; see {seed.folder / 'log'}")


def _announce(folder: Path, environment: Mapping[str, str]) -> None:
    say(f"""
TrustMe
  the marketplace            {environment["PUBLIC_URL"]}
  mails, codes and payments  http://localhost:{environment["OUTSIDE_PORT"]}
  PostgreSQL                 {environment["DATABASE_URL"]}
  Redis                      {environment["REDIS_URL"]}
  logs                       {folder}/*/log
""")
    if (folder / ACCOUNTS).exists():
        say((folder / ACCOUNTS).read_text())


def _reached_at(host: str) -> str:
    return "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - a comparison
