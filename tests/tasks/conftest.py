import pytest

from models.chat.tables import Conversation
from tasks.outbox import drain
from tests import build_chat
from tests.outside import Outside
from tests.realtime.conftest import node, people  # noqa: F401 - fixtures
from tests.tasks.away import read_all


@pytest.fixture
async def talk(outside: Outside) -> Conversation:
    """An answered conversation, of which both have read all, the notices of its beginning being sent."""
    opened = await build_chat.conversation(revealed=True)
    await read_all(opened)
    await drain()
    return opened
