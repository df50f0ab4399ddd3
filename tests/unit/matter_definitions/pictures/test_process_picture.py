"""The picture of who does what when."""

from dataclasses import replace

from clocks.clock import Limit
from forms.form_plan import Text
from matter_definitions.pictures.process import process_picture
from matter_definitions.plan import Plan
from matter_definitions.wording.titles import Names
from tests.unit.matter_definitions.comparing.changed_plans import newborn
from tests.unit.matter_definitions.pictures.reading import Seen

NAMES = Names(departments={"police": Text("公安机关", "Police")})
HOSTILE = "</title><script>alert('一')</script>\"&\x00{0}"


def with_any_of() -> Plan:
    after = (("birth-certificate", "vaccination-record"), ("birth-registration",))
    items = tuple(
        replace(each, after=after) if each.code == "insurance-registration" else each
        for each in newborn().items
    )
    return replace(newborn(), items=items)


def test_every_item_every_department_and_every_limit_is_there_in_both_languages() -> None:
    for language in ("zh", "en"):
        seen = Seen(process_picture(newborn(), language=language, names=NAMES))
        for item in newborn().items:
            title = item.title.in_language(language)
            assert "".join(title.split()) in seen.words
            assert title in seen.told()
            assert NAMES.department(item.department_kind).in_language(language) in seen.words
        assert seen.words.count("Promised:" if language == "en" else "承诺") == len(newborn().items)
        assert seen.root.attrib["lang"] == language


def test_every_dependency_is_a_line_that_says_what_it_joins() -> None:
    seen = Seen(process_picture(newborn(), language="zh"))
    plan = newborn()
    for item in plan.items:
        for first in (code for group in item.after for code in group):
            assert f"“{plan.item(first).title.zh}”办好以后才办“{item.title.zh}”" in seen.tips


def test_where_one_of_several_is_enough_the_lines_meet_in_an_or() -> None:
    assert "或" not in [each.text for each in Seen(process_picture(newborn(), language="zh")).all("text")]
    seen = Seen(process_picture(with_any_of(), language="zh"))
    assert [each.text for each in seen.all("text")].count("或") == 1
    assert sum(tip.endswith("（其中之一即可）") for tip in seen.tips) == 2
    assert "先办好“出生医学证明首次签发”或“预防接种证办理”、“出生登记（户口登记）”" in seen.told()


def test_running_cases_are_shown_where_they_are_counted() -> None:
    assert "在办" not in Seen(process_picture(newborn(), language="zh")).words
    seen = Seen(
        process_picture(newborn(), language="zh", counts={"birth-registration": 12, "social-card": 0})
    )
    assert "在办12" in seen.words
    assert "在办0" in seen.words


def test_no_box_lies_on_another_or_outside_the_picture() -> None:
    seen = Seen(process_picture(with_any_of(), language="en", counts={"birth-certificate": 3}))
    width, height = (int(seen.root.attrib[name]) for name in ("width", "height"))
    corners = [
        tuple(int(each.attrib[name]) for name in ("x", "y", "width", "height"))
        for each in seen.all("rect")
        if each.attrib.get("rx")
    ]
    assert len(corners) == len(newborn().items)
    for number, (x, y, w, h) in enumerate(corners):
        assert 0 <= x <= x + w <= width
        assert 0 <= y <= y + h <= height
        others = corners[number + 1 :]
        assert not any(x < x2 + w2 and x2 < x + w and y < y2 + h2 and y2 < y + h for x2, y2, w2, h2 in others)


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert process_picture(newborn(), language="zh") == process_picture(replace(newborn()), language="zh")


def test_a_hostile_title_stays_text() -> None:
    first, *rest = newborn().items
    items = (replace(first, title=Text(HOSTILE, HOSTILE), promised=Limit(3, "hour")), *rest)
    svg = process_picture(replace(newborn(), title=Text(HOSTILE, HOSTILE), items=items), language="zh")
    seen = Seen(svg)
    assert "<script" not in svg
    assert "alert('一')" in seen.told()
    assert "{0}" in seen.words


def test_a_matter_without_items_is_an_empty_picture() -> None:
    assert Seen(process_picture(replace(newborn(), items=()), language="zh")).told() == ""
