"""What all emulators share: the memory, the clock, the faults asked for, the address."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from integrations.emulators.store import Store
from settings import Settings

if TYPE_CHECKING:
    from integrations.emulators.stripe.courier import Courier

Provider = Literal["stripe", "twilio", "sendgrid", "s3", "push"]


class Clock:
    """Business time, which a sandbox may have moved; it goes on from there at its usual pace."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def offset(self) -> float:
        kept = self._store.get("meta", "clock")
        return float(kept["offset_seconds"]) if kept else 0.0

    def move(self, offset_seconds: float) -> None:
        self._store.put("meta", "clock", {"offset_seconds": offset_seconds})

    def now(self) -> int:
        return int(time.time() + self.offset)

    def moment(self) -> str:
        return datetime.fromtimestamp(time.time() + self.offset, UTC).isoformat()


@dataclass
class Fault:
    status: int
    times: int
    lost: bool
    """The call is carried out and its answer thrown away: what a broken connection looks like."""


@dataclass
class World:
    store: Store
    clock: Clock
    config: Settings
    url: str
    home: Path
    courier: "Courier"
    faults: dict[str, Fault] = field(default_factory=dict)
    delays: list[float] = field(default_factory=list)
    """How long Stripe's next calls take, in seconds of real time."""
    busy_keys: set[str] = field(default_factory=set)

    def next_fault(self, provider: str | None) -> Fault | None:
        fault = self.faults.get(provider or "")
        if not fault:
            return None
        fault.times -= 1
        if fault.times <= 0:
            del self.faults[provider or ""]
        return fault

    def next_delay(self) -> float:
        return self.delays.pop(0) if self.delays else 0.0
