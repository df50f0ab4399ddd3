"""A payment provider's answer never leads a browser anywhere but to a web page."""

from dataclasses import dataclass
from typing import Any, cast

import pytest

from activities.department_calls import DepartmentCalls
from database.queries.effect_rows import EffectRow
from departments.contract import Accepted, DepartmentNonsense
from engine.carrying import Later


@dataclass
class Provider:
    pay_url: Any

    async def send(self, request: object, *, timeout: float) -> Accepted:
        return Accepted("r1", {"pay_url": self.pay_url})


@dataclass
class Demand:
    key: str = "k"
    subject: str = "s"
    connector: str = "payment"


async def call(pay_url: object) -> object:
    calls = DepartmentCalls(cast(Any, {"payment": Provider(pay_url)}), "http://us")
    effect = cast(EffectRow, Demand())
    return await calls.call(effect, "payment_create", {}, ask_first=False, seconds=1)


@pytest.mark.parametrize("pay_url", ["javascript:alert(1)", "data:text/html,x", "/relative", 7])
async def test_what_is_no_web_address_is_nonsense(pay_url: object) -> None:
    with pytest.raises(DepartmentNonsense):
        await call(pay_url)


async def test_a_web_address_is_kept() -> None:
    assert await call("https://pay.example/1") == Later("r1", "https://pay.example/1")
    assert await call(None) == Later("r1", None)
