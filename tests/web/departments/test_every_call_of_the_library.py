"""Whatever an item or a look-up of the library asks of a department can be granted, refused, late and
contradictory, and what comes back is what the contract says of it.

One simulation answers all, through its ASGI interface; each request is about somebody else.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from departments.connector import HttpConnector
from departments.contract import Accepted, Answered, Request, Unknown
from departments.kinds import DONE, KINDS, check_answer
from departments.registry import load_connectors, open_connectors
from departments.simulated.answers.treasury import FUND_ACCOUNTS
from departments.simulated.bereaved import bereavement
from departments.simulated.families import family
from departments.simulated.movers import moving_family
from departments.simulated.people import XIHU, YUHANG
from departments.simulated.simulation import create_simulation
from matter_definitions.library_index import built_in_library
from tests.built_in import built_in_plan

URL, SOON = "http://departments", 5.0
NOBODY = "http://127.0.0.1:9/callbacks"  # what is told stays in the outbox
_NUMBERS = count(1)


def _calls() -> list[tuple[str, str]]:
    """Connector and call of every step and look-up of every matter of the library."""
    found: set[tuple[str, str]] = set()
    for matter in built_in_library().matters:
        plan = built_in_plan(matter)
        steps = [step for item in plan.items for step in item.steps]
        found |= {(each.connector, each.call) for each in steps if each.connector and each.call}
        found |= {(each.connector, each.kind) for each in plan.form.lookups}
    return sorted(found)


def _payload(kind: str, number: int) -> dict[str, object]:
    """What the kind needs, about the people of that number."""
    mourning, mother = bereavement(number), family(number).mother
    late = mourning.late
    facts: dict[str, object] = {
        "id_number": late.id_number,
        "name": late.name,
        "died_on": "2026-01-02",
        "record_no": mourning.record_no,
        "relative_id_number": mourning.child.id_number,
        "mother_id_number": mother.id_number,
        "certificate_type": "identity_card",
        "holder_id_number": mother.id_number,
        "account_name": mourning.child.name,
        "account_no": "6222020000000000018",
        "kind": "small" if kind == "taxpayer_confirm" else "employee",
        "uscc": f"91330110MA{number:08d}",
        "first_name": f"杭州第{number}有限公司",
        "address": f"模拟路 {number} 号",
        "legal_representative_number": mother.id_number,
        "region": YUHANG,
        "from_region": XIHU,
        "to_region": XIHU if kind == "household_move_out" else YUHANG,
        "permit_no": f"ZQ{number}",
        "registration_no": f"QY{number}",
        "amount_fen": 100,
        "account": FUND_ACCOUNTS[YUHANG],
        "transfer_key": f"sent-{number}",
        "receipt_no": f"HZ33{number:08d}",
        "imprint_code": f"YM{number:08d}",
    }
    if kind == "pension_lookup":
        facts["id_number"] = moving_family(number).wife.id_number
    if kind == "contribution_refund":
        facts["account_name"] = late.name
    if kind == "seal_make":
        facts["record_no"] = f"YZ33{number:08d}"
    return {each: facts.get(each, each) for each in KINDS[kind].needs}


@dataclass
class Town:
    app: FastAPI
    http: httpx.AsyncClient
    connectors: Mapping[str, HttpConnector]

    async def behave(self, department: str, **control: object) -> None:
        (await self.http.put(f"{URL}/{department}/control", json=control)).raise_for_status()

    async def ask(self, kind: str, number: int) -> tuple[str, Answered | Accepted]:
        """The key of a new request, and what it is answered at once."""
        key = f"{kind}/{number}"
        request = Request(key, kind, "330110202611210000000017", _payload(kind, number), NOBODY)
        return key, await self.connectors[KINDS[kind].connector].send(request, timeout=SOON)

    async def prepare(self, kind: str, number: int) -> None:
        """What somebody else has done before, where the call is about that."""
        if kind == "arrival_expect":
            sent = Request(f"sent-{number}", "fund_transfer", "1", _payload("fund_transfer", number))
            await self.connectors["treasury"].send(sent, timeout=SOON)
        if kind == "account_open":
            made = Request(f"seal-{number}", "seal_make", "1", _payload("seal_make", number))
            await self.connectors["seals"].send(made, timeout=SOON)

    async def end_of(self, kind: str, key: str, said: Answered | Accepted) -> Answered:
        """The answer, which comes later or when somebody has paid."""
        if isinstance(said, Accepted) and (page := said.data.get("pay_url")):
            await self.http.post(str(page))
        found: Answered | Accepted | Unknown = said
        async with asyncio.timeout(SOON):
            while isinstance(found, Accepted):
                await asyncio.sleep(0)
                found = await self.connectors[KINDS[kind].connector].ask(key, timeout=SOON, kind=kind)
        assert isinstance(found, Answered)
        return found

    def told(self, key: str) -> list[Answered]:
        """What the callbacks say, checked as a receiver checks it."""
        answers = [each for each in self.app.state.desk.state.unsent.values() if each.key == key]
        kind = key.partition("/")[0]
        return [
            check_answer(
                kind, Answered(each.data["outcome"], each.data["data"]), connector=KINDS[kind].connector
            )
            for each in answers
            if each.data.get("kind") == kind
        ]


@pytest.fixture(scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    data_dir: Path = tmp_path_factory.mktemp("library")
    settings = load_connectors(data_dir, departments_url=URL, local=True)
    secrets = {code: one.secret for code, one in settings.items()}
    app = create_simulation(data_dir=data_dir, departments_url=URL, secrets=secrets, retry_delays=(3600.0,))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as http,
    ):
        yield Town(app, http, open_connectors(settings, client=http))


@pytest.mark.parametrize(("department", "kind"), _calls(), ids=lambda word: word)
async def test_a_department_grants_refuses_is_late_and_contradicts_itself(
    town: Town, department: str, kind: str
) -> None:
    # Money is on its way for a moment; who is never late here is so only without that.
    usual = {"answer_later_seconds": 0.0} if kind == "arrival_expect" else {}

    await town.behave(department, reject={kind: {"outcome": "refused_here"}}, **usual)
    key, said = await town.ask(kind, next(_NUMBERS))
    assert (await town.end_of(kind, key, said)).outcome == "refused_here"

    await town.behave(department, **usual)
    await town.prepare(kind, number := next(_NUMBERS))
    key, said = await town.ask(kind, number)
    granted = await town.end_of(kind, key, said)
    assert (granted.outcome, granted.reason_zh) == (DONE, None)

    await town.behave(department, answer_later_seconds=0.0)
    await town.prepare(kind, number := next(_NUMBERS))
    key, said = await town.ask(kind, number)
    assert isinstance(said, Accepted)
    late = await town.end_of(kind, key, said)
    assert (late.outcome, late.data.keys()) == (DONE, granted.data.keys())

    await town.prepare(kind, number := next(_NUMBERS))
    await town.behave(department, answer_later_seconds=0.0, contradictory=True)
    key, said = await town.ask(kind, number)
    await town.end_of(kind, key, said)
    first, second = town.told(key)
    assert first.data != second.data if granted.data else first.outcome != second.outcome
    await town.behave(department)
