"""`message:send` on a fast socket: no task for each message, its lane calls back."""

from typing import TYPE_CHECKING, Any

from models.chat.lanes import Lanes, Write
from models.chat.send import ways
from realtime.commands import COMMANDS, receipt
from realtime.fast import frames
from realtime.fast.socket import MESSAGE
from realtime.fast.socket import Socket as Wire
from realtime.payloads import SaidSomewhere
from realtime.rooms import NAMESPACE
from realtime.wire import acknowledged

if TYPE_CHECKING:
    from realtime.node import Node
    from realtime.sockets import Socket

EVENT = "message:send"
SAID = b'["message:send",'


class Saying:
    def __init__(self, node: "Node") -> None:
        self._node = node
        self._lanes: Lanes | None = None

    def heard(self, wire: Wire, number: bytes, payload: Any) -> None:
        """The same as `Node.answer` does for a stock socket."""
        socket: Socket | None = wire.owner
        if socket is None:
            return
        lanes = self._lanes
        if lanes is None or lanes.is_over():
            wire.engine.start(wire, self._first(wire, number, payload))
            return
        try:
            socket.spend(COMMANDS[EVENT].cost)
            said = SaidSomewhere.model_validate(payload)
            write = Write(socket.user, said.place, said, lambda write: self._answer(wire, number, write))
        except Exception as error:  # noqa: BLE001 - all of them are answered
            wire.engine.start(wire, self._fail(wire, number, error))
            return
        wire.starts_work()
        lanes.submit(write)

    async def _first(self, wire: Wire, number: bytes, payload: Any) -> None:
        """Lanes are there as soon as the database is."""
        try:
            self._lanes = await ways()
        except Exception as error:  # noqa: BLE001 - the sender tries again
            await self._fail(wire, number, error)
        else:
            self.heard(wire, number, payload)

    def _answer(self, wire: Wire, number: bytes, write: Write) -> None:
        wire.ends_work()
        if write.row is None:
            error = write.error or AssertionError("a write that never ended")
            wire.engine.start(wire, self._fail(wire, number, error))
        elif number:
            answer = {"ok": True} | receipt(write.row)
            wire.write(frames.text(MESSAGE + acknowledged(number, answer)))

    async def _fail(self, wire: Wire, number: bytes, error: Exception) -> None:
        socket: Socket | None = wire.owner
        if socket is None:
            return
        told = await self._node.failed(socket.sid, error)
        if number:
            wire.write(frames.text(MESSAGE + acknowledged(number, told)))


def own(server: Any, sid: str, socket: "Socket | None") -> None:
    """Let a fast socket know who speaks through it, if anybody does."""
    wire = server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, NAMESPACE))
    if isinstance(wire, Wire):
        wire.owner = socket
