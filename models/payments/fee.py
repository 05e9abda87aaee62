from decimal import ROUND_HALF_UP, Decimal

from settings import settings

CENTAVO = Decimal("0.01")
BASIS_POINTS = 10_000


def service_fee(amount: Decimal) -> Decimal:
    """What the client pays on top of `amount`, to the centavo (R-13); stored with the request."""
    config = settings()
    fee = amount * config.service_fee_basis_points / BASIS_POINTS + config.service_fee_fixed
    return fee.quantize(CENTAVO, ROUND_HALF_UP)
