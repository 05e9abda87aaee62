import socket

import pytest

from ops import addresses


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)


@pytest.fixture
def busy() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_that_was_asked_for_is_the_one(monkeypatch: pytest.MonkeyPatch, busy: int) -> None:
    monkeypatch.setenv("PORT", str(busy))
    with addresses.listen("PORT", 5000, host="127.0.0.1") as door:
        assert door.getsockname() == ("127.0.0.1", busy)


@pytest.mark.parametrize("nonsense", ["-1", "http", "70000"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, nonsense: str) -> None:
    monkeypatch.setenv("PORT", nonsense)
    with pytest.raises(addresses.PortTaken, match=f"PORT={nonsense}"):
        addresses.listen("PORT", 5000, host="127.0.0.1")


def test_a_port_that_was_asked_for_never_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        with pytest.raises(addresses.PortTaken, match="PORT="):
            addresses.listen("PORT", 5000, host="127.0.0.1")


@pytest.mark.usefixtures("unset")
def test_two_that_asked_for_none_get_different_ones() -> None:
    with (
        addresses.listen("PORT", 5000, host="127.0.0.1") as one,
        addresses.listen("PORT", 5000, host="127.0.0.1") as two,
    ):
        assert one.getsockname() != two.getsockname()
