"""What the paper of a result prints of several people."""

from engine.printed import printed_of
from matter_definitions.state import ItemState
from tests.built_in import built_in_plan

VALUES = {
    "company.business_scope": "茶叶种植",
    "shareholder.1.name": "甲",
    "shareholder.1.subscribed_capital": 1,
    "shareholder.2.name": "乙",
    "shareholder.2.subscribed_capital": 2,
    "organisation.1.organisation_name": "丙公司",
}


def printed(result: str) -> list[tuple[str, object]]:
    plan = built_in_plan("open-business")
    item = plan.item("company-registration")
    [paper] = [each for each in item.results if each.code == result]
    state = ItemState(item.code, item.code, 1, "330110000000", "market-regulation")
    entries = printed_of(plan, item, state, result=paper, values=VALUES)
    return [(each.label.zh, each.value) for each in entries if each.value is not None]


def test_each_of_several_people_is_printed_with_what_is_said_of_him() -> None:
    whose = "出资人（股东、发起人、合伙人、成员）"
    assert printed("company_articles") == [
        ("经营范围", "茶叶种植"),
        (f"{whose} 1：姓名", "甲"),
        (f"{whose} 1：认缴出资额（元）", 1),
        (f"{whose} 2：姓名", "乙"),
        (f"{whose} 2：认缴出资额（元）", 2),
        ("单位出资人和代表其签署的人 1：单位名称", "丙公司"),
    ]


def test_a_licence_without_people_prints_none() -> None:
    assert printed("business_licence") == [("经营范围", "茶叶种植")]
