"""Ports on the loopback, kept from one start to the next where they are still free."""

import socket
from pathlib import Path


def kept_port(folder: Path) -> int:
    """The port this folder used last time if it is free, else a new one, remembered."""
    memory = folder / "port"
    if memory.exists() and is_free(port := int(memory.read_text())):
        return port
    return new_port(folder)


def new_port(folder: Path) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    (folder / "port").write_text(str(port))
    return port


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        # without it a port in TIME_WAIT, left by our own last run, would look taken
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
