from decimal import Decimal

import pytest

from models.payments.fee import service_fee
from settings import settings

HUNDREDTHS = [
    ("10.00", "0.30"),
    ("10.16", "0.30"),
    ("10.17", "0.31"),
    ("0.50", "0.02"),
    ("16.50", "0.50"),
    ("100.00", "3.00"),
    ("333.33", "10.00"),
    ("999.99", "30.00"),
    ("1000.00", "30.00"),
    ("1000.17", "30.01"),
    ("500000.00", "15000.00"),
]


@pytest.mark.req("ESC-04", "C20", "R-13")
@pytest.mark.parametrize(("amount", "fee"), HUNDREDTHS)
def test_three_per_cent_are_rounded_half_up_to_the_centavo(
    environment: pytest.MonkeyPatch, amount: str, fee: str
) -> None:
    assert service_fee(Decimal(amount)) == Decimal(fee)


@pytest.mark.req("C20", "R-13")
@pytest.mark.parametrize(
    ("basis_points", "fixed", "amount", "fee"),
    [("360", "3.00", "1000.00", "39.00"), ("0", "0", "1000.00", "0.00"), ("305", "2.50", "100.10", "5.55")],
)
def test_the_fee_is_a_setting(
    environment: pytest.MonkeyPatch, basis_points: str, fixed: str, amount: str, fee: str
) -> None:
    environment.setenv("SERVICE_FEE_BASIS_POINTS", basis_points)
    environment.setenv("SERVICE_FEE_FIXED", fixed)
    settings.cache_clear()
    assert service_fee(Decimal(amount)) == Decimal(fee)
