"""A region ends only when what lies in it has ended, or has somebody who goes on for it."""

from dataclasses import replace
from datetime import date

import pytest

from casework.organising.csv_table import TableLine
from casework.organising.known import DepartmentLine, Known
from casework.organising.planning import plan_changes
from casework.organising.region_uses import Use
from casework.organising.register_rows import Entry
from casework.organising.registers import REGIONS, REGISTERS
from casework.organising.validity import Validity
from forms.form_plan import Text

CITY, GONE, HEIR = "330100000000", "330104000000", "330102000000"
TODAY, DAY = date(2026, 11, 21), "2027-01-01"


def cells(code: str, **more: str) -> dict[str, str]:
    names = {"code": code, "name_zh": code, "name_en": code, "kind": "division", "valid_from": "2000-01-01"}
    parent = "" if code == CITY else CITY
    return {"parent": parent, "valid_to": "", "successor": "", **names, **more}


KNOWN = Known(today=TODAY, entries={(each,): Entry(cells(each), 1) for each in (CITY, GONE, HEIR)})


def wrong(*uses: Use, successor: str = HEIR) -> dict[str, str]:
    line = TableLine(1, cells(GONE, valid_to=DAY, successor=successor))
    planned = plan_changes(REGIONS, [line], replace(KNOWN, uses={GONE: uses}))
    return {each.pointer.rpartition("/")[2]: each.en for each in planned.errors}


@pytest.mark.parametrize("what", ["department", "post", "hall"])
def test_a_region_does_not_end_before_what_has_a_life_of_its_own_there(what: str) -> None:
    lasting = Use(what, 7, date.max, ("one", "two"))  # pyright: ignore[reportArgumentType]
    assert "one" in wrong(lasting)["valid_to"]
    assert wrong(replace(lasting, until=date.fromisoformat(DAY))) == {}


@pytest.mark.parametrize("what", ["responsibility", "remedy", "case"])
def test_what_goes_over_by_itself_needs_somebody_to_go_to(what: str) -> None:
    use = Use(what, 12)  # pyright: ignore[reportArgumentType]
    assert "12" in wrong(use, successor="")["successor"]
    assert wrong(use) == {}


def test_where_nothing_is_left_a_region_may_end_without_an_heir() -> None:
    assert wrong(successor="") == {}


def test_a_line_that_stays_as_it_is_may_name_what_has_ended_since() -> None:
    over = DepartmentLine("tax@" + GONE, "tax", (), GONE, Text("税", "Tax"), Validity(None, date(2020, 1, 1)))
    old = {"code": "old", "title_zh": "岗", "title_en": "Post", "role": "officer", "department": over.code,
           "region": GONE, "rank": "1", "items": "", "valid_from": "2000-01-01", "valid_to": ""}  # fmt: skip
    known = Known(today=TODAY, departments={over.code: over}, entries={("old",): Entry(old, 1)})
    same = plan_changes(REGISTERS["posts"], [TableLine(1, old)], known)
    assert (same.same, same.errors) == (1, ())
    renamed = plan_changes(REGISTERS["posts"], [TableLine(1, old | {"title_zh": "新岗"})], known)
    assert renamed.errors
