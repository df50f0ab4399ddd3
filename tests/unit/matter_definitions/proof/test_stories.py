"""What an official reads when a proof fails: one reason, in the words of the form, with a short story."""

from pathlib import Path

import pytest

from forms.form_plan import Text
from matter_definitions.check import check_files
from matter_definitions.library_index import Library, load_library

DEFINITIONS = Path(__file__).parents[3] / "definitions"
WAITS = Text(
    "事项“读者证”（library-card）要等“住址证明”（address-proof），但有时不办理后者，"
    "又没有要求申请人提交它的结果。例如“住在这里吗”为“否”时。",
    "the item “Library card” (library-card) waits for “Proof of address” (address-proof), which may be off"
    " while nothing that it makes is asked for instead. For example: “Do you live here” is “no”.",
)
NOWHERE = Text(
    "有的回答不会办理任何事项，也没有告诉申请人该去哪里。例如“住在这里吗”为“否”、“人数”为“0”时。",
    "there are answers with which no item is on, and nobody is told where to go instead."
    " For example: “Do you live here” is “no”, “Members” is “0”.",
)
TOO_MANY = Text(
    "“家庭成员”（member）最多只能有 20 个，有的回答会更多（请给问题写 maximum）。在任何情况下都是这样。",
    "there can be 20 of “Member” (member) at most, and some answers give more"
    " (give the question a maximum). It is so in every case.",
)
NEVER_NEEDED = Text(
    "没有任何回答会要求“读者：地址”（reader.address）",
    "no answers ever ask for “Reader: Address” (reader.address)",
)
AGE = Text(
    "条件 years_between(reader.birth_date, today) < 18 中的 years_between(…) 无法证明："
    "它随申请的日子变化，请改为提问（如“是否已满十八周岁？”）并以回答作条件，"
    "或与固定日期比较，如 x < date('2026-01-01')",
    "nothing can be proved of years_between(…) in the condition"
    " years_between(reader.birth_date, today) < 18: it changes from day to day: ask a question"
    " (“Is he eighteen or older?”) and use its answer, or compare with a fixed day,"
    " as in x < date('2026-01-01')",
)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(DEFINITIONS / "library_card")


@pytest.mark.parametrize(
    ("name", "words"),
    {
        "waits-for-nothing": WAITS,
        "leads-nowhere": NOWHERE,
        "repeats-by-the-million": TOO_MANY,
        "field-never-needed": NEVER_NEEDED,
        "undecidable-age": AGE,
    }.items(),
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_failed_proof_is_told_with_titles_and_the_shortest_story(
    library: Library, name: str, words: Text
) -> None:
    problems = check_files([DEFINITIONS / "broken" / f"{name}.yaml"], library=library).problems
    assert [Text(each.zh, each.en) for each in problems if each.severity == "error"] == [words]


def test_what_follows_from_one_mistake_is_not_told_once_more(library: Library) -> None:
    """No way in: nothing else can be either. An item that is never on: nor can anything that it needs."""
    for name, code in (("no-way-in", "no-way-in"), ("item-never-on", "never-on")):
        problems = check_files([DEFINITIONS / "broken" / f"{name}.yaml"], library=library).problems
        assert [each.code for each in problems if each.severity == "error"] == [code]
