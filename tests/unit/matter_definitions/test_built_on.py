"""Which items were built on a result that fell."""

from matter_definitions.acts.deciding import DecideStep
from matter_definitions.acts.undoing import AskVoid, DecideVoid
from matter_definitions.built_on import dependants_of
from matter_definitions.plan import ItemPlan
from tests.unit.matter_definitions.plans import item, plan, step
from tests.unit.matter_definitions.standings import Played


def one(code: str, *after: tuple[str, ...]) -> ItemPlan:
    return item(code, step("decide", "approval", decides=True), acceptance="rule", after=after)


def grant(case: Played, *codes: str) -> Played:
    case.do(*(DecideStep(code, "decide", "grant") for code in codes))
    return case


def void(case: Played, code: str) -> list[str]:
    case.do(AskVoid(code, "entry_error", "reason"), DecideVoid(code, granted=True))
    return [each.key for each in dependants_of(case.plan, case.state, case.state.items[code])]


def test_what_was_accepted_on_a_result_and_what_was_built_on_that_in_the_order_of_the_case() -> None:
    case = grant(Played(plan(one("a"), one("b", ("a",)), one("c", ("b",)), one("d"))), "a", "b")
    assert void(case, "a") == ["b", "c"]
    assert (case.state.items["b"].standing, case.state.items["c"].standing) == ("granted", "accepted")


def test_what_has_another_predecessor_that_serves_as_well_is_not_among_them() -> None:
    case = grant(Played(plan(one("a"), one("b"), one("c", ("a", "b")))), "a", "b")
    assert void(case, "a") == []
    assert void(case, "b") == ["c"]


def test_what_ended_without_a_result_or_had_not_begun_is_not_among_them() -> None:
    case = grant(Played(plan(one("a"), one("b", ("a",)), one("c", ("b",)))), "a")
    case.do(DecideStep("b", "decide", "deny", "reason"))
    assert case.state.items["c"].standing == "not_pursued"
    assert void(case, "a") == []
