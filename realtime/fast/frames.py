"""WebSocket's frames (RFC 6455), as far as texts need them: no extensions, clients mask, servers don't."""

from websockets.speedups import apply_mask

CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
FINAL, RESERVED, CONTROL = 0x80, 0x70, 0x8

NORMAL, PROTOCOL_ERROR, NOT_TEXT, NOT_UTF8, POLICY, TOO_BIG = 1000, 1002, 1003, 1007, 1008, 1009
SERVICE_RESTART = 1012

LONGEST_CONTROL = 125
TWO_BYTES, EIGHT_BYTES = 126, 127


class Over(Exception):
    """The client has said goodbye: nothing that came with it is taken. `code` is the one to close with."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Broken(Over):
    """What came is no WebSocket, or more of it than we take."""


def text(payload: bytes) -> bytes:
    size = len(payload)
    if size < TWO_BYTES:
        return b"\x81%c%b" % (size, payload)
    if size < 1 << 16:
        return b"\x81\x7e%b%b" % (size.to_bytes(2), payload)
    return b"\x81\x7f%b%b" % (size.to_bytes(8), payload)


def control(opcode: int, payload: bytes = b"") -> bytes:
    return bytes((FINAL | opcode, len(payload))) + payload


def closing(code: int) -> bytes:
    return control(CLOSE, code.to_bytes(2))


def split(data: bytes, most: int) -> tuple[list[tuple[int, bytes]], bytes]:
    """The whole frames in `data`, each with its first byte and its payload, and what is left of the next one.

    Raises Broken for what no client sends, and for a frame of more than `most` bytes.
    """
    found: list[tuple[int, bytes]] = []
    at, end = 0, len(data)
    while end - at >= 2:  # noqa: PLR2004 - what every frame begins with
        first, size, head = data[at], data[at + 1] & 0x7F, at + 2
        if first & RESERVED or not data[at + 1] & 0x80:
            raise Broken(PROTOCOL_ERROR)
        if first & CONTROL and (size > LONGEST_CONTROL or not first & FINAL):
            raise Broken(PROTOCOL_ERROR)
        if size >= TWO_BYTES:
            wide = 2 if size == TWO_BYTES else 8
            if end < head + wide:
                break
            size, head = int.from_bytes(data[head : head + wide]), head + wide
        if size > most:
            raise Broken(TOO_BIG)
        begin = head + 4
        if end < begin + size:
            break
        found.append((first, apply_mask(data[begin : begin + size], data[head:begin])))
        at = begin + size
    return found, data[at:]
