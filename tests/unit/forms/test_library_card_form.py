"""The neutral matter: nothing in forms knows of births."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forms.answering import read_answers
from forms.draft import Draft, look_at_draft
from forms.form_plan import FormPlan
from forms.guide import guide
from forms.prefill import from_sign_in
from forms.values.resident_id import make_resident_id
from matter_definitions.check import check_library
from matter_definitions.library_index import load_library

TODAY = date(2026, 3, 2)
NUMBER = make_resident_id(region="330106", birth=date(2000, 1, 15), sequence=17)
ANSWERS: dict[str, object] = {
    "resident": True,
    "student": False,
    "age_group": "adult",
    "members": 0,
    "printed": False,
}
VALUES: dict[str, object] = {
    "reader.name": "王小明",
    "reader.id_number": NUMBER,
    "reader.mobile": "13800138000",
    "reader.address": "西湖区模拟路 2 号",
    "reader.home_region": "330106000000",
}


@pytest.fixture(scope="module")
def form() -> FormPlan:
    library = load_library(Path(__file__).parents[2] / "definitions" / "library_card")
    return check_library(library).plans["library-card"].form


def look(form: FormPlan, *, answers: dict[str, object] | None = None, **known: Any) -> Draft:
    known = {"values": VALUES, "materials": {"photo", "address_proof"}, "delivery": "electronic", **known}
    return look_at_draft(form, answers=answers or ANSWERS, today=TODAY, **known)


def test_an_adult_who_lives_here_needs_two_items(form: FormPlan) -> None:
    draft = look(form)
    assert draft.problems == ()
    assert [item.key for item in draft.items] == ["address-proof", "library-card"]


def test_who_neither_lives_nor_studies_here_is_shown_the_way_out(form: FormPlan) -> None:
    answering = read_answers(form, {"resident": False, "student": False}, today=TODAY)
    assert [each.question for each in answering.exits] == ["student"]
    assert not read_answers(form, {"resident": False, "student": True}, today=TODAY).exits
    assert not read_answers(form, {"resident": False}, today=TODAY).exits


def test_no_member_means_no_member_card(form: FormPlan) -> None:
    assert not [item for item in look(form).items if item.code == "family-card"]
    two = look(form, answers={**ANSWERS, "members": 2})
    assert [item.key for item in two.items if item.code == "family-card"] == [
        "family-card.1",
        "family-card.2",
    ]
    assert {problem.pointer for problem in two.problems} == {"/form/member.1.name", "/form/member.2.name"}


def test_a_minor_needs_the_guardian_or_a_letter(form: FormPlan) -> None:
    minor = {**ANSWERS, "age_group": "minor"}
    number = make_resident_id(region="330106", birth=date(1975, 2, 3), sequence=18)
    values = {**VALUES, "guardian.name": "王大明", "guardian.id_number": number}
    asked = look(form, answers=minor, values=values, consents={"guardian": "asked"})
    assert [problem.pointer for problem in asked.problems] == ["/consents/guardian"]
    given = look(form, answers=minor, values=values, consents={"guardian": "given"})
    assert given.problems == ()
    assert "guardian_letter" not in {paper.key for paper in given.materials}
    letter = {"photo", "address_proof", "guardian_letter"}
    instead = look(form, answers=minor, values=values, consents={"guardian": "refused"}, materials=letter)
    assert instead.problems == ()


def test_an_adult_is_never_asked_for_a_guardian(form: FormPlan) -> None:
    draft = look(form)
    assert not [field for field in draft.fields if field.subject == "guardian"]
    assert draft.consents == ()


def test_a_student_card_found_in_the_register_need_not_be_handed_in(form: FormPlan) -> None:
    answers = {**ANSWERS, "resident": False, "student": True}
    values = {**VALUES, "reader.school_name": "模拟大学"}
    without = look(form, answers=answers, values=values)
    assert [problem.pointer for problem in without.problems] == ["/materials/student_card"]
    assert look(form, answers=answers, values=values, found={"student_card": True}).problems == ()


def test_the_sign_in_fills_in_who_she_is(form: FormPlan) -> None:
    claims = {"name": "王小明", "id_number": NUMBER, "mobile": "13800138000", "email": "a@example.org"}
    prefilled = from_sign_in(form, claims)
    assert set(prefilled) == {"reader.name", "reader.id_number", "reader.mobile"}
    assert prefilled["reader.name"].locked
    assert not prefilled["reader.mobile"].locked


def test_nothing_typed_can_make_a_look_at_the_draft_fail(form: FormPlan) -> None:
    odd: list[object] = [None, "", 5, True, [], {}, "\x00", "x" * 9999, "2026-13-45", -1, 1.5]
    for value in odd:
        values = {field.key: value for field in form.fields} | {"member.1.name": value, "x": value}
        answers = {question.code: value for question in form.questions}
        look_at_draft(form, answers=answers, values=values, today=TODAY, delivery="mail")
        look(form, answers={**ANSWERS, "members": 1}, values=values, consents={"guardian": "?"})
        guide(form, answers=answers, today=TODAY)
