"""A look at the same draft is taken once; whatever is different is looked at anew."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import recent_looks
from casework.recent_looks import look_once
from forms.draft import Draft, look_at_draft
from forms.form_plan import FormPlan
from forms.reading import Prefilled
from tests.unit.forms.newborn import ANSWERS, SIGNED_IN, TODAY, TYPED, newborn_plan

KNOWN: dict[str, Any] = {
    "answers": ANSWERS,
    "today": TODAY,
    "values": TYPED,
    "prefilled": SIGNED_IN,
    "materials": frozenset({"maternity_invoice"}),
    "consents": {"father": "given"},
    "found": {"marriage": True},
    "asked": {},
    "delivery": "mail",
}
OTHERS: dict[str, dict[str, Any]] = {
    "a yes that was a number": {"answers": {**ANSWERS, "children": True}},
    "another answer": {"answers": {**ANSWERS, "children": 2}},
    "another day": {"today": TODAY.replace(year=2027)},
    "another value": {"values": {**TYPED, "father.name": "张三"}},
    "another source": {"prefilled": {**SIGNED_IN, "mother.name": Prefilled("林静", "marriage")}},
    "an open field": {"prefilled": {**SIGNED_IN, "mother.name": Prefilled("林静", "sign_in", locked=False)}},
    "no material": {"materials": frozenset[str]()},
    "a refusal": {"consents": {"father": "refused"}},
    "nothing found": {"found": {}},
    "a look-up made": {"asked": {"marriage": "fingerprint"}},
    "another way": {"delivery": "window"},
}


def known(**changed: Any) -> dict[str, Any]:
    return KNOWN | changed


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[FormPlan]:
    """The looks that were really taken."""
    taken: list[FormPlan] = []

    def counted(form: FormPlan, **known: Any) -> Draft:
        taken.append(form)
        return look_at_draft(form, **known)

    monkeypatch.setattr(recent_looks, "look_at_draft", counted)
    recent_looks._look.cache_clear()
    return taken


def test_the_same_is_looked_at_once(looks: list[FormPlan]) -> None:
    form = newborn_plan().form
    first = look_once(form, **KNOWN)
    assert look_once(form, **known(found=dict(KNOWN["found"]))) is first
    assert looks == [form]


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS.keys())
def test_whatever_is_different_is_looked_at_anew(looks: list[FormPlan], change: dict[str, Any]) -> None:
    form = newborn_plan().form
    look_once(form, **KNOWN)
    assert look_once(form, **known(**change)) == look_at_draft(form, **known(**change))
    assert len(looks) == 2


def test_what_is_changed_in_its_place_is_another(looks: list[FormPlan]) -> None:
    form, found = newborn_plan().form, {"marriage": True}
    look_once(form, **known(found=found))
    found["marriage"] = False
    assert look_once(form, **known(found=found)) == look_at_draft(form, **known(found=found))
    assert len(looks) == 2


def test_what_has_no_name_of_its_own_is_refused_instead_of_confused() -> None:
    with pytest.raises(TypeError, match="object"):
        look_once(newborn_plan().form, **known(values={"father.name": object()}))


@given(st.lists(st.sampled_from(sorted(OTHERS)), max_size=8))
def test_in_whatever_order_drafts_are_looked_at_each_sees_its_own(order: list[str]) -> None:
    form = newborn_plan().form
    for name in order:
        other = known(**OTHERS[name])
        assert look_once(form, **other) == look_at_draft(form, **other)
