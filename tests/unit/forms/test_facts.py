from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from forms.facts import base_key_of, facts_for, key_of

TODAY = date(2026, 3, 2)
names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
instances = st.one_of(st.none(), st.tuples(names, st.integers(min_value=1, max_value=99)))


@given(subject=names, element=names, instance=instances)
def test_a_key_and_its_base_key_are_inverse(subject, element, instance) -> None:
    base, number = base_key_of(key_of(f"{subject}.{element}", instance))
    assert base == f"{subject}.{element}"
    assert number == (instance[1] if instance and instance[0] == subject else None)


def test_each_child_sees_its_own_values_and_those_of_everybody() -> None:
    values = {"child.1.name": "一", "child.2.name": "二", "mother.name": "母"}
    facts = facts_for(values, {"children": 2}, {}, {}, instance=("child", 2), today=TODAY)
    assert facts["child.name"] == "二"
    assert facts["mother.name"] == "母"
    assert facts["answers.children"] == 2


def test_from_outside_no_child_is_seen() -> None:
    facts = facts_for({"child.1.name": "一"}, {}, {}, {}, instance=None, today=TODAY)
    assert "child.name" not in facts


def test_a_child_is_not_mistaken_for_another_repeated_subject() -> None:
    facts = facts_for({"heir.1.name": "一"}, {}, {}, {}, instance=("child", 1), today=TODAY)
    assert "heir.name" not in facts


def test_a_look_up_per_instance_is_seen_by_its_instance() -> None:
    found = {"record.1": True, "record.2": False, "marriage": True}
    facts = facts_for({}, {}, {"father": "given"}, found, instance=("child", 2), today=TODAY)
    assert facts["found.record"] is False
    assert facts["found.marriage"] is True
    assert facts["consent.father"] == "given"
