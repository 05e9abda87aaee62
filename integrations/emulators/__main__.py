import argparse
import ctypes
import os
import signal
import socket
import sys
from pathlib import Path

import uvicorn

from integrations.emulators.app import Emulators
from settings import settings

PR_SET_PDEATHSIG = 1


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m integrations.emulators")
    parser.add_argument("--port", type=int, default=settings().outside_port, help="0: any free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--home", type=Path, default=settings().trustme_home / "outside")
    parser.add_argument("--url", help="where browsers reach this; http://localhost:PORT if not given")
    parser.add_argument(
        "--webhook-url", default=os.environ.get("WEBHOOK_URL"), help="where Stripe's events are taken"
    )
    parser.add_argument("--with-parent", action="store_true", help="end when the parent process ends")
    given = parser.parse_args()
    if settings().trustme_env == "production":
        sys.exit("the emulators do not run in production")
    if given.with_parent:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    listener = socket.create_server((given.host, given.port), backlog=512)
    url = given.url or f"http://localhost:{listener.getsockname()[1]}"
    app = Emulators(settings(), given.home, url, given.webhook_url)
    sys.stdout.write(f"outside at {url}\n")
    sys.stdout.flush()
    config = uvicorn.Config(app, log_level="warning", ws="none", timeout_graceful_shutdown=2)
    uvicorn.Server(config).run(sockets=[listener])


main()
