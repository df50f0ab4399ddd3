"""An engine on a real database, with a plan of every kind of step and departments that keep a ledger.

The only thing that is not real is the far side of the departments' border.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from obstore.store import MemoryStore
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.carrier import Carrier
from activities.department_calls import DepartmentCalls
from activities.looking import Looking
from activities.registry import Outside, make_carrier
from clocks.calendar import CalendarDay, DayKind
from clocks.clock import Limit
from clocks.published import load_published_days
from database.session import ENGINE, legal_now, make_engine, transaction
from documents.sealing.trial_authority import TrialAuthority
from engine.case_change import CaseChange
from engine.change import change_case
from engine.context import EngineContext, open_context
from engine.lingering import Lingering
from engine.new_case import NewCase, UniqueItem, open_new_case
from engine.relay import WakeUp
from engine.values import Form
from engine.who import Who
from files.store import FileStore
from forms.form_plan import FieldPlan, FormPlan, Need, SubjectPlan, Text
from matter_definitions.acts.deciding import DecideStep
from matter_definitions.advance import ItemOpening
from matter_definitions.plan import (
    ItemPlan,
    NoticePlan,
    PaymentRule,
    Plan,
    StepKind,
    StepPlan,
    name_of,
    to_json,
)
from secrecy.envelope import new_data_key, wrap
from secrecy.json_box import encrypt_json
from settings import MasterKeys, get_settings
from tests.department_ledger import Ledger
from tests.shared_press import shared_press
from workflows.messages import LookInput, LookResult

REGION = "330110000000"
LIBRARY = f"library@{REGION}"


def both(words: str) -> Text:
    return Text(zh=words, en=words)


def step(code: str, kind: StepKind = "system_call", *after: str, **more: Any) -> StepPlan:
    """A step; automatic ones ask the connector `office` unless they are payments or mailings."""
    office = {"connector": "office", "call": kind} if kind in OFFICE_KINDS else {}
    return StepPlan(**{"code": code, "kind": kind, "title": both(code), "after": after, **office, **more})


OFFICER = Who("officer", "00000000-0000-0000-0000-000000000001")
OFFICE_KINDS = ("identity_check", "certificate_lookup", "data_check", "system_call")
PAY = PaymentRule(amount_key="card.fee", description=both("fee"))


def item(code: str, *steps: StepPlan, acceptance: Any = "rule", after: Any = ()) -> ItemPlan:
    return ItemPlan(
        code=code,
        title=both(code),
        department_kind="library",
        type="service",
        basis=both("house rules"),
        acceptance=acceptance,
        receipt=Limit(5, "working_day"),
        statutory=Limit(20, "working_day"),
        promised=Limit(5, "working_day"),
        delivery=Limit(5, "working_day"),
        silence="accepted",
        steps=steps,
        after=after,
    )


FORM = FormPlan(
    questions=(),
    subjects=(SubjectPlan("card", both("card")),),
    fields=(
        FieldPlan("card.fee", "card", "fee", "money_fen", both("fee"), (Need("card"),)),
        FieldPlan("card.number", "card", "number", "number_text", both("number"), (Need("card"),)),
    ),
    materials=(),
    lookups=(),
    consents=(),
    switches=(),
)


def plan_of(*items: ItemPlan, notices: tuple[NoticePlan, ...] = ()) -> Plan:
    return Plan(
        format=1,
        matter="library-card",
        title=both("library card"),
        summary=both("library card"),
        audience="person",
        lead_department_kind="library",
        correction_days=10,
        form=FORM,
        items=items,
        notices=notices,
    )


@dataclass
class Room:
    """`linger`: how long a look stays; nothing by default, so that tests need not wait."""

    context: EngineContext
    ledger: Ledger
    carrier: Carrier
    lingering: Lingering
    outside: Outside
    applicant: UUID
    installation: str
    linger_seconds: float
    numbers: int = 0

    @property
    def looking(self) -> Looking:
        return Looking(self.context, self.carrier, self.lingering)

    async def publish(self, plan: Plan) -> str:
        document = to_json(plan)
        row = {"name": name_of(document), "document": document, "matter": plan.matter, "format": plan.format}
        statement = text(
            "INSERT INTO plan (name, document, matter, format) VALUES (:name, :document, :matter, :format)"
            " ON CONFLICT DO NOTHING"
        )
        async with transaction(self.context.database, ENGINE) as connection:
            await connection.execute(statement, row)
        return row["name"]

    async def submit(self, plan: Plan, *, unique: Sequence[UniqueItem] = (), **values: object) -> CaseChange:
        """Opens a case in which every item of the plan is on; `fee` is `card.fee`."""
        new = self.new_case(plan, await self.publish(plan), unique=unique, **values)
        who = Who("applicant", str(self.applicant))
        async with transaction(self.context.database, ENGINE) as connection:
            case = await open_new_case(self.context, connection, new, by=who)
        self.context.notifier.say(case.id, woken=case.woken)
        return case

    def new_case(
        self, plan: Plan, name: str, *, unique: Sequence[UniqueItem] = (), **values: object
    ) -> NewCase:
        self.numbers += 1
        form: Form = {"answers": {}, "values": {f"card.{key}": value for key, value in values.items()}}
        return NewCase(
            case_no=f"330110-{self.numbers:04}",
            plan=name,
            region=REGION,
            applicant=self.applicant,
            parties=(self.applicant,),
            openings=[
                ItemOpening(each.code, each.code, number, REGION, LIBRARY)
                for number, each in enumerate(plan.items, start=1)
            ],
            form=form,
            password_hash="",
            unique=unique,
        )

    async def look(self, case: CaseChange) -> LookResult:
        return await self.looking.look(LookInput(case.case_no))

    async def look_until_done(self, case: CaseChange, *, most: int = 20) -> LookResult:
        """What the workflow does, without Temporal: looks, carries out what is slow, looks again."""
        result = await self.look(case)
        for _ in range(most):
            if not result.slow:
                return result
            for each in result.slow:
                await self.carrier.claim_and_carry(each.effect)
            result = await self.look(case)
        return result

    async def move_time(self, by: timedelta) -> None:
        statement = text("UPDATE installation SET clock_offset = clock_offset + :by")
        await self.as_owner(statement, by=by)

    async def as_owner(self, statement: Any, **values: Any) -> None:
        """What only tests do to a database."""
        async with transaction(self.context.database, ENGINE) as connection:
            await connection.execute(statement, values)

    async def until(self, condition: Callable[[], Awaitable[bool]], *, seconds: float = 60) -> None:
        """Waits for what the workflows bring about."""
        async with asyncio.timeout(seconds):
            while not await condition():
                await asyncio.sleep(0.02)

    async def until_standing(self, case: CaseChange, standing: str, *, seconds: float = 60) -> None:
        async def stands() -> bool:
            return await self.standing(case) == standing

        await self.until(stands, seconds=seconds)

    async def until_task(self, case: CaseChange, step: str, *, seconds: float = 60) -> None:
        async def is_open() -> bool:
            query = "SELECT 1 FROM task WHERE case_id = :id AND step = :step AND state = 'open'"
            return bool(await self.rows(query, id=case.id, step=step))

        await self.until(is_open, seconds=seconds)

    async def decide(self, case: CaseChange, step: str, outcome: Any = "pass", *, item: str = "card") -> None:
        """An officer decides."""
        async with change_case(self.context, case.id, by=OFFICER) as change:
            change.apply(DecideStep(item, step, outcome))

    def wake_up(self, case: CaseChange, *, rests: bool) -> WakeUp:
        return WakeUp(case.id, case.case_no, rests=rests, priority=0)

    async def rows(self, query: str, **values: Any) -> list[Mapping[str, Any]]:
        async with transaction(self.context.database, ENGINE) as connection:
            return [row._asdict() for row in await connection.execute(text(query), values)]

    async def now(self) -> datetime:
        async with transaction(self.context.database, ENGINE) as connection:
            return await legal_now(connection)

    async def standing(self, case: CaseChange) -> str:
        return (await self.rows("SELECT standing FROM matter_case WHERE id = :id", id=case.id))[0]["standing"]

    async def events(self, case: CaseChange) -> list[str]:
        query = "SELECT kind FROM case_event WHERE case_id = :id ORDER BY number"
        return [row["kind"] for row in await self.rows(query, id=case.id)]

    async def effects(self, case: CaseChange) -> dict[str, str]:
        """State of each effect, by its key without the case number."""
        query = "SELECT key, state FROM effect WHERE case_id = :id ORDER BY id"
        rows = await self.rows(query, id=case.id)
        return {row["key"].removeprefix(f"{case.case_no}/"): row["state"] for row in rows}


async def open_room(
    app_url: str, *, installation: str = "testroom", linger: float = 0.0, pool_size: int = 10
) -> Room:
    """The database must be migrated; everything else that a case needs is put there."""
    keys = get_settings().master_keys
    context = open_context(make_engine(app_url, pool_size=pool_size), keys=keys)
    ledger = Ledger()
    calls = DepartmentCalls(
        dict.fromkeys(("office", "payment", "courier", "sms", "mail", "agencies", "treasury"), ledger),
        "http://127.0.0.1/callbacks",
    )
    signer = TrialAuthority.create()
    files = FileStore(MemoryStore(), keys=keys)
    outside = Outside(calls, shared_press(), "http://127.0.0.1:8600", files, signer)
    async with transaction(context.database, ENGINE) as connection:
        await connection.execute(
            text("INSERT INTO installation (id, is_local) VALUES (:id, true)"), {"id": installation}
        )
        applicant = await _insert_person(connection, keys)
    await _publish_calendar(context)
    carrier = make_carrier(context, outside)
    lingering = Lingering(seconds=linger)
    return Room(context, ledger, carrier, lingering, outside, applicant, installation, linger)


async def _insert_person(connection: AsyncConnection, keys: MasterKeys) -> UUID:
    person, key = uuid4(), new_data_key()
    place = f"person/{person}".encode()
    data = {"name": "李小雨", "number": None, "phone": "+8613800001111"}
    wrapped = wrap(keys, key, context=place)
    row = {"id": person, "ciphertext": encrypt_json(key, data, context=place)}
    await connection.execute(text("INSERT INTO person (id, ciphertext) VALUES (:id, :ciphertext)"), row)
    await connection.execute(
        text("INSERT INTO person_key (person_id, wrapped, kid) VALUES (:id, :wrapped, :kid)"),
        {"id": person, "wrapped": wrapped.wrapped, "kid": wrapped.kid},
    )
    return person


async def _publish_calendar(context: EngineContext) -> None:
    days: list[CalendarDay] = load_published_days()
    kinds: dict[DayKind, int] = {"off": 0, "work": 0}
    for day in days:
        kinds[day.kind] += 1
    async with transaction(context.database, ENGINE) as connection:
        for year in sorted({day.day.year for day in days}):
            await connection.execute(
                text("INSERT INTO calendar_year (year, source) VALUES (:year, 'test')"), {"year": year}
            )
        rows = [{"day": d.day, "year": d.day.year, "kind": d.kind, "source": d.source} for d in days]
        await connection.execute(
            text("INSERT INTO work_calendar (day, year, kind, source) VALUES (:day, :year, :kind, :source)"),
            rows,
        )
