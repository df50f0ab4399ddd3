"""The picture of who gives which data to whom."""

from dataclasses import replace

from forms.form_plan import Text
from matter_definitions.pictures.data import data_picture
from matter_definitions.pictures.flows import parties_of, rows_of
from matter_definitions.wording.titles import Titles
from tests.unit.matter_definitions.comparing.changed_plans import newborn
from tests.unit.matter_definitions.pictures.reading import Seen

HOSTILE = "</title><script>alert('一')</script>\"&\x00{0}"
ROWS = {each.key: each for each in rows_of(Titles(newborn()))}


def flows(key: str) -> dict[str, str]:
    return {f"{each.party.kind}:{each.party.code}": each.kind for each in ROWS[key].flows}


def test_a_field_comes_from_the_applicant_a_look_up_an_item_or_a_number() -> None:
    assert ROWS["mother.name"].source.zh == "申请人填写"
    assert ROWS["child.sex"].source.zh == "查询“医院分娩记录”，否则申请人填写"
    assert ROWS["child.vaccination_record_no"].source.zh == "办理“预防接种证办理”时产生"
    assert ROWS["child.birth_certificate_no"].source.zh == (
        "办理“出生医学证明首次签发”时产生，否则查询“出生医学证明电子证照”，否则申请人填写"
    )
    assert ROWS["mother.birth_date"].source.zh == "从“母亲：公民身份号码”读出"
    assert (
        ROWS["household_pages"].source.zh == "查询“母亲的户口信息”，否则查询“父亲的户口信息”，否则申请人提交"
    )


def test_who_makes_a_field_gives_it_and_who_needs_it_gets_it() -> None:
    assert flows("child.birth_certificate_no") == {
        "item:birth-certificate": "gives",
        "lookup:birth_certificate": "gives",
        "item:birth-registration": "gets",
        "item:social-card": "gets",
        "item:maternity-benefit": "gets",
        "item:parenting-guidance": "gets",
    }


def test_what_is_needed_in_some_cases_is_told_apart() -> None:
    assert flows("father.name")["item:birth-registration"] == "may_get"
    assert flows("father.name")["consent:father"] == "may_get"
    (told,) = (each.told.zh for each in ROWS["father.mobile"].flows)
    when = "“父母已登记结婚吗”为“是”或“宝宝的户口随谁”为“随父亲”"
    assert told == f"“出生登记（户口登记）”可能需要“父亲：手机号码”，条件：{when}"


def test_what_a_step_sends_on_is_told_though_no_item_asks_for_it() -> None:
    assert flows("delivery.address") == {"item:social-card": "may_get"}


def test_every_need_look_up_and_product_of_the_plan_is_a_flow() -> None:
    form = newborn().form
    for each in (*form.fields, *form.materials):
        for need in each.needs:
            assert f"item:{need.item}" in flows(each.key)
        if each.produced_by:
            assert flows(each.key)[f"item:{each.produced_by}"] == "gives"
    for lookup in form.lookups:
        assert all(flows(key)[f"lookup:{lookup.code}"] == "gives" for key in lookup.gives)
        sent = (key for key in lookup.send.values() if not key.startswith("="))
        assert all(f"lookup:{lookup.code}" in flows(key) for key in sent)


def test_every_field_material_party_and_flow_is_in_the_picture_in_both_languages() -> None:
    for language in ("zh", "en"):
        seen = Seen(data_picture(newborn(), language=language))
        for party in parties_of(newborn()):
            assert "".join(party.title.in_language(language).split()) in seen.words
        for row in ROWS.values():
            assert "".join(row.title.in_language(language).split()) in seen.words
            for flow in row.flows:
                assert flow.told.in_language(language) in seen.tips
                assert flow.told.in_language(language) in seen.told()


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert data_picture(newborn(), language="en") == data_picture(replace(newborn()), language="en")


def test_a_hostile_title_stays_text() -> None:
    form = newborn().form
    words = Text(HOSTILE, HOSTILE)
    fields = (replace(form.fields[0], title=words), *form.fields[1:])
    lookups = (replace(form.lookups[0], title=words), *form.lookups[1:])
    plan = replace(newborn(), title=words, form=replace(form, fields=fields, lookups=lookups))
    svg = data_picture(plan, language="zh")
    assert "<script" not in svg
    assert "alert('一')" in Seen(svg).told()
