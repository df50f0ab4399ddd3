"""The newborn's form, looked at as the mother fills it in."""

import pytest

from forms.draft import differences, submission_of
from forms.form_plan import FormPlan
from forms.reading import Prefilled
from tests.unit.forms.newborn import (
    ANSWERS,
    TYPED,
    XIHU,
    YUHANG,
    everything_found,
    keys_of,
    look,
    look_at_complete,
    newborn_plan,
    papers_of,
    pointers,
)


@pytest.fixture(scope="module")
def form() -> FormPlan:
    return newborn_plan().form


UNMARRIED: dict[str, object] = {**ANSWERS, "married": False, "household_follows": "mother"}


def test_a_complete_draft_can_be_submitted(form: FormPlan) -> None:
    draft = look_at_complete(form)
    assert draft.problems == ()
    assert draft.can_submit
    assert len(draft.items) == 9
    assert {item.code for item in draft.items} == {switch.item for switch in form.switches}


def test_each_item_is_in_the_place_that_its_own_rule_gives(form: FormPlan) -> None:
    regions = {item.code: item.region for item in look_at_complete(form).items}
    assert regions["birth-certificate"] == XIHU
    assert regions["birth-registration"] == YUHANG
    assert regions["insurance-registration"] == YUHANG
    assert regions["maternity-benefit"] == XIHU


def test_an_empty_draft_tells_all_questions_at_once(form: FormPlan) -> None:
    draft = look(form, answers={})
    asked = {question.code for question in form.questions} - {"different_ethnic_groups"}
    assert {f"/answers/{code}" for code in asked} <= pointers(draft)
    assert not draft.can_submit


def test_all_wrong_values_are_told_at_once_with_the_field_and_the_reason(form: FormPlan) -> None:
    wrong = {"father.id_number": "123", "father.mobile": "12345", "account.account_no": "1"}
    draft = look_at_complete(form, values={**TYPED, **wrong})
    assert pointers(draft) == {f"/form/{key}" for key in wrong}
    assert all(problem.zh and problem.en for problem in draft.problems)


def test_a_rule_is_quiet_until_what_it_compares_with_is_filled_in(form: FormPlan) -> None:
    prefilled, _ = everything_found(form)
    del prefilled["mother.name"]
    nameless = {key: value for key, value in TYPED.items() if key != "mother.name"}
    others = {"account.account_name": "别人"}
    waiting = look_at_complete(form, prefilled=prefilled, values={**nameless, **others})
    compared = look_at_complete(form, prefilled=prefilled, values={**TYPED, **others, "mother.name": "林静"})
    assert pointers(waiting) == {"/form/mother.name"}
    assert "/form/account.account_name" in pointers(compared)


def test_a_name_with_a_character_outside_the_table_is_a_problem_that_names_it(form: FormPlan) -> None:
    draft = look_at_complete(form, values={**TYPED, "child.1.name": "张𠮷"})
    [problem] = draft.problems
    assert problem.pointer == "/form/child.1.name"
    assert "𠮷" in problem.zh
    assert "𠮷" in problem.en


def test_a_shared_element_is_asked_once(form: FormPlan) -> None:
    keys = [field.key for field in look_at_complete(form).fields]
    assert len(keys) == len(set(keys))
    needed_by = next(field for field in form.fields if field.key == "mother.name").needs
    assert len(needed_by) >= 7


def test_what_an_item_produces_is_not_asked_while_the_item_is_on(form: FormPlan) -> None:
    assert not keys_of(look_at_complete(form)) & {"child.1.birth_certificate_no", "child.1.id_number"}
    issued = {**ANSWERS, "first_certificate": False}
    assert "child.1.birth_certificate_no" in keys_of(look(form, answers=issued))


def test_the_strictest_need_wins(form: FormPlan) -> None:
    """The fertility registration can do without the father's name, the birth certificate cannot."""
    father = next(field for field in look(form).fields if field.key == "father.name")
    assert father.required


def test_birth_dates_are_computed_from_the_identity_numbers_and_not_typed(form: FormPlan) -> None:
    draft = look_at_complete(form, values={**TYPED, "mother.birth_date": "1900-01-01"})
    mother = next(field for field in draft.fields if field.key == "mother.birth_date")
    assert (mother.value, mother.locked, mother.source) == ("1995-05-17", True, "derived")
    assert draft.values["father.birth_date"] == "1993-11-03"


def test_what_a_register_gave_is_locked_and_wins_over_what_is_typed(form: FormPlan) -> None:
    draft = look_at_complete(form, values={**TYPED, "household.head_name": "别人"})
    head = next(field for field in draft.fields if field.key == "household.head_name")
    assert (head.value, head.locked, head.source) == ("张伟", True, "household_of_father")


def test_her_own_number_may_be_typed_over_but_not_her_identity(form: FormPlan) -> None:
    typed = {**TYPED, "mother.mobile": "13700137000", "mother.name": "别人"}
    draft = look_at_complete(form, values=typed)
    assert draft.values["mother.mobile"] == "+8613700137000"
    assert draft.values["mother.name"] == "林静"


class TestChangingAnAnswer:
    def test_says_what_comes_and_what_goes(self, form: FormPlan) -> None:
        before = look(form)
        after = look(form, answers={**ANSWERS, "maternity_insured": False, "social_card": "none"})
        change = differences(before, after)
        assert change.items_removed == ("social-card.1", "maternity-benefit")
        assert change.items_added == ()
        assert {"account.account_no", "card.card_bank", "mother.insurance_no"} <= set(change.fields_removed)
        assert change.materials_removed == ("maternity_invoice",)
        back = differences(after, before)
        assert back.items_added == change.items_removed
        assert back.fields_added == change.fields_removed

    def test_loses_nothing_typed_and_submits_nothing_that_is_not_asked(self, form: FormPlan) -> None:
        answers = {**ANSWERS, "maternity_insured": False}
        submitted = submission_of(look_at_complete(form, answers=answers)).values
        assert "account.account_no" not in submitted
        assert submission_of(look_at_complete(form)).values["account.account_no"] == "6222021234567890128"

    def test_what_a_register_said_of_the_other_parent_no_longer_counts(self, form: FormPlan) -> None:
        draft = look_at_complete(form, answers={**ANSWERS, "household_follows": "mother"})
        head = next(field for field in draft.fields if field.key == "household.head_name")
        assert (head.value, head.locked) == (None, False)
        assert "/form/household.head_name" in pointers(draft)
        assert papers_of(draft)["household_pages"]

    def test_an_answer_to_a_question_no_longer_asked_does_not_count(self, form: FormPlan) -> None:
        answers = {**UNMARRIED, "different_ethnic_groups": True}
        draft = look(form, answers=answers)
        assert "different_ethnic_groups" not in draft.answers
        assert "ethnic_statement" not in papers_of(draft)


@pytest.mark.parametrize(
    ("change", "paper"),
    [
        ({"surname": "other"}, "child.1.surname_reason"),
        ({"different_ethnic_groups": True}, "ethnic_statement"),
        ({"military_parent": True}, "military_card"),
        ({"household_here": False}, "household_pages"),
        ({"first_certificate": False}, "child.1.birth_certificate_paper"),
    ],
)
def test_an_answer_brings_its_paper(form: FormPlan, change: dict[str, object], paper: str) -> None:
    assert paper in papers_of(look(form, answers={**ANSWERS, **change}))
    assert not papers_of(look_at_complete(form)).get(paper, False)


def test_a_collective_household_must_agree(form: FormPlan) -> None:
    prefilled, found = everything_found(form)
    prefilled["household.household_type"] = Prefilled("collective", "household_of_father")
    draft = look_at_complete(form, prefilled=prefilled, found=found)
    assert pointers(draft) == {"/materials/collective_consent"}


@pytest.mark.parametrize(
    ("question", "answer"), [("born_where", "abroad"), ("born_where", "home"), ("age", "one_or_older")]
)
def test_an_exit_says_why_and_where_to_go(form: FormPlan, question: str, answer: str) -> None:
    draft = look_at_complete(form, answers={**ANSWERS, question: answer})
    [problem] = draft.problems
    assert (problem.pointer, problem.code) == (f"/answers/{question}", "exit")
    assert "窗口" in problem.zh
    assert not draft.can_submit


def test_an_answer_that_is_none_of_the_options_is_refused_in_words(form: FormPlan) -> None:
    answers: dict[str, object] = {**ANSWERS, "married": "yes", "children": 9, "surname": "x", "colour": "red"}
    wrong = {"/answers/married", "/answers/children", "/answers/surname", "/answers/colour"}
    draft = look_at_complete(form, answers={**answers, "children": 1}, consents={})
    assert wrong - {"/answers/children"} <= pointers(draft)
    assert wrong <= pointers(look(form, answers=answers))


def test_a_field_that_does_not_exist_is_told(form: FormPlan) -> None:
    assert pointers(look_at_complete(form, values={**TYPED, "child.1.horoscope": "x"})) == {
        "/form/child.1.horoscope"
    }


def test_mail_asks_for_an_address_and_collecting_does_not(form: FormPlan) -> None:
    assert "delivery.address" in keys_of(look_at_complete(form))
    assert "delivery.address" not in keys_of(look_at_complete(form, delivery="pickup"))
    assert pointers(look_at_complete(form, delivery=None)) == {"/delivery/mode"}
    assert pointers(look_at_complete(form, delivery="pigeon")) == {"/delivery/mode"}


def test_an_account_of_somebody_else_is_refused(form: FormPlan) -> None:
    draft = look_at_complete(form, values={**TYPED, "account.account_name": "张伟"})
    assert pointers(draft) == {"/form/account.account_name"}


def test_the_submission_holds_the_delivery_and_the_computed_values(form: FormPlan) -> None:
    submitted = submission_of(look_at_complete(form))
    assert submitted.values["delivery.mode"] == "mail"
    assert submitted.values["mother.birth_date"] == "1995-05-17"
    assert submitted.materials == ("maternity_invoice",)
    assert submitted.answers == ANSWERS
