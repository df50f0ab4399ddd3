"""A plan: complete, readable again, and named by what it says and not by how it is written."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from clocks.clock import Limit
from engine.outside import known_outside
from forms.form_plan import Need
from matter_definitions.check import check_library
from matter_definitions.library_index import built_in_library, library_of, load_library
from matter_definitions.plan import Plan, from_json, name_of, to_json
from matter_definitions.read import read_document

DEFINITIONS = Path(__file__).parents[2] / "definitions"
YARDSTICK = Path(__file__).parents[3] / "benchmarks" / "definitions" / "yardstick"
NEUTRAL = DEFINITIONS / "library_card"
FAST_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
TEXTS = [(str(path), path.read_text(encoding="utf-8")) for path in sorted(NEUTRAL.rglob("*.yaml"))]


def compiled(texts: list[tuple[str, str]]) -> Plan:
    result = check_library(library_of(texts))
    assert result.problems == ()
    return result.plans["library-card"]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compiled(TEXTS)


@cache
def name_as_written() -> str:
    return name_of(to_json(compiled(TEXTS)))


def shuffled(value: object, order: st.DataObject) -> object:
    """The same data with the entries of every mapping in another order; lists keep theirs."""
    if isinstance(value, dict):
        keys = order.draw(st.permutations(list(value)))
        return {key: shuffled(value[key], order) for key in keys}
    if isinstance(value, list):
        return [shuffled(each, order) for each in value]
    return value


@settings(max_examples=15, deadline=None)
@given(order=st.data())
def test_the_order_of_entries_and_files_does_not_change_the_name(order: st.DataObject) -> None:
    texts: list[tuple[str, str]] = []
    for file, text in TEXTS:
        data = shuffled(read_document(text, file=file).data, order)
        texts.append((file, yaml.dump(data, Dumper=FAST_DUMPER, sort_keys=False, allow_unicode=True)))
    assert name_of(to_json(compiled(texts))) == name_as_written()


def test_another_word_gives_another_name(plan: Plan) -> None:
    texts = [(file, text.replace("Get a library card", "Get a card")) for file, text in TEXTS]
    assert name_of(to_json(compiled(texts))) != name_of(to_json(plan))


@pytest.mark.parametrize("folder", [NEUTRAL, YARDSTICK])
def test_a_plan_can_be_read_again(folder: Path) -> None:
    for each in check_library(load_library(folder)).plans.values():
        text = to_json(each)
        assert from_json(text) == each
        assert to_json(from_json(text)) == text


def test_either_of_two_items_may_come_before(plan: Plan) -> None:
    assert plan.item("library-card").after == (("address-proof", "study-proof"),)
    assert plan.item("family-card").after == (("library-card",),)


def test_a_step_follows_the_one_before_it_unless_it_says_otherwise() -> None:
    plan = check_library(load_library(YARDSTICK)).plans["yardstick"]
    after = {step.code: step.after for step in plan.item("yardstick").steps}
    assert after["identity"] == ()
    assert after["review"] == ("certificate", "credit", "land")
    assert after["land"] == ("identity",)
    assert len(after) == 10


def test_a_matter_may_ask_for_an_officer_where_the_item_does_not() -> None:
    plans = check_library(load_library(YARDSTICK)).plans
    assert plans["yardstick"].item("yardstick").acceptance == "rule"
    assert plans["yardstick-receipt"].item("yardstick").acceptance == "officer"


def test_limits_are_read_from_words_and_have_their_defaults(plan: Plan) -> None:
    card = plan.item("library-card")
    assert card.statutory == Limit(20, "working_day")
    assert card.receipt == Limit(5, "working_day")
    assert card.delivery == Limit(10, "working_day")
    assert plan.promise == Limit(6, "working_day")


def test_silence_accepts_a_permission(plan: Plan) -> None:
    assert plan.item("library-card").silence == "accepted"
    assert plan.item("address-proof").silence == "supervise"


def test_a_field_knows_everybody_who_needs_it_and_who_makes_it(plan: Plan) -> None:
    fields = {field.key: field for field in plan.form.fields}
    assert fields["reader.name"].needs == tuple(
        Need(code) for code in ("address-proof", "study-proof", "library-card")
    )
    assert fields["reader.card_no"].produced_by == "library-card"
    assert fields["reader.card_no"].needs == (Need("family-card"), Need("card-print"))
    assert fields["guardian.name"].needs == (Need("library-card", when="answers.age_group == 'minor'"),)
    assert fields["reader.birth_date"].derive_from == "reader.id_number"


def test_fields_stand_in_the_order_of_subjects_and_dictionary(plan: Plan) -> None:
    keys = [field.key for field in plan.form.fields]
    assert keys[:4] == ["reader.name", "reader.id_number", "reader.birth_date", "reader.mobile"]
    subjects = [key.partition(".")[0] for key in keys]
    assert subjects == sorted(subjects, key=["reader", "guardian", "member", "delivery"].index)


def test_the_usual_calls_need_not_be_written(plan: Plan) -> None:
    pay, post = plan.step("card-print", "pay"), plan.step("card-print", "post")
    assert (pay.connector, pay.call) == ("payment", "payment_create")
    assert (post.connector, post.call) == ("courier", "parcel_send")


def test_every_matter_that_comes_with_the_project_is_without_a_problem() -> None:
    result = check_library(replace(built_in_library(), outside=known_outside()))
    assert result.problems == ()
    assert set(result.plans) == {
        "newborn",
        "open-business",
        "after-death",
        "household-move",
        "pension-transfer",
    }
