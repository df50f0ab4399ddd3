"""The father who takes part, refuses or is never asked; and two children at once."""

import pytest

from forms.form_plan import FormPlan
from tests.unit.forms.newborn import (
    ANSWERS,
    FATHER_ID,
    HOUSEHOLD,
    MOTHER_ID,
    SIGNED_IN,
    TYPED,
    YUHANG,
    everything_found,
    keys_of,
    look,
    look_at_complete,
    newborn_plan,
    papers_of,
    pointers,
)

UNMARRIED: dict[str, object] = {**ANSWERS, "married": False, "household_follows": "mother"}
TWINS: dict[str, object] = {**ANSWERS, "children": 2}
SECOND: dict[str, object] = {"child.2.name": "张沐阳", "child.2.ethnic_group": "01"}


@pytest.fixture(scope="module")
def form() -> FormPlan:
    return newborn_plan().form


class TestTheFather:
    def test_a_birth_outside_marriage_that_follows_the_mother_never_asks_for_him(
        self, form: FormPlan
    ) -> None:
        draft = look(form, answers=UNMARRIED, prefilled=SIGNED_IN)
        assert not [key for key in keys_of(draft) if key.startswith(("father.", "parents."))]
        assert not [key for key in papers_of(draft) if key.startswith("father.")]
        assert draft.consents == ()
        assert not [due for due in draft.lookups_due if "father" in due.code]
        assert papers_of(draft)["unmarried_statement"]
        assert "child.1.parentage_test" not in papers_of(draft)

    def test_a_birth_outside_marriage_that_follows_the_father_asks_for_a_test(self, form: FormPlan) -> None:
        draft = look(form, answers={**UNMARRIED, "household_follows": "father"})
        assert papers_of(draft)["child.1.parentage_test"]
        assert [consent.code for consent in draft.consents] == ["father"]

    @pytest.mark.parametrize("state", ["not_asked", "asked", "refused", "expired"])
    def test_without_his_consent_the_draft_waits_and_says_what_to_do(
        self, form: FormPlan, state: str
    ) -> None:
        draft = look_at_complete(form, consents={"father": state})
        assert "/consents/father" in pointers(draft)
        [problem] = [each for each in draft.problems if each.pointer == "/consents/father"]
        assert "身份证" in problem.zh

    @pytest.mark.parametrize("state", ["asked", "refused", "expired"])
    def test_copies_of_his_papers_stand_in_its_place(self, form: FormPlan, state: str) -> None:
        prefilled, found = everything_found(form)
        found = {code: is_found and "father" not in code for code, is_found in found.items()}
        household = {
            "household.household_no": "900000001",
            "household.head_name": "张伟",
            "household.household_address": HOUSEHOLD["address"],
            "household.household_region": YUHANG,
            "household.household_type": "family",
        }
        draft = look_at_complete(
            form,
            values={**TYPED, **household},
            prefilled={key: one for key, one in prefilled.items() if one.source != "household_of_father"},
            found=found,
            consents={"father": state},
            materials={
                "maternity_invoice",
                "father.identity_card",
                "marriage_certificate",
                "household_pages",
            },
        )
        assert draft.problems == ()
        assert draft.consents[0].by_alternative

    def test_a_refusal_makes_the_copies_required(self, form: FormPlan) -> None:
        offered = look_at_complete(form, consents={"father": "asked"}, found={})
        assert "father.identity_card" in papers_of(offered)
        assert not papers_of(offered)["father.identity_card"]
        refused = look_at_complete(form, consents={"father": "refused"}, found={})
        assert papers_of(refused)["father.identity_card"]

    def test_his_data_are_looked_up_only_with_his_consent(self, form: FormPlan) -> None:
        without = look(form, values=TYPED, prefilled=SIGNED_IN)
        assert not [due for due in without.lookups_due if FATHER_ID in due.payload.values()]
        given = look(form, values=TYPED, prefilled=SIGNED_IN, consents={"father": "given"})
        codes = {due.code for due in given.lookups_due if FATHER_ID in due.payload.values()}
        assert codes == {"father_identity", "household_of_father"}

    def test_he_is_not_the_mother(self, form: FormPlan) -> None:
        draft = look_at_complete(form, values={**TYPED, "father.id_number": MOTHER_ID})
        assert "/form/father.id_number" in pointers(draft)


class TestTwins:
    def test_each_child_has_its_own_fields_and_items(self, form: FormPlan) -> None:
        draft = look_at_complete(form, answers=TWINS, values={**TYPED, **SECOND})
        assert draft.problems == ()
        assert {"child.1.name", "child.2.name"} <= keys_of(draft)
        assert len(draft.items) == 7 * 2 + 2
        assert [item.key for item in draft.items if item.code == "birth-registration"] == [
            "birth-registration.1",
            "birth-registration.2",
        ]
        assert draft.counts == {"child": 2}

    def test_the_second_record_belongs_to_the_second_child(self, form: FormPlan) -> None:
        draft = look_at_complete(form, answers=TWINS, values={**TYPED, **SECOND})
        assert draft.values["child.1.birth_record_no"] == "FM202601"
        assert draft.values["child.2.birth_record_no"] == "FM202602"

    def test_a_missing_name_is_told_for_the_right_child(self, form: FormPlan) -> None:
        assert "/form/child.2.name" in pointers(look_at_complete(form, answers=TWINS))

    def test_a_record_for_one_of_two_asks_the_paper_of_the_other(self, form: FormPlan) -> None:
        _, found = everything_found(form, count=2)
        found["birth_record.2"] = False
        draft = look_at_complete(form, answers=TWINS, found=found)
        papers = papers_of(draft)
        assert not papers["child.1.birth_record_paper"]
        assert papers["child.2.birth_record_paper"]

    def test_a_second_child_makes_the_look_up_due_again(self, form: FormPlan) -> None:
        one = look(form, prefilled=SIGNED_IN)
        asked = {due.key: due.fingerprint for due in one.lookups_due}
        assert not look(form, prefilled=SIGNED_IN, asked=asked).lookups_due
        again = look(form, answers=TWINS, prefilled=SIGNED_IN, asked=asked)
        assert [due.code for due in again.lookups_due] == ["birth_record"]
