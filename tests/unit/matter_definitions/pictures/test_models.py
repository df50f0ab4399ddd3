"""The two models of a matter as data: they say what the pictures and the plan say, and nothing more."""

import json
from dataclasses import asdict

from forms.department_view import view_for
from forms.form_plan import Text
from matter_definitions.pictures.models import collaboration_model, data_sharing_model
from matter_definitions.wording.titles import Names
from tests.unit.matter_definitions.comparing.changed_plans import newborn

HEALTH = Names(departments={"health": Text("卫生健康", "Health")})


def test_every_item_stands_a_stage_after_all_that_it_waits_for() -> None:
    items = {each.code: each for each in collaboration_model(newborn()).items}
    assert set(items) == {each.code for each in newborn().items}
    for item in items.values():
        before = [items[code].stage for group in item.after for code in group]
        assert item.stage == max(before, default=0) + 1, item.code


def test_departments_are_called_by_their_names_and_an_item_tells_its_condition() -> None:
    model = collaboration_model(newborn(), names=HEALTH)
    assert model.departments["health"] == Text("卫生健康", "Health")
    assert model.departments["police"] == Text("police", "police")
    assert set(model.departments) == {each.department for each in model.items}
    certificate = next(each for each in model.items if each.code == "birth-certificate")
    assert (certificate.stage, certificate.for_each, certificate.promised.en) == (1, "child", "1 working day")
    assert certificate.when is not None
    assert certificate.told.en.startswith("“First issue of the birth certificate”: done by Health")


def test_an_item_gets_or_gives_every_field_that_its_department_sees_and_no_other() -> None:
    plan, model = newborn(), data_sharing_model(newborn())
    fields = {each.key for each in plan.form.fields}
    posted = set(plan.form.delivery.mail_fields) if plan.form.delivery else set[str]()
    for item in plan.items:
        told = {row.key for row in model.data for flow in row.flows if flow.party == f"item:{item.code}"}
        seen = view_for(plan.form, [item.code])
        assert told & fields - posted == seen.fields, item.code
        assert told - fields == seen.materials, item.code


def test_all_of_it_can_be_written_as_json_and_names_only_parties_that_it_lists() -> None:
    model = data_sharing_model(newborn())
    known = {each.name for each in model.parties}
    assert {flow.party for row in model.data for flow in row.flows} <= known
    assert json.loads(json.dumps(asdict(model), ensure_ascii=False))["data"]
    assert json.loads(json.dumps(asdict(collaboration_model(newborn()))))["items"]
