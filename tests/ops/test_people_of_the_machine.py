import asyncio

import pytest

from models.people.log_in import log_in
from models.people.tables import Role, User
from models.workers.seed_catalogue import seed_catalogue
from models.workers.tables import ApprovalStatus, WorkerProfile
from ops import demo
from ops.commands import create_admin, seed

pytestmark = pytest.mark.usefixtures("database")


async def test_demo_accounts_are_made_once_however_often_one_seeds() -> None:
    await seed_catalogue()
    await demo.settle_in()
    people = await User.all().order_by("email").values_list("id", "email", "role")
    await demo.settle_in()
    assert await User.all().order_by("email").values_list("id", "email", "role") == people
    assert len(people) == 7
    waiting = await WorkerProfile.filter(approval_status=ApprovalStatus.PENDING).count()
    assert (await WorkerProfile.filter(approval_status=ApprovalStatus.APPROVED).count(), waiting) == (2, 1)


async def test_whoever_is_printed_can_sign_in() -> None:
    await seed_catalogue()
    await demo.settle_in()
    lines = [line.split()[0] for line in demo.who().splitlines() if "@" in line]
    assert sorted(lines) == sorted(await User.all().values_list("email", flat=True))
    for email in lines:
        user, _ = await log_in(email=email, password=demo.PASSWORD)
        assert user.email == email


def test_production_gets_no_demo_accounts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRUSTME_ENV", "production")
    chosen = seed.argparse.Namespace(demo=True, migrate=False)
    assert seed.run(chosen) == 1
    assert "everybody knows" in capsys.readouterr().err


@pytest.mark.req("R-28")
async def test_an_operator_appoints_staff() -> None:
    assert await create_admin._create("Jefa@trustme.test", "una clave larga", "admin") == 0
    assert await create_admin._create("apoyo@trustme.test", "una clave larga", "customer_support") == 0
    assert await User.all().order_by("email").values_list("email", "role") == [
        ("apoyo@trustme.test", Role.SUPPORT),
        ("jefa@trustme.test", Role.ADMIN),
    ]


@pytest.mark.parametrize(
    ("email", "password", "code"),
    [
        ("jefa@trustme.test", "corta", "PASSWORD_TOO_SHORT"),
        ("nobody", "una clave larga", "INVALID_EMAIL"),
        ("JEFA@trustme.test", "una clave larga", "EMAIL_TAKEN"),
    ],
)
async def test_what_an_operator_mistypes_is_refused_and_leaves_nothing(
    email: str, password: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await create_admin._create("jefa@trustme.test", "una clave larga", "admin")
    assert await create_admin._create(email, password, "admin") == 1
    assert code in capsys.readouterr().err
    assert await User.all().count() == 1


async def test_of_two_operators_at_once_one_appoints() -> None:
    tries = [create_admin._create("jefa@trustme.test", "una clave larga", "admin") for _ in range(2)]
    assert sorted(await asyncio.gather(*tries)) == [0, 1]
