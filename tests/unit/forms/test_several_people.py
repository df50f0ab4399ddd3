"""Each of several people agrees for himself; the form asks for all of them and nothing of the others."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from departments.simulated.people import HE_ZHIQIANG, LIN_RUOXI, WANG_DAMING
from forms.draft import Draft, look_at_draft
from forms.form_plan import FormPlan
from forms.reading import CONSENT_STATES, SIGN_IN, Known, Prefilled, Reading
from matter_definitions.check import check_library
from matter_definitions.imaginary.wrong_decisions import wrong_decisions
from matter_definitions.library_index import load_library
from matter_definitions.plan import Plan
from tests.unit.forms.newborn import TODAY, pointers

FOLDER = Path(__file__).parents[2] / "definitions" / "several_signers"
PEOPLE = (WANG_DAMING, HE_ZHIQIANG, LIN_RUOXI)
ROWS = {
    f"owner.{number}.{element}": value
    for number, each in enumerate(PEOPLE, start=1)
    for element, value in (("name", each.name), ("id_number", each.id_number), ("share", 10 * number))
}


@cache
def plan() -> Plan:
    result = check_library(load_library(FOLDER))
    assert [each.en for each in result.problems] == []  # its examples were played, too
    return result.plans["shared-garden"]


def form() -> FormPlan:
    return plan().form


def look(**known: Any) -> Draft:
    return look_at_draft(form(), answers={"owners": 3}, today=TODAY, values=ROWS, **known)


def state_seen(consents: dict[str, str], instance: tuple[str, int] | None) -> object:
    known = Known(answers={"owners": 3}, today=TODAY, values=ROWS, consents=consents)
    return Reading(form(), known).facts(instance)["consent.owners"]


def test_everybody_is_asked_for_himself_and_shown_his_own() -> None:
    consents = look().consents
    assert [(each.code, each.person) for each in consents] == [
        (f"owners.{number}", each.name) for number, each in enumerate(PEOPLE, start=1)
    ]
    assert "owner.2.share" in consents[1].shows
    assert not {"owner.1.share", "owner.3.share"} & set(consents[1].shows)
    assert {"owner.1.name", "owner.2.name", "owner.3.name"} <= set(consents[1].shows)


def test_a_condition_about_one_sees_his_answer_and_one_about_all_the_furthest_from_agreed() -> None:
    said = {"owners.1": "given", "owners.2": "refused", "owners.3": "asked"}
    assert [state_seen(said, ("owner", number)) for number in (1, 2, 3)] == ["given", "refused", "asked"]
    assert state_seen(said, None) == "refused"
    assert state_seen({**said, "owners.2": "given"}, None) == "asked"
    assert state_seen(dict.fromkeys(said, "given"), None) == "given"


@pytest.mark.parametrize("state", [each for each in CONSENT_STATES if each not in ("given", "not_needed")])
def test_as_long_as_one_has_not_agreed_nothing_is_submitted_and_he_is_named(state: str) -> None:
    draft = look(consents={"owners.1": "given", "owners.2": state, "owners.3": "given"})
    missing = [each for each in draft.problems if each.pointer.startswith("/consents/")]
    assert [each.pointer for each in missing] == ["/consents/owners.2"]
    assert HE_ZHIQIANG.name in missing[0].zh
    assert HE_ZHIQIANG.name in missing[0].en


def test_his_own_paper_and_no_other_stands_in_the_place_of_his_consent() -> None:
    said = {"owners.1": "given", "owners.2": "refused", "owners.3": "given"}
    assert "/consents/owners.2" in pointers(look(consents=said, materials={"owner.1.letter"}))
    assert "/consents/owners.2" not in pointers(look(consents=said, materials={"owner.2.letter"}))


def test_a_register_is_asked_about_whoever_has_agreed_and_about_nobody_else() -> None:
    draft = look(consents={"owners.2": "given", "owners.1": "asked"})
    assert [each.key for each in draft.lookups_due] == ["owner_identity.2"]
    found = {"owner_identity.1": True, "owner_identity.2": True}
    after = look(consents={"owners.2": "given"}, found=found)
    assert [each.key for each in after.materials if each.replaced] == ["owner.2.identity_card"]


def test_only_a_proved_number_makes_one_of_them_the_applicant() -> None:
    for locked, source, asked in ((True, SIGN_IN, 2), (False, SIGN_IN, 3), (True, "register", 3)):
        known = Prefilled(HE_ZHIQIANG.id_number, source, locked=locked)
        assert len(look(prefilled={"gardener.id_number": known}).consents) == asked
    typed = {**ROWS, "gardener.id_number": HE_ZHIQIANG.id_number}
    assert len(look_at_draft(form(), answers={"owners": 3}, today=TODAY, values=typed).consents) == 3


def test_of_an_imaginary_case_one_of_several_is_decided_by_his_number() -> None:
    assert wrong_decisions(plan(), {"consent.owners.2": ("refused",), "consent.owners": ("given",)}) == []
    assert len(wrong_decisions(plan(), {"consent.owners.x": ("refused",), "consent.owner": ("given",)})) == 2
