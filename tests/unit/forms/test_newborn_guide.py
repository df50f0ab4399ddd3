"""The guide from answers alone, of the newborn matter."""

import pytest

from forms.form_plan import FormPlan
from forms.guide import guide
from forms.switching import instances, items_on
from tests.unit.forms.newborn import ANSWERS, TODAY, newborn_plan


@pytest.fixture(scope="module")
def form() -> FormPlan:
    return newborn_plan().form


def test_without_answers_every_question_is_to_be_asked(form: FormPlan) -> None:
    nothing_said = guide(form, answers={}, today=TODAY)
    assert not nothing_said.complete
    assert [view.code for view in nothing_said.questions_to_ask][:3] == ["born_where", "age", "children"]


def test_with_all_answers_it_is_complete_and_tells_all_nine_items(form: FormPlan) -> None:
    all_said = guide(form, answers=ANSWERS, today=TODAY)
    assert all_said.complete
    assert all_said.questions_to_ask == ()
    assert len({item.code for item in all_said.items}) == 9


def test_an_item_says_why_it_is_on_in_the_words_of_the_questions(form: FormPlan) -> None:
    why = {item.code: item.why for item in guide(form, answers=ANSWERS, today=TODAY).items}
    assert why["maternity-benefit"].zh == "母亲参加了生育保险吗：是"
    assert why["maternity-benefit"].en == "Is the mother insured for maternity: yes"
    assert "电子卡和实体卡" in why["social-card"].zh
    assert why["vaccination-record"].zh == "办这件事都需要"


def test_a_material_says_what_replaces_it(form: FormPlan) -> None:
    papers = {paper.base_key: paper for paper in guide(form, answers=ANSWERS, today=TODAY).materials}
    assert [each.lookup for each in papers["marriage_certificate"].replaced_by] == ["marriage"]
    assert [each.lookup for each in papers["household_pages"].replaced_by] == ["household_of_father"]
    assert [each.lookup for each in papers["father.identity_card"].replaced_by] == ["father_identity"]
    assert not papers["marriage_certificate"].replaced
    assert papers["maternity_invoice"].replaced_by == ()


def test_an_exit_ends_the_guide(form: FormPlan) -> None:
    abroad = guide(form, answers={"born_where": "abroad"}, today=TODAY)
    assert not abroad.complete
    [way_out] = abroad.exits
    assert way_out.question == "born_where"
    assert "派出所" in way_out.exit.where.zh


def test_the_question_on_ethnic_groups_is_asked_only_when_the_father_takes_part(form: FormPlan) -> None:
    alone = {**ANSWERS, "married": False, "household_follows": "mother"}
    del alone["different_ethnic_groups"]
    assert guide(form, answers=alone, today=TODAY).complete
    together = {**alone, "married": True}
    asked = guide(form, answers=together, today=TODAY).questions_to_ask
    assert [view.code for view in asked] == ["different_ethnic_groups"]


def test_the_same_answers_give_the_same_guide(form: FormPlan) -> None:
    assert guide(form, answers=ANSWERS, today=TODAY) == guide(form, answers=dict(ANSWERS), today=TODAY)


def test_each_child_counts(form: FormPlan) -> None:
    assert instances(form, "child", answers={**ANSWERS, "children": 3}, today=TODAY) == 3
    assert instances(form, "child", answers={}, today=TODAY) == 1
    assert instances(form, "mother", answers={}, today=TODAY) == 1
    keys = [item.key for item in items_on(form, answers={**ANSWERS, "children": 3}, today=TODAY)]
    assert keys.count("fertility-registration") == 1
    assert [key for key in keys if key.startswith("social-card")] == [f"social-card.{n}" for n in (1, 2, 3)]
