import pytest

from models.people.tables import User
from tests.api import Api

ANA = {
    "email": "Ana@Example.com",
    "password": "correcta y larga",
    "full_name": "Ana Torres",
    "role": "client",
    "phone": "044 55 1234 5678",
}


@pytest.mark.req("ACC-02", "SEC-11", "R-28")
async def test_registering_answers_with_the_account_and_a_token_that_works(api: Api) -> None:
    answer = await api.post("/api/auth/register", ANA)
    assert answer.status == 201
    assert answer.body["success"] is True
    user = answer.data["user"]
    assert (user["email"], user["phone"], user["role"]) == ("ana@example.com", "+525512345678", "client")
    assert not user["email_verified"]
    assert "password_hash" not in user
    me = await api.get("/api/auth/me", headers={"Authorization": f"Bearer {answer.data['token']}"})
    assert me.data["id"] == user["id"]


@pytest.mark.req("R-28", "ACC-01")
@pytest.mark.parametrize("role", ["admin", "customer_support", "root", ""])
async def test_nobody_registers_as_staff(api: Api, role: str) -> None:
    answer = await api.post("/api/auth/register", ANA | {"role": role})
    assert (answer.status, answer.code) == (400, "MALFORMED")
    assert await User.all().count() == 0
