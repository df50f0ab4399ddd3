"""A matter that wants signatures with a certificate, and every other one, which does not."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from forms.form_plan import Text
from matter_definitions.check import check_library
from matter_definitions.library_index import built_in_library, load_library
from matter_definitions.plan import Plan, StatementPlan, from_json, to_json
from tests.built_in import built_in_plan

FOLDER = Path(__file__).parents[2] / "definitions" / "signed_statements"


@cache
def plan() -> Plan:
    result = check_library(load_library(FOLDER))
    assert [str(each) for each in result.problems] == []
    return result.plans["shared-flat"]


def test_the_plan_says_who_signs_what() -> None:
    statement = plan().statement
    assert statement is not None
    assert statement.required
    assert statement.declaration == Text(
        "本人声明所填内容真实，租赁合同为双方签署。",
        "I declare that this is true, and that both have signed the lease.",
    )
    assert [each.signed_by for each in plan().form.consents] == ["certificate"]


def test_what_is_not_asked_for_leaves_no_trace_in_a_plan() -> None:
    form = replace(
        plan().form, consents=tuple(replace(each, signed_by="confirm") for each in plan().form.consents)
    )
    usual = replace(plan(), statement=None, form=form)
    assert "statement" not in to_json(replace(usual, form=replace(form, consents=())))
    assert "signed_by" not in to_json(usual)
    assert from_json(to_json(usual)) == usual
    assert from_json(to_json(plan())) == plan()
    assert StatementPlan().required


def test_no_matter_of_a_persons_life_demands_a_certificate() -> None:
    """Nobody has to buy one to be served. Who founds a company signs its articles."""
    founding = "open-business"
    plans = {name: built_in_plan(name) for name in built_in_library().matters if name != founding}
    assert [name for name, each in plans.items() if each.statement and each.statement.required] == []
    assert {consent.signed_by for each in plans.values() for consent in each.form.consents} <= {"confirm"}
