"""A file as a browser's form hands it in."""

from models.people.tables import User
from tests.api import Answer, Api


async def hand_in(
    api: Api,
    owner: User | None,
    data: bytes,
    purpose: str = "lead",
    *,
    said: str = "image/jpeg",
    peaks: str | None = None,
) -> Answer:
    """As a browser's form does it; Quart's own maker of forms takes minutes for a film."""
    head = (
        f'--x\r\nContent-Disposition: form-data; name="purpose"\r\n\r\n{purpose}\r\n--x\r\n'
        f'Content-Disposition: form-data; name="file"; filename="CANARIO.jpg"\r\nContent-Type: {said}\r\n\r\n'
    )
    more = "" if peaks is None else f'--x\r\nContent-Disposition: form-data; name="peaks"\r\n\r\n{peaks}\r\n'
    return await form(api, owner, (more + head).encode() + data + b"\r\n--x--\r\n")


async def form(api: Api, owner: User | None, body: bytes) -> Answer:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    return await api.ask("POST", "/api/uploads", as_=owner, headers=headers, data=body)
