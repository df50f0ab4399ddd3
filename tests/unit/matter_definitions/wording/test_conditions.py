"""Conditions in words of the matter."""

import pytest

from expressions.types import ValueType
from matter_definitions.wording.conditions import expression_in_words
from matter_definitions.wording.titles import Titles
from tests.unit.matter_definitions.comparing.changed_plans import newborn

TITLES = Titles(newborn())
MARRIED = "“父母已登记结婚吗”为"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("answers.married", f"{MARRIED}“是”"),
        ("!answers.married", f"{MARRIED}“否”"),
        ("answers.married == false", f"{MARRIED}“否”"),
        ("answers.surname == 'other'", "“宝宝姓什么”为“其他姓氏”"),
        ("answers.surname in ['father', 'mother']", "“宝宝姓什么”为“随父姓”或“随母姓”"),
        ("answers.children > 2", "“这次生了几个宝宝”大于2"),
        ("answers.married && (answers.insure_here || answers.children > 2)",
         f"{MARRIED}“是”且（“现在为宝宝参加居民医保吗”为“是”或“这次生了几个宝宝”大于2）"),
        ("!(answers.married || answers.insure_here)",
         f"并非（{MARRIED}“是”或“现在为宝宝参加居民医保吗”为“是”）"),
        ("consent.father == 'given' && found.marriage", "“父亲的同意”为“已同意”且已查到“结婚证电子证照”"),
        ("!given.mother.mobile", "未填写“母亲：手机号码”"),
        ("mother.birth_date < date('2000-01-01')", "“母亲：出生日期”小于2000年1月1日"),
        ("days_between(child.birth_time, today) > 30", "“新生儿：出生时间”到申请日的天数大于30"),
        ("(answers.children + 1) * 2 > 4", "（“这次生了几个宝宝” + 1） × 2大于4"),
        ("answers.married ? answers.children < 3 : false",
         f"如果{MARRIED}“是”，则“这次生了几个宝宝”小于3，否则从不"),
        ("delivery.mode == 'mail'", "领取方式为“邮寄”"),
        ("item.risk == 'low'", "事项风险为“低”"),
    ],
)  # fmt: skip
def test_a_condition_speaks_of_questions_and_their_answers(source: str, said: str) -> None:
    words = expression_in_words(TITLES, source)
    assert words.zh == said
    assert "answers." not in words.en


@pytest.mark.parametrize(
    "source", ["child.name.startsWith('a')", "answers.gone", "((", "answers.married == (1 > 2)"]
)
def test_what_has_no_words_is_shown_as_it_is_written(source: str) -> None:
    assert expression_in_words(TITLES, source).zh == source


def test_a_region_is_told_by_the_field_that_gives_it() -> None:
    words = expression_in_words(TITLES, "household.household_region", result=ValueType.STRING)
    assert words.zh == "“落户的户口：户口所在地区”"
