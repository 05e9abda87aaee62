"""Which ports a development machine listens on."""

import os
import socket

FIRST_PORT, FIRST_OUTSIDE_PORT, ATTEMPTS = 5000, 5001, 200


class PortTaken(RuntimeError):
    """A port that was asked for by name never moves."""


def listen(variable: str, first: int, *, host: str) -> socket.socket:
    """Listen on the port that `variable` gives, else on the first free one from `first` on."""
    if asked := os.environ.get(variable):
        if not asked.isdecimal() or int(asked) not in range(1, 65536):
            raise PortTaken(f"{variable}={asked} is no port")
        try:
            return _listen(host, int(asked))
        except OSError as error:
            raise PortTaken(f"{variable}={asked} can't be used: {error}") from error
    for port in range(first, first + ATTEMPTS):
        try:
            return _listen(host, port)
        except OSError:
            continue
    raise PortTaken(f"no free port between {first} and {first + ATTEMPTS}")


def _listen(host: str, port: int) -> socket.socket:
    return socket.create_server((host, port), backlog=2048)
