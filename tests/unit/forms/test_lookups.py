"""What look-ups send, when they are due, and what their answers mean."""

from dataclasses import replace

import pytest

from forms.form_plan import FormPlan
from forms.lookups import take_answer
from tests.unit.forms.newborn import (
    ANSWERS,
    FATHER_ID,
    HOUSEHOLD,
    MOTHER_ID,
    SIGNED_IN,
    birth_records,
    look,
    newborn_plan,
)


@pytest.fixture(scope="module")
def form() -> FormPlan:
    return newborn_plan().form


def test_what_belongs_to_the_answers_and_knows_all_it_sends_is_due(form: FormPlan) -> None:
    due = {each.code: each for each in look(form, prefilled=SIGNED_IN).lookups_due}
    assert set(due) == {"mother_identity", "marriage", "birth_record", "maternity_insurance"}
    assert due["mother_identity"].payload == {"id_number": MOTHER_ID, "name": "林静"}
    assert due["marriage"].payload == {
        "certificate_type": "marriage_certificate",
        "holder_id_number": MOTHER_ID,
    }
    assert (due["birth_record"].connector, due["birth_record"].kind) == ("hospital", "birth_record_lookup")


def test_nothing_is_due_before_it_is_known_who_she_is(form: FormPlan) -> None:
    assert look(form).lookups_due == ()


def test_data_that_nobody_needs_now_are_not_looked_up(form: FormPlan) -> None:
    answers = {**ANSWERS, "maternity_insured": False, "married": False, "household_follows": "mother"}
    codes = {each.code for each in look(form, answers=answers, prefilled=SIGNED_IN).lookups_due}
    assert codes == {"mother_identity", "birth_record", "household_of_mother"}


def test_what_decides_whether_an_item_is_on_is_looked_up_before_the_item_is_on(form: FormPlan) -> None:
    found = "answers.maternity_insured && found.maternity_insurance"
    switches = [
        replace(each, when=found) if each.item == "maternity-benefit" else each for each in form.switches
    ]
    seen = look(replace(form, switches=tuple(switches)), prefilled=SIGNED_IN)
    assert "maternity-benefit" not in {each.code for each in seen.items}
    assert "maternity_insurance" in {each.code for each in seen.lookups_due}


def test_a_look_up_is_made_once_for_the_same_input(form: FormPlan) -> None:
    first = look(form, prefilled=SIGNED_IN)
    asked = {each.key: each.fingerprint for each in first.lookups_due}
    assert look(form, prefilled=SIGNED_IN, asked=asked).lookups_due == ()


def test_an_answer_fills_the_fields_that_the_look_up_names(form: FormPlan) -> None:
    taken = take_answer(form, "household_of_father", outcome="done", data=HOUSEHOLD)
    assert taken.values["household.household_no"] == "900000001"
    assert taken.values["household.household_region"] == HOUSEHOLD["region"]
    assert len(taken.values) == 5
    assert taken.found == {"household_of_father": True}


def test_a_list_is_dealt_out_to_the_children_in_order(form: FormPlan) -> None:
    taken = take_answer(form, "birth_record", outcome="done", data=birth_records(3), count=2)
    assert taken.found == {"birth_record.1": True, "birth_record.2": True}
    assert taken.values["child.2.birth_record_no"] == "FM202602"
    assert "child.3.birth_record_no" not in taken.values


def test_a_list_that_is_too_short_leaves_the_rest_not_found(form: FormPlan) -> None:
    taken = take_answer(form, "birth_record", outcome="done", data=birth_records(1), count=2)
    assert taken.found == {"birth_record.1": True, "birth_record.2": False}


@pytest.mark.parametrize("outcome", ["not_found", "mismatch", "expired", "refused"])
def test_any_other_outcome_finds_nothing(form: FormPlan, outcome: str) -> None:
    taken = take_answer(form, "birth_record", outcome=outcome, data=birth_records(1), count=1)
    assert (taken.values, taken.found) == ({}, {"birth_record.1": False})


def test_a_look_up_per_child_without_a_list_is_asked_and_answered_per_child(form: FormPlan) -> None:
    answers = {**ANSWERS, "first_certificate": False}
    due = [each for each in look(form, answers=answers, prefilled=SIGNED_IN).lookups_due if each.instance]
    assert [(each.key, each.instance) for each in due] == [("birth_certificate.1", ("child", 1))]
    taken = take_answer(
        form, "birth_certificate", outcome="done", data={"number": "Z330000001"}, instance=("child", 1)
    )
    assert taken.values == {"child.1.birth_certificate_no": "Z330000001"}
    assert taken.found == {"birth_certificate.1": True}


def test_an_answer_without_what_it_promised_gives_what_it_has(form: FormPlan) -> None:
    taken = take_answer(form, "birth_record", outcome="done", data={"records": "none"}, count=1)
    assert taken.found == {"birth_record.1": False}


def test_a_number_that_was_only_typed_opens_nobodys_data(form: FormPlan) -> None:
    typed = {"mother.id_number": MOTHER_ID, "mother.name": "林静"}
    draft = look(form, values=typed)
    assert draft.lookups_due == ()
    assert "birth_record" in draft.lookups_to_sign_in_for
    assert look(form, prefilled=SIGNED_IN).lookups_to_sign_in_for == ()


def test_a_number_that_a_login_did_not_lock_proves_nothing(form: FormPlan) -> None:
    loose = {key: replace(each, locked=False) for key, each in SIGNED_IN.items()}
    other = {key: replace(each, source="somewhere") for key, each in SIGNED_IN.items()}
    assert look(form, prefilled=loose).lookups_due == look(form, prefilled=other).lookups_due == ()


def test_another_persons_number_is_sent_only_with_that_persons_own_consent(form: FormPlan) -> None:
    of_nobody = replace(form, lookups=tuple(replace(each, consent=None, when=None) for each in form.lookups))
    father = {"father.id_number": FATHER_ID, "father.name": "张伟"}
    due = look(of_nobody, prefilled=SIGNED_IN, values=father).lookups_due
    assert not [each for each in due if FATHER_ID in each.payload.values()]
