"""The difference between two plans in words."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

from hypothesis import given, settings
from hypothesis import strategies as st

from clocks.clock import Limit
from clocks.validity import Validity
from forms.form_plan import Option, Text
from matter_definitions.comparing.differences import Difference, differences
from matter_definitions.comparing.vocabulary import OF_THE_CLASS, word_for
from matter_definitions.plan import ItemPlan, Plan, Reason
from matter_definitions.wording.titles import Names
from tests.unit.matter_definitions.comparing.changed_plans import newborn, one_change_each, with_every_offer

CHANGES = one_change_each()
OPPOSITE = {"added": "removed", "removed": "added", "changed": "changed"}


def with_item(code: str, **changes: Any) -> Plan:
    items = tuple(replace(each, **changes) if each.code == code else each for each in newborn().items)
    return replace(newborn(), items=items)


def with_form(**changes: Any) -> Plan:
    return replace(newborn(), form=replace(newborn().form, **changes))


def the_one(new: Plan, **more: Any) -> Difference:
    (found,) = differences(newborn(), new, **more)
    return found


def test_equal_plans_have_no_differences() -> None:
    assert differences(with_every_offer(), replace(with_every_offer())) == ()


def test_each_part_of_a_plan_has_a_name() -> None:
    seen: set[type] = set()

    def visit(kind: Any) -> None:
        for inner in get_args(kind):
            visit(inner)
        if (
            isinstance(kind, type)
            and is_dataclass(kind)
            and kind not in (Text, Limit, Validity)
            and kind not in seen
        ):
            seen.add(kind)
            hints = get_type_hints(kind)
            word_for(kind, OF_THE_CLASS)
            for each in fields(kind):
                assert word_for(kind, each.name).text.zh
                assert word_for(kind, each.name).text.en
                visit(hints[each.name])

    visit(Plan)
    assert {Plan, ItemPlan, Reason, Option} <= seen


@given(number=st.integers(0, len(CHANGES) - 1))
@settings(max_examples=250, deadline=None)
def test_a_change_of_one_thing_is_told_once_and_backwards_the_other_way_round(number: int) -> None:
    old, new = with_every_offer(), CHANGES[number]()
    (forth,) = differences(old, new)
    (back,) = differences(new, old)
    assert (back.path, back.kind, back.topic) == (forth.path, OPPOSITE[forth.kind], forth.topic)
    assert forth.text.zh
    assert forth.text.en
    assert "{" not in forth.text.zh


@given(numbers=st.tuples(st.integers(0, len(CHANGES) - 1), st.integers(0, len(CHANGES) - 1)))
@settings(max_examples=80, deadline=None)
def test_what_one_plan_adds_the_other_removes(numbers: tuple[int, int]) -> None:
    one, other = (CHANGES[number]() for number in numbers)
    forth, back = differences(one, other), differences(other, one)
    assert sorted((each.path, OPPOSITE[each.kind]) for each in forth) == sorted(
        (each.path, each.kind) for each in back
    )
    assert (forth == ()) == (one == other)


def test_a_limit_says_by_how_much_it_is_shorter_or_longer() -> None:
    shorter = the_one(with_item("birth-registration", promised=Limit(1, "working_day")))
    assert (shorter.path, shorter.kind, shorter.topic) == (
        "items.birth-registration.promised",
        "changed",
        "limit",
    )
    assert (
        shorter.text.zh == "事项“出生登记（户口登记）”：承诺时限由2 个工作日改为1 个工作日（缩短 1 个工作日）"
    )
    assert shorter.text.en.endswith(
        "the promised limit: from 2 working days to 1 working day (shorter by 1 working day)"
    )
    longer = the_one(with_item("birth-registration", statutory=Limit(15, "working_day")))
    assert "（延长 5 个工作日）" in longer.text.zh
    other_unit = the_one(with_item("birth-registration", promised=Limit(2, "hour")))
    assert other_unit.text.zh.endswith("由2 个工作日改为2 小时")


def test_a_condition_is_told_in_words_of_the_matter() -> None:
    questions = newborn().form.questions
    changed = replace(questions[-1], when="!answers.married")
    told = the_one(with_form(questions=(*questions[:-1], changed)))
    assert (told.kind, told.topic) == ("added", "question")
    assert told.text.zh == "问题“母亲参加了生育保险吗？”：新设提问条件：“父母已登记结婚吗”为“否”"


def test_an_item_that_goes_is_told_without_its_switch_and_the_needs_of_its_fields() -> None:
    gone = "parenting-guidance"
    form = newborn().form
    smaller = replace(
        with_form(
            switches=tuple(each for each in form.switches if each.item != gone),
            fields=tuple(
                replace(each, needs=tuple(need for need in each.needs if need.item != gone))
                for each in form.fields
            ),
        ),
        items=tuple(each for each in newborn().items if each.code != gone),
    )
    told = the_one(smaller)
    assert (told.text.zh, told.items) == ("取消事项“科学育儿指导服务登记”", (gone,))
    (back,) = differences(smaller, newborn())
    assert back.text.en == "Item “Parenting guidance” is added"


def test_a_title_that_the_plan_holds_twice_is_told_once() -> None:
    title = Text("户口登记", "Household registration")
    switches = tuple(
        replace(each, title=title) if each.item == "birth-registration" else each
        for each in newborn().form.switches
    )
    changed = replace(
        with_item("birth-registration", title=title), form=replace(newborn().form, switches=switches)
    )
    assert the_one(changed).path == "items.birth-registration.title"


def test_a_condition_that_several_items_share_is_told_once_for_all_of_them() -> None:
    fields_of = newborn().form.fields
    name = next(each for each in fields_of if each.key == "father.name")
    changed = replace(name, needs=tuple(replace(each, when="answers.married") for each in name.needs))
    told = the_one(with_form(fields=tuple(changed if each is name else each for each in fields_of)))
    assert told.items == ("birth-certificate", "birth-registration", "fertility-registration")
    assert told.text.zh.startswith(
        "字段“父亲：姓名”的所属事项“出生医学证明首次签发”、“出生登记（户口登记）”、“生育登记”："
    )


def test_a_dependency_of_which_one_is_enough_says_so() -> None:
    after = (("birth-certificate", "vaccination-record"), ("birth-registration",))
    told = the_one(with_item("insurance-registration", after=after))
    assert told.topic == "dependency"
    assert told.text.zh.endswith(
        "增加（“出生医学证明首次签发”或“预防接种证办理”）、去掉“出生医学证明首次签发”"
    )


def test_a_step_and_a_reason_are_told_with_their_item() -> None:
    item = newborn().item("birth-registration")
    without = the_one(with_item(item.code, steps=item.steps[:1]))
    assert (without.kind, without.topic, without.step) == ("removed", "step", "paper")
    reason = Reason("late", Text("超过期限", "too late"))
    added = the_one(with_item(item.code, refusal_reasons=(*item.refusal_reasons, reason)))
    assert added.text.zh == "事项“出生登记（户口登记）”：增加不予办理的理由“超过期限”"


def test_departments_are_called_by_the_names_that_are_given() -> None:
    names = Names(departments={"police": Text("公安机关", "Police")})
    told = the_one(with_item("birth-registration", department_kind="x"), names=names)
    assert "办理部门由“公安机关”改为“x”" in told.text.zh


def test_words_changed_in_one_language_only_are_said_so_in_the_other() -> None:
    title = newborn().title
    told = the_one(replace(newborn(), title=Text(title.zh, "A baby")))
    assert told.text == Text("名称的英文有变化", "The title: from “Birth of a baby” to “A baby”")


def test_a_condition_that_is_only_written_otherwise_says_so() -> None:
    items = newborn().form.switches
    switch = next(each for each in items if each.item == "insurance-premium")
    changed = replace(switch, when="answers.insure_here == true")
    told = the_one(with_form(switches=tuple(changed if each is switch else each for each in items)))
    assert told.text.zh.endswith(
        "办理条件的写法由 answers.insure_here 改为 answers.insure_here == true，文字表述相同"
    )


def test_two_codes_of_one_title_are_told_apart() -> None:
    twins = Names(departments={"police": Text("公安", "Police"), "police-2": Text("公安", "Police")})
    told = the_one(with_item("birth-registration", department_kind="police-2"), names=twins)
    assert told.text.zh.endswith("办理部门由police改为police-2")


def test_the_same_in_another_order_is_told() -> None:
    questions = newborn().form.questions
    told = the_one(with_form(questions=(questions[1], questions[0], *questions[2:])))
    assert (told.path, told.text.zh) == ("form.questions", "问题的顺序有变化")


def test_braces_in_a_title_are_only_letters() -> None:
    told = the_one(replace(newborn(), title=Text("{old} {0}", "{x}")))
    assert "“{old} {0}”" in told.text.zh
