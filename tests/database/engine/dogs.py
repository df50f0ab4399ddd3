"""An office where a dog is registered: an installation with two counties, and the drafts of one matter."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from clocks.calendar import SHANGHAI
from database.connection import Connection
from database.queries.plans_in_force import find_plan_in_force
from database.session import ENGINE, transaction
from engine.catalogue import Catalogue
from engine.definition_rows import Hand, Ref, insert_version, lock_definitions, save_version
from engine.publishing import Order, Publication, publish
from engine.retiring import Retirement, retire
from matter_definitions.sources import read_source
from tests.database.rows import insert_installation

XIHU, YUHANG = "330106000000", "330110000000"
XIHU_PREFIX, YUHANG_PREFIX, CITY_PREFIX = "330106", "330110", "3301"
TODAY = date(2026, 3, 5)
ANNA, BERT = UUID(int=1), UUID(int=2)

ELEMENTS = {
    "dog_name": """elements:
  - {code: dog_name, title: {zh: 犬名, en: Name of the dog}, type: text, max_length: 20}
""",
    "dog_region": """elements:
  - {code: dog_region, title: {zh: 饲养地区, en: Where it is kept}, type: region}
""",
}
ITEM = """item: dog-licence
title: {zh: 养犬登记, en: Dog licence}
department: police
type: permission
basis: {zh: 地方养犬管理条例, en: Local rules on dogs}
limits: {statutory: 20 working days, promised: 3 working days}
region: dog.dog_region
fields: [dog.dog_name, dog.dog_region]
steps:
  - {code: decide, kind: approval, title: {zh: 审批, en: Decision}, decides: true}
refusal_reasons:
  - {code: forbidden_breed, text: {zh: 禁养犬种, en: A breed that may not be kept}}
"""
MATTER = """# What a dog needs.
matter: dog
title: {zh: 养犬, en: Keeping a dog}
summary: {zh: 养犬登记。, en: A licence for a dog.}
audience: person
lead: police
promise: 4 working days
subjects:
  - {code: owner, title: {zh: 犬主, en: Owner}, applicant: true}
  - {code: dog, title: {zh: 犬只, en: Dog}, person: false}
items:
  - {item: dog-licence}
"""
_PLACES = text("""
    INSERT INTO region (code, name_zh, name_en, parent, valid_from) VALUES
        ('330000000000', '浙江省', 'Zhejiang', NULL, '2025-01-01'),
        ('330100000000', '杭州市', 'Hangzhou', '330000000000', '2025-01-01'),
        ('330106000000', '西湖区', 'Xihu', '330100000000', '2025-01-01'),
        ('330110000000', '余杭区', 'Yuhang', '330100000000', '2025-01-01')
""")
_OFFICES = text("""
    INSERT INTO department (code, kind, region, name_zh, name_en) VALUES
        ('police@330106000000', 'police', '330106000000', '西湖公安', 'Xihu Police'),
        ('police@330110000000', 'police', '330110000000', '余杭公安', 'Yuhang Police')
""")
_REMEDIES = text("""
    INSERT INTO remedy (region, department_kind, authority_zh, authority_en, court_zh, court_en)
    VALUES ('330100000000', '', '杭州市人民政府', 'Hangzhou', '杭州铁路运输法院', 'The court')
""")
_CELLS = text("""
    INSERT INTO responsibility (item, region, department) VALUES
        ('dog-licence', '330106000000', 'police@330106000000'),
        ('dog-licence', '330110000000', 'police@330110000000')
""")


def promising(days: int, matter: str = "dog") -> str:
    """The matter with another promise, and so with another plan."""
    changed = MATTER.replace("promise: 4 working", f"promise: {days} working")
    return changed.replace("matter: dog", f"matter: {matter}")


@dataclass
class Dogs:
    """Acts on definitions, each in a transaction of its own as in a process of its own; `now` moves."""

    engine: AsyncEngine
    catalogue: Catalogue = field(default_factory=Catalogue)
    now: datetime = datetime(2026, 3, 5, 10, 0, tzinfo=SHANGHAI)

    def hand(self, by: UUID | None = ANNA) -> Hand:
        return Hand(by, self.now)

    async def draft(self, source: str, *, by: UUID | None = ANNA) -> Ref:
        async with transaction(self.engine, ENGINE) as connection:
            await lock_definitions(connection)
            return await insert_version(connection, read_source(source), hand=self.hand(by))

    async def save(self, ref: Ref, source: str, *, by: UUID = ANNA) -> None:
        async with transaction(self.engine, ENGINE) as connection:
            save_version(connection, ref, read_source(source), hand=self.hand(by), revision=2)

    async def publish(
        self,
        *refs: Ref,
        regions: tuple[str, ...] = ("",),
        day: date | None = None,
        by: UUID | None = BERT,
        editor_may: bool = True,
        with_matters: bool = False,
    ) -> Publication:
        order = Order(
            refs, effective_from=day, regions=regions, editor_may=editor_may, with_matters=with_matters
        )
        async with transaction(self.engine, ENGINE) as connection:
            return await publish(connection, self.catalogue, order, hand=self.hand(by))

    async def retire(self, ref: Ref) -> Retirement:
        async with transaction(self.engine, ENGINE) as connection:
            return await retire(
                connection, self.catalogue, ref, reason="not wanted any more", hand=self.hand()
            )

    async def in_force(self, place: str, *, day: date = TODAY, matter: str = "dog") -> int | None:
        """The version that a new case there gets."""
        async with transaction(self.engine, ENGINE) as connection:
            found = await find_plan_in_force(connection, matter=matter, day=day, place=place)
        return found and found.version

    async def opens(self) -> Ref:
        """Everything published as version 1, everywhere."""
        refs = [await self.draft(each) for each in (*ELEMENTS.values(), ITEM, MATTER)]
        await self.publish(*refs)
        return refs[-1]

    def a_day_passes(self) -> None:
        self.now += timedelta(days=1)


async def open_dogs(engine: AsyncEngine) -> Dogs:
    async with transaction(engine, ENGINE) as connection:
        await _install(connection)
    return Dogs(engine)


async def _install(connection: Connection) -> None:
    await insert_installation(connection)
    for statement in (_PLACES, _OFFICES, _REMEDIES, _CELLS):
        await connection.execute(statement)
