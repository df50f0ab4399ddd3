"""What is still missing until people can be served: counted out of the registers each time.

The wizard of an empty installation is this list, so it can be left at any moment and gone on with later, by
somebody else, too.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import TextClause, text

from access.act import Act
from access.policy import demand
from access.regions import covers
from casework.organising.responsibility_grid import read_cells
from database.session import become_engine

Step = Literal["regions", "departments", "people", "calendar", "matters", "responsibility", "remedies"]
STEPS: tuple[Step, ...] = (
    "regions",
    "departments",
    "people",
    "calendar",
    "matters",
    "responsibility",
    "remedies",
)

_TODAY = """
    SELECT ((now() + clock_offset) AT TIME ZONE 'Asia/Shanghai')::date AS day FROM installation
"""
_COUNTS = text(f"""
    WITH today AS ({_TODAY})
    SELECT
        (SELECT count(*) FROM region, today
         WHERE valid_from <= day AND coalesce(valid_to > day, true)) AS regions,
        (SELECT count(*) FROM department, today
         WHERE coalesce(valid_from <= day, true) AND coalesce(valid_to > day, true)) AS departments,
        (SELECT count(*) FROM officer, today WHERE coalesce(valid_to > day, true)
            AND role = 'officer') AS officers,
        (SELECT count(*) FROM officer, today WHERE coalesce(valid_to > day, true)
            AND role = 'supervisor') AS supervisors,
        (SELECT count(*) FROM calendar_year, today WHERE year = extract(year FROM day)) AS this_year,
        (SELECT count(*) FROM calendar_year, today WHERE year = extract(year FROM day) + 1) AS next_year,
        (SELECT count(DISTINCT matter) FROM matter_in_force, today WHERE effective_from <= day) AS matters
""")  # noqa: S608 - a constant
_DESERTED = text(f"""
    WITH today AS ({_TODAY})
    SELECT DISTINCT r.department FROM responsibility r, today WHERE NOT EXISTS (
        SELECT FROM officer o WHERE o.department = r.department AND o.role = 'officer'
            AND coalesce(o.valid_to > day, true))
    ORDER BY 1
""")  # noqa: S608 - a constant
_ENDED = text(f"""
    WITH today AS ({_TODAY})
    SELECT r.item, r.region FROM responsibility r JOIN department d ON d.code = r.department, today
    WHERE d.valid_to <= day ORDER BY 1, 2
""")  # noqa: S608 - a constant
_REMEDIES = text("SELECT DISTINCT region FROM remedy")


@dataclass(frozen=True, slots=True)
class Missing:
    """`code`: what is missing, in words of the page; `of`: which ones, by code. `stops`: while it is so,
    nobody can be served, or nothing published."""

    step: Step
    code: str
    of: list[str]
    stops: bool


@dataclass(frozen=True, slots=True)
class Checklist:
    """`counts` by step: how many there are."""

    counts: dict[str, int]
    missing: list[Missing]

    def is_done(self, step: Step) -> bool:
        return not any(each.step == step and each.stops for each in self.missing)

    @property
    def next_step(self) -> Step | None:
        return next((step for step in STEPS if not self.is_done(step)), None)


async def read_checklist(act: Act) -> Checklist:
    demand(act.actor, "organisation.read")
    become_engine(act.connection)
    counts = (await act.connection.execute(_COUNTS)).mappings().one()
    asked: tuple[tuple[Step, str, bool, bool], ...] = (
        ("regions", "no_regions", not counts["regions"], True),
        ("departments", "no_departments", not counts["departments"], True),
        ("people", "no_officers", not counts["officers"], True),
        ("people", "no_supervisors", not counts["supervisors"], False),
        ("calendar", "no_calendar", not counts["this_year"], True),
        ("calendar", "no_next_calendar", not counts["next_year"], False),
        ("matters", "no_matters", not counts["matters"], True),
    )
    missing = [Missing(step, code, [], stops) for step, code, is_missing, stops in asked if is_missing]
    cells = await read_cells(act.connection)
    empty = sorted({f"{item}@{region}" for item in cells.items for region in cells.lacking(item)})
    if empty:
        missing.append(Missing("responsibility", "empty_cells", empty, True))
    remedies = [row.region for row in await act.connection.execute(_REMEDIES)]
    places = sorted({region for _, region in cells.cells})
    named: tuple[tuple[Step, str, list[str], bool], ...] = (
        ("responsibility", "cells_of_ended", await _codes(act, _ENDED), True),
        ("people", "nobody_there", await _codes(act, _DESERTED), False),
        ("remedies", "no_remedy", [p for p in places if not any(covers(r, p) for r in remedies)], True),
    )
    missing += [Missing(step, code, of, stops) for step, code, of, stops in named if of]
    if not cells.cells:
        missing.append(Missing("responsibility", "no_cells", [], True))
    numbers = {
        "regions": counts["regions"],
        "departments": counts["departments"],
        "people": counts["officers"] + counts["supervisors"],
        "calendar": counts["this_year"] + counts["next_year"],
        "matters": counts["matters"],
        "responsibility": len(cells.cells),
        "remedies": len(remedies),
    }
    return Checklist(numbers, missing)


async def _codes(act: Act, query: TextClause) -> list[str]:
    return ["@".join(row) for row in await act.connection.execute(query)]
