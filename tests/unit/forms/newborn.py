"""A synthetic family for the tests of forms: what the mother answers, types, and what look-ups give."""

from datetime import date
from typing import Any

from forms.draft import Draft, look_at_draft
from forms.form_plan import FormPlan
from forms.lookups import take_answer
from forms.reading import Prefilled
from forms.values.resident_id import make_resident_id
from matter_definitions.plan import Plan
from tests.built_in import built_in_plan

TODAY = date(2026, 3, 2)
XIHU, YUHANG = "330106000000", "330110000000"
MOTHER_ID = make_resident_id(region="330106", birth=date(1995, 5, 17), sequence=122)
FATHER_ID = make_resident_id(region="330110", birth=date(1993, 11, 3), sequence=231)

ANSWERS: dict[str, object] = {
    "born_where": "hospital_here",
    "age": "under_one",
    "children": 1,
    "first_certificate": True,
    "married": True,
    "household_follows": "father",
    "household_here": True,
    "military_parent": False,
    "surname": "father",
    "different_ethnic_groups": False,
    "insure_here": True,
    "social_card": "both",
    "maternity_insured": True,
}

SIGNED_IN = {
    "mother.name": Prefilled("林静", "sign_in"),
    "mother.id_number": Prefilled(MOTHER_ID, "sign_in"),
    "mother.mobile": Prefilled("13800138000", "sign_in", locked=False),
}

TYPED: dict[str, object] = {
    "mother.ethnic_group": "01",
    "father.name": "张伟",
    "father.id_number": FATHER_ID,
    "father.mobile": "13900139000",
    "father.ethnic_group": "01",
    "child.1.name": "张沐晨",
    "child.1.ethnic_group": "01",
    "insurance.insurance_region": YUHANG,
    "card.card_bank": "icbc",
    "account.account_name": "林静",
    "account.account_no": "6222021234567890128",
    "account.account_bank": "工商银行西湖支行",
    "delivery.recipient": "林静",
    "delivery.mobile": "13800138000",
    "delivery.address": "浙江省杭州市余杭区模拟路 1 号",
}


def newborn_plan() -> Plan:
    return built_in_plan("newborn")


def birth_records(count: int) -> dict[str, object]:
    return {
        "records": [
            {
                "record_no": f"FM20260{number}",
                "birth_time": f"2026-02-26T0{number}:26:00+08:00",
                "sex": "female",
                "weight_grams": 3280,
                "length_cm": 50,
                "weeks": 39,
                "birth_order": number,
                "hospital": "西湖区妇幼保健院（模拟）",
                "hospital_region": XIHU,
                "mother_name": "林静",
                "certificate_issued": False,
            }
            for number in range(1, count + 1)
        ]
    }


HOUSEHOLD: dict[str, object] = {
    "household_no": "900000001",
    "head_name": "张伟",
    "address": "浙江省杭州市余杭区模拟路 1 号",
    "region": YUHANG,
    "type": "family",
    "relation_to_head": "户主",
}


def everything_found(form: FormPlan, *, count: int = 1) -> tuple[dict[str, Prefilled], dict[str, bool]]:
    """What the sign-in and all look-ups of a family with a household of the father give."""
    answers: dict[str, tuple[dict[str, object], int]] = {
        "mother_identity": ({}, 1),
        "father_identity": ({}, 1),
        "marriage": ({"number": "J330110-2021-000001"}, 1),
        "household_of_father": (HOUSEHOLD, 1),
        "birth_record": (birth_records(count), count),
        "maternity_insurance": ({"insurance_no": "YB00000122", "region": XIHU, "maternity": True}, 1),
    }
    prefilled, found = dict(SIGNED_IN), {}
    for code, (data, number) in answers.items():
        taken = take_answer(form, code, outcome="done", data=data, count=number)
        prefilled |= {key: Prefilled(value, code) for key, value in taken.values.items()}
        found |= taken.found
    return prefilled, found


def look(form: FormPlan, *, answers: dict[str, object] | None = None, **known: Any) -> Draft:
    return look_at_draft(form, answers=ANSWERS if answers is None else answers, today=TODAY, **known)


def look_at_complete(form: FormPlan, *, answers: dict[str, object] | None = None, **changed: Any) -> Draft:
    """A draft with nothing missing: consent given, everything found, one paper handed in."""
    count = (answers or ANSWERS)["children"]
    assert isinstance(count, int)
    prefilled, found = everything_found(form, count=count)
    known: dict[str, Any] = {
        "values": TYPED,
        "prefilled": prefilled,
        "found": found,
        "consents": {"father": "given"},
        "materials": {"maternity_invoice"},
        "delivery": "mail",
    }
    return look(form, answers=answers, **(known | changed))


def pointers(draft: Draft) -> set[str]:
    return {problem.pointer for problem in draft.problems}


def keys_of(draft: Draft) -> set[str]:
    return {field.key for field in draft.fields}


def papers_of(draft: Draft) -> dict[str, bool]:
    """The materials by key, and whether each is still to be handed in."""
    return {each.key: each.required and not each.replaced and not each.present for each in draft.materials}
