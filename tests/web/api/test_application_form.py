"""The application form as a paper: all that a case was submitted with, each thing once, and by whom."""

from dataclasses import replace
from typing import Any

from activities.papers.application import application_variables
from departments.simulated.people import HE_ZHIQIANG, WANG_DAMING
from documents.papers import PAPERS
from documents.render import render_html
from documents.template_texts import example_of
from engine.change import change_case, read_case
from engine.who import THE_ENGINE
from tests.web.api.conftest import Town
from tests.web.api.garden import open_garden

OWNERS = ("father", "second-father")


async def submitted(town: Town) -> dict[str, Any]:
    """What the form of a garden says that two people share."""
    async with read_case(town.app.state.parts.engine, await shared_garden(town)) as case:
        return await application_variables(case)


async def shared_garden(town: Town) -> int:
    """The case of two people, submitted."""
    garden = await open_garden(town, owners=OWNERS)
    for number, persona in enumerate(OWNERS, start=1):
        await garden.agree(number, persona)
    case_no = (await (await garden.gardener()).post(f"{garden.path}/submit", status=201))["case_no"]
    [(case_id,)] = town.sql("SELECT id FROM matter_case WHERE case_no = %s", case_no)
    return case_id


async def test_it_prints_what_was_submitted_whatever_was_corrected_before_it_was_drawn(town: Town) -> None:
    case_id = await shared_garden(town)
    engine = town.app.state.parts.engine
    async with change_case(engine, case_id, by=THE_ENGINE) as case:
        before = await application_variables(case)
        name = next(key for key, value in case.values.items() if value == HE_ZHIQIANG.name)
        case.set_values({name: "何志远"})

    async with read_case(engine, case_id) as case:
        assert case.values[name] == "何志远"
        assert await application_variables(case) == before


async def test_it_says_each_thing_once_and_names_whoever_stands_for_it(town: Town) -> None:
    variables = await submitted(town)

    groups = {each["title"].zh: each["entries"] for each in variables["groups"]}
    assert list(groups) == ["申请人", "共有人 1", "共有人 2", "菜园"]
    for entries in groups.values():
        labels = [each["label"].zh for each in entries]
        assert len(labels) == len(set(labels))
    second = {each["label"].zh: each["value"] for each in groups["共有人 2"]}
    assert second["姓名"] == HE_ZHIQIANG.name or second["姓名"].zh == HE_ZHIQIANG.name
    whole = str(variables)
    assert HE_ZHIQIANG.id_number not in whole, "what is sensitive is masked on a paper that is carried about"
    assert "余杭区" in str(groups["菜园"]), "a region is named, and no code of twelve digits"
    assert [(each["question"].zh, each["answer"].zh) for each in variables["answers"]] == [
        ("几位共有人？", "2")
    ]
    papers = [each["title"].zh for each in variables["materials"]]
    assert len(papers) == len(set(papers)), "a card that each of them has is told apart by whose it is"
    agreed = [(each["title"].zh, each["name"], each["how"]) for each in variables["agreed"]]
    assert agreed == [
        ("共有人同意", WANG_DAMING.name, "login"),
        ("共有人同意", HE_ZHIQIANG.name, "login"),
    ]
    given = {"matter": "菜园", "items": [{"title": "登记", "department": "农业农村局"}]} | variables
    printed = render_html(
        "application_form", replace(example_of(PAPERS["application_form"]), variables=given)
    )
    for words in ("共有人 2", "登录后同意", "没有使用数字证书签名", HE_ZHIQIANG.name):
        assert words in printed
