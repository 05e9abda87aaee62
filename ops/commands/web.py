import argparse
import gc
import socket

from ops.surroundings import surroundings

DRAIN_SECONDS = 5


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    parser.add_argument("--fd", type=int, help="a listening socket that the parent keeps open")


def run(chosen: argparse.Namespace) -> None:
    with surroundings():
        import uvicorn

        import asgi
        from ops import logs
        from settings import settings

        logs.install()
        config = uvicorn.Config(
            asgi.app,
            host=chosen.host,
            port=chosen.port,
            loop="uvloop",
            http="httptools",
            ws=asgi.sockets.eio.protocol if settings().wire == "fast" else "websockets-sansio",
            ws_max_size=128 * 1024,  # above what Socket.IO lets in, far below what would hurt
            lifespan="on",
            access_log=False,
            log_config=None,
            proxy_headers=True,
            server_header=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
        )
        # what is there now stays: the collector needn't look at it again and again
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        sockets = [socket.socket(fileno=chosen.fd)] if chosen.fd is not None else None
        uvicorn.Server(config).run(sockets=sockets)
