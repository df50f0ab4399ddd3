"""What a region does otherwise: sparse, checked like a matter, and no hindrance to what comes from above."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clocks.clock import Limit
from matter_definitions.check import CheckResult, check_library, check_source
from matter_definitions.comparing.differences import differences
from matter_definitions.library_index import Library, library_of, load_library
from matter_definitions.overriding.compiling import compile_in
from matter_definitions.plan import Plan, name_of, to_json

FOLDER = Path(__file__).parents[3] / "definitions" / "two_places"
PROVINCE, CITY = "330000000000", "330100000000"
XIHU, YUHANG = "330106000000", "330110000000"

SPARSE = """
override: two-places
region: "330110000000"
items:
  - item: move-permit
    limits: {promised: 1 working day}
    materials: [lease]
    fields: [mover.email]
    refusal_reasons:
      - {code: no_home, text: {zh: 无合法稳定住所, en: No home of his own}}
hints:
  questions:
    doubtful: {zh: 余杭区已全部使用电子证明, en: Yuhang uses electronic ones only}
"""
DICTIONARY = """
elements:
  - {code: email, title: {zh: 电子邮箱, en: E-mail}, type: email}
materials:
  - {code: lease, title: {zh: 租赁合同, en: Lease}}
"""


@cache
def library() -> Library:
    return load_library(FOLDER).with_changes(library_of([("more.yaml", DICTIONARY)]))


def with_overrides(*texts: str) -> Library:
    return library().with_changes(library_of((f"override-{n}.yaml", text) for n, text in enumerate(texts)))


def plan_in(found: Library, region: str = "") -> Plan:
    compiled = compile_in(found, "two-places", region)
    assert compiled.plan, [each.en for each in compiled.problems]
    return compiled.plan


def check(text: str, *, above: Library | None = None) -> CheckResult:
    return check_source(text, library=above or library(), file="override.yaml")


def override(region: str, body: str) -> str:
    return f'override: two-places\nregion: "{region}"\n{body}\n'


def test_a_region_says_only_what_it_does_otherwise() -> None:
    base, there = plan_in(library()), plan_in(with_overrides(SPARSE), YUHANG)

    assert there.item("move-permit").promised == Limit(1, "working_day")
    assert there.item("move-permit").statutory == base.item("move-permit").statutory
    assert [each.code for each in there.item("move-permit").refusal_reasons] == [
        "conditions_not_met",
        "no_home",
    ]
    assert "lease" in {each.key for each in there.form.materials}
    assert "mover.email" in {each.key for each in there.form.fields}
    hints = {each.code: each.hint for each in there.form.questions}
    assert hints["doubtful"] is not None
    assert hints["self_employed"] is None
    assert there.item("move-out") == base.item("move-out")


def test_the_difference_is_told_in_words() -> None:
    base, there = plan_in(library()), plan_in(with_overrides(SPARSE), YUHANG)

    said = "\n".join(each.text.zh for each in differences(base, there))

    for word in ("承诺时限", "租赁合同", "电子邮箱", "无合法稳定住所", "余杭区已全部使用电子证明"):
        assert word in said
    assert "迁出" not in said


def test_elsewhere_everything_stays_as_it_was() -> None:
    found = with_overrides(SPARSE)

    assert plan_in(found) == plan_in(library())
    assert plan_in(found, XIHU) == plan_in(library())


def test_an_override_that_says_nothing_changes_nothing() -> None:
    found = with_overrides(override(YUHANG, ""))

    assert name_of(to_json(plan_in(found, YUHANG))) == name_of(to_json(plan_in(library())))


@pytest.mark.parametrize("own", [None, "3 working days"])
def test_a_change_above_reaches_who_did_not_override_that_part(own: str | None) -> None:
    """The base gives the moving out less time; the county has its own promise for it, or none."""
    entry = library().items["move-out"]
    limits = entry.model.limits.model_copy(update={"promised": Limit(2, "working_day")})
    quicker = replace(entry, model=entry.model.model_copy(update={"limits": limits}))
    mine = f"{{item: move-out, limits: {{promised: {own}}}}}" if own else "{item: move-settle}"
    found = with_overrides(override(YUHANG, f"items: [{mine}]"))
    changed = replace(found, items={**found.items, "move-out": quicker})

    there = plan_in(changed, YUHANG)

    assert there.item("move-out").promised == Limit(3 if own else 2, "working_day")
    assert plan_in(changed, XIHU).item("move-out").promised == Limit(2, "working_day")


def test_the_county_stands_on_the_city_and_the_city_on_the_province() -> None:
    found = with_overrides(
        override(
            PROVINCE,
            "promise: 7 working days\n"
            "items: [{item: move-out, materials: [lease], limits: {promised: 2 working days}}]",
        ),
        override(
            CITY,
            "promise: 6 working days\nitems: [{item: move-settle, limits: {promised: 1 working day}}]",
        ),
        override(YUHANG, "items: [{item: move-permit, limits: {promised: 2 working days}}]"),
    )

    there, next_door = plan_in(found, YUHANG), plan_in(found, XIHU)

    assert there.promise == next_door.promise == Limit(6, "working_day")
    assert plan_in(found, PROVINCE).promise == Limit(7, "working_day")
    items = ("move-permit", "move-out", "move-settle")
    assert [there.item(each).promised.amount for each in items] == [2, 2, 1]
    assert [next_door.item(each).promised.amount for each in items] == [3, 2, 1]
    assert "lease" in {each.key for each in there.form.materials}
    assert check_library(found).ok
    assert set(check_library(found).regional) == {
        f"two-places@{region}" for region in (PROVINCE, CITY, YUHANG)
    }


def test_another_kind_of_department_is_looked_for_in_the_region_alone() -> None:
    row = {"item": "move-settle", "region": YUHANG, "department": f"tax@{YUHANG}"}
    other = [each for each in library().responsibility if (each.item, each.region) != ("move-settle", YUHANG)]
    found = replace(
        with_overrides(override(YUHANG, "items: [{item: move-settle, department: tax}]")),
        responsibility=(*other, library().responsibility[0].model_copy(update=row)),
    )

    assert plan_in(found, YUHANG).item("move-settle").department_kind == "tax"


WRONG = {
    "unknown-region": (override("990000000000", ""), 2),
    "unknown-matter": ('override: nothing\nregion: "330110000000"\n', 1),
    "unknown-item": (override(YUHANG, "items:\n  - item: move-house"), 4),
    "duplicate": (override(YUHANG, "items:\n  - item: move-out\n  - item: move-out"), 5),
    "unknown-question": (override(YUHANG, "hints:\n  questions:\n    age: {zh: 一, en: one}"), 5),
    "unknown-element": (override(YUHANG, "hints:\n  elements:\n    age: {zh: 一, en: one}"), 5),
    "unknown-material": (override(YUHANG, "hints:\n  materials:\n    age: {zh: 一, en: one}"), 5),
    "longer-than-law": (
        override(YUHANG, "items:\n  - item: move-out\n    limits:\n      statutory: 11 working days"),
        6,
    ),
    "promise-above-law": (
        override(YUHANG, "items:\n  - item: move-out\n    limits:\n      promised: 11 working days"),
        6,
    ),
    "promise-too-short": (override(YUHANG, "promise: 1 working day"), 3),
    "unknown-entry": (override(YUHANG, "remedies: []"), 3),
}


@pytest.mark.parametrize("code", sorted(WRONG))
def test_what_cannot_be_is_told_at_its_line_of_the_override(code: str) -> None:
    text, line = WRONG[code]

    result = check(text)

    assert not result.ok
    assert {(each.code, each.file, each.line) for each in result.problems} >= {(code, "override.yaml", line)}
    assert all(each.file == "override.yaml" and each.zh and each.en for each in result.problems)


def test_a_material_that_the_dictionary_lacks_is_told_at_its_place() -> None:
    [problem] = check(
        override(YUHANG, "items:\n  - item: move-out\n    materials:\n      - passport")
    ).problems

    assert (problem.line, problem.path) == (6, "items.0.materials.0")


def test_the_receipt_and_the_joint_limit_are_of_the_law_too() -> None:
    entry = library().matters["two-places"]
    joint = load_joint("joint_limit: {limit: 30 working days}")
    model = entry.model.model_copy(update={"joint_limit": joint})
    above = replace(library(), matters={"two-places": replace(entry, model=model)})

    later = check(override(YUHANG, "items: [{item: move-out, limits: {receipt: 9 working days}}]"))
    together = check(override(YUHANG, "joint_limit: {limit: 40 working days}"), above=above)

    assert [each.code for each in later.problems] == ["longer-than-law"]
    assert "longer-than-law" in {each.code for each in together.problems}


def load_joint(line: str) -> Any:
    text = override(YUHANG, line)
    return library_of([("joint.yaml", text)]).overrides[f"two-places@{YUHANG}"].model.joint_limit


def test_examples_of_the_matter_hold_in_the_region_and_it_may_have_its_own() -> None:
    own = """
examples:
  - name: with-a-lease
    title: {zh: 带租赁合同, en: With a lease}
    answers: {self_employed: false, doubtful: false}
    expect: {end: completed, materials: [old_booklet, reason_to_move, %s]}
"""
    right, wrong = check(SPARSE + own % "lease"), check(SPARSE + own % "old_booklet")

    assert [each.en for each in right.problems] == []
    assert [each.code for each in wrong.problems] == ["example-differs"]
    assert wrong.problems[0].line > SPARSE.count("\n")


def test_a_mistake_of_the_level_above_is_not_told_once_more() -> None:
    entry = library().matters["two-places"]
    model = entry.model.model_copy(update={"promise": Limit(1, "working_day")})
    above = replace(library(), matters={"two-places": replace(entry, model=model)})

    result = check(override(YUHANG, "items: [{item: move-out, materials: [lease]}]"), above=above)

    assert result.problems == ()
    assert result.regional == {}
