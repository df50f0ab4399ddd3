"""What an outcome asks for beside reason and comment: the kind of a suspension, the expected days."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from casework.form_words import OptionOut
from casework.words import Language, find_words
from forms.form_plan import Text
from forms.values.checked import Valid
from forms.values.postal_item import check_postal_item
from matter_definitions.plan import ItemPlan, Plan
from matter_definitions.state import ItemState
from refusals import FieldError

AskKind = Literal["choice", "yes_no", "days", "postal_item"]
LONGEST_EXPECTED_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Ask:
    """`choices`: code and words. kind days: a whole number from 1;
    postal_item: the number of something posted."""

    key: str
    title: Text
    kind: AskKind
    choices: tuple[tuple[str, Text], ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class AskedOut:
    key: str
    title: str
    kind: AskKind
    options: list[OptionOut]
    required: bool


def asked_out(ask: Ask, *, language: Language) -> AskedOut:
    options = [OptionOut(code, words.in_language(language)) for code, words in ask.choices]
    return AskedOut(ask.key, ask.title.in_language(language), ask.kind, options, ask.required)


def asks_of(plan: Plan, item: ItemState, step: str, outcome: str) -> tuple[Ask, ...]:
    """What of `data` this outcome takes; () for those that take the officer's fields or nothing."""
    own = plan.item(item.code)
    match outcome:
        case "suspend":
            return suspension_asks(own)
        case "special_procedure":
            return (
                Ask("kind", _KIND, "choice", _worded("special_kind", (each.kind for each in own.specials))),
                Ask("expected_days", Text("预计需要的天数", "Expected days"), "days"),
            )
        case "send_back":
            return _earlier_levels(own, item, step)
        case "forward_answer":
            answers = (*_worded("outcome", ("approved", "refused")), ("returned", _RETURNED))
            return (Ask("answer", _ANSWER, "choice", answers),)
        case "posted":
            return (Ask("parcel_no", Text("邮件号", "Number of the letter"), "postal_item"),)
        case "order":
            return (Ask("until_days", Text("限几个工作日内改正", "Working days to put it right"), "days"),)
        case _:
            return ()


def suspension_asks(item: ItemPlan) -> tuple[Ask, ...]:
    kinds = _worded("suspension_kind", (each.kind for each in item.suspensions))
    stops = Ask("stop_clock", Text("期间不计入期限", "The clock stands meanwhile"), "yes_no", required=False)
    return (Ask("kind", _KIND, "choice", kinds), stops)


def wrong_answers(asks: tuple[Ask, ...], data: Mapping[str, Any]) -> list[FieldError]:
    """Everything that is missing, unknown or of the wrong kind, as `/data/<key>`."""
    known = {each.key for each in asks}
    errors = [
        FieldError(f"/data/{key}", "没有这个字段", "this decision has no such field")
        for key in data
        if key not in known
    ]
    for ask in asks:
        value = data.get(ask.key)
        if value is None:
            if ask.required:
                zh, en = f"请填写{ask.title.zh}", f"please enter: {ask.title.en}"
                errors.append(FieldError(f"/data/{ask.key}", zh, en))
        elif not _fits(ask, value):
            errors.append(
                FieldError(f"/data/{ask.key}", "不能这样填写", "this is not one of what is possible")
            )
    return errors


def _fits(ask: Ask, value: object) -> bool:
    match ask.kind:
        case "choice":
            return isinstance(value, str) and value in {code for code, _ in ask.choices}
        case "yes_no":
            return isinstance(value, bool)
        case "postal_item":
            return isinstance(value, str) and isinstance(check_postal_item(value), Valid)
        case "days":
            whole = isinstance(value, int) and not isinstance(value, bool)
            return whole and value in range(1, LONGEST_EXPECTED_DAYS + 1)


def _earlier_levels(plan: ItemPlan, item: ItemState, step: str) -> tuple[Ask, ...]:
    here = next((each for each in plan.steps if each.code == step), None)
    earlier = [
        (each.code, each.title)
        for each in plan.steps
        if here is not None
        and each.level_group is not None
        and each.level_group == here.level_group
        and each.level < here.level
        and item.steps[each.code].standing == "done"
    ]
    return (Ask("to", Text("退回到", "Back to"), "choice", tuple(earlier)),)


def _worded(section: str, codes: Any) -> tuple[tuple[str, Text], ...]:
    return tuple((code, find_words(section, code) or Text(code, code)) for code in codes)


_KIND = Text("种类", "Kind")
_ANSWER = Text("上级机关的答复", "The higher authority's answer")
_RETURNED = Text("退回", "Sent back")
