"""The keys that push services know us by: made by a command, kept by a development machine."""

from pathlib import Path

import pytest

from integrations.vapid import public_half
from ops.__main__ import main
from ops.surroundings import vapid_key


def test_each_call_makes_another_pair(capsys: pytest.CaptureFixture[str]) -> None:
    made = set()
    for _ in range(2):
        assert main(["vapid"]) == 0
        setting, public = capsys.readouterr().out.splitlines()
        private = setting.removeprefix("VAPID_PRIVATE_KEY=")
        assert public.endswith(public_half(private))
        made.add(private)
    assert len(made) == 2


def test_a_development_machine_keeps_its_own(tmp_path: Path) -> None:
    assert vapid_key(tmp_path / "home") == vapid_key(tmp_path / "home") != vapid_key(tmp_path / "other")
    assert (tmp_path / "home/vapid_key").stat().st_mode & 0o077 == 0
