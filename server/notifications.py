"""What concerns one user alone; the polled twin of `notice:new` (CHAT-03)."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from quart import Blueprint, Response
from quart_schema import validate_querystring, validate_request

from models.chat.payloads import ReadUpTo
from models.notices import access
from models.notices.read import read
from server.edge import asker, ok, signed_in

blueprint = Blueprint("notifications", __name__, url_prefix="/api")


class Paging(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=20)] | None = None


@blueprint.get("/notifications")
@signed_in()
@validate_querystring(Paging)
async def list_notifications(query_args: Paging) -> tuple[Response, int]:
    items, following = await access.notices_of(asker().id, limit=query_args.limit, cursor=query_args.cursor)
    last_seq, last_read_seq = await access.head_of(asker().id)
    return ok(
        {
            "items": items,
            "next_cursor": following,
            "last_seq": last_seq,
            "unread_count": last_seq - last_read_seq,
        }
    )


@blueprint.post("/notifications/read")
@signed_in()
@validate_request(ReadUpTo)
async def read_notifications(data: ReadUpTo) -> tuple[Response, int]:
    return ok({"last_read_seq": await read(asker().id, data.seq)})
