"""What stands in a plan, in words: each value by what `words.yaml` says it is."""

from collections.abc import Callable, Mapping
from typing import Any

from clocks.clock import Limit
from clocks.validity import Validity
from expressions.types import ValueType
from forms.form_plan import ExitWhen, FieldPlan, ItemSwitch, MaterialPlan, Need, Text
from matter_definitions.comparing.vocabulary import Telling, value_word, word_for
from matter_definitions.comparing.walking import Thing, is_thing
from matter_definitions.merged import ResultPart
from matter_definitions.offers import RemedyPlan, SpecialPlan, SplitPart, SuspensionPlan
from matter_definitions.plan import NoticePlan, OfficerField
from matter_definitions.wording.conditions import expression_in_words
from matter_definitions.wording.limits import limit_in_words, validity_in_words
from matter_definitions.wording.titles import Titles

EXPRESSIONS: Mapping[Telling, ValueType] = {
    "condition": ValueType.BOOL,
    "text_expression": ValueType.STRING,
    "number_expression": ValueType.INT,
}
_NOTHING = Text("无", "nothing")


def value_in_words(titles: Titles, value: Any, *, telling: Telling, item: str | None = None) -> Text:
    """`item`: the item whose steps are spoken of."""
    match value:
        case None | () | "":
            return _NOTHING
        case bool():
            return Text("是", "yes") if value else Text("否", "no")
        case Text():
            return quoted(value)
        case Limit():
            return limit_in_words(value)
        case Validity():
            return validity_in_words(value)
        case int():
            return Text(str(value), str(value))
        case tuple() if telling == "groups_of_items":
            return joined([_one_of(titles, each) for each in value])
        case tuple() | list():
            return joined([value_in_words(titles, each, telling=telling, item=item) for each in value])
        case dict():
            return joined([_entry(titles, *each, telling=telling) for each in sorted(value.items())])
        case str():
            return _code_in_words(titles, value, telling=telling, item=item)
        case _:
            return _thing_in_words(titles, value)


def name_of(titles: Titles, thing: Thing) -> Text:
    """What a thing is called, in quotes; empty for what has no name of its own."""
    name = _name_of(titles, thing)
    return quoted(name) if name.zh else name


def key_in_words(titles: Titles, key: str) -> Text:
    """The key of an entry: a field of ours, or a name of another's."""
    return quoted(titles.form_field(key))


def joined(texts: list[Text]) -> Text:
    return Text("、".join(each.zh for each in texts), ", ".join(each.en for each in texts))


def quoted(text: Text) -> Text:
    return Text(f"“{text.zh}”", f"“{text.en}”")


def _name_of(titles: Titles, thing: Thing) -> Text:
    match thing:
        case Need() | ItemSwitch():
            return titles.item(thing.item)
        case FieldPlan() | OfficerField():
            return titles.form_field(thing.key)
        case MaterialPlan():
            return titles.material(thing.key)
        case NoticePlan():
            return titles.names.event(thing.event)
        case RemedyPlan():
            return thing.authority
        case SplitPart():
            return titles.names.department(thing.department_kind)
        case ExitWhen():
            return thing.exit.reason
        case ResultPart():
            return titles.item(thing.item)
        case SpecialPlan() | SuspensionPlan():
            return value_word(thing.kind)
        case _:
            return getattr(thing, "title", None) or getattr(thing, "text", None) or Text("", "")


def _thing_in_words(titles: Titles, thing: Thing) -> Text:
    """A thing that was not there before: all that it says, each part by its name."""
    assert is_thing(thing)
    parts = [
        _part(titles, word_for(type(thing), name).text, getattr(thing, name), type(thing), name)
        for name in thing.__dataclass_fields__
        if getattr(thing, name) not in (None, (), "")
    ]
    return Text("，".join(each.zh for each in parts), ", ".join(each.en for each in parts))


def _part(titles: Titles, word: Text, value: object, kind: type, attribute: str) -> Text:
    said = value_in_words(titles, value, telling=word_for(kind, attribute).telling)
    return Text(f"{word.zh}{said.zh}", f"{word.en} {said.en}")


def _one_of(titles: Titles, group: tuple[str, ...]) -> Text:
    """Any of these items will do."""
    names = [quoted(titles.item(code)) for code in group]
    if len(names) == 1:
        return names[0]
    return Text(f"（{'或'.join(each.zh for each in names)}）", f"({' or '.join(each.en for each in names)})")


def _entry(titles: Titles, key: str, value: str, *, telling: Telling) -> Text:
    left, right = key_in_words(titles, key), value_in_words(titles, value, telling=telling)
    return Text(f"{left.zh}={right.zh}", f"{left.en} = {right.en}")


def _code_in_words(titles: Titles, code: str, *, telling: Telling, item: str | None) -> Text:
    if telling in EXPRESSIONS:
        return expression_in_words(titles, code, result=EXPRESSIONS[telling])
    if telling == "value":
        return quoted(value_word(code))
    if telling == "step":
        return quoted(titles.step(item or "", code))
    speak = _speakers(titles).get(telling)
    return quoted(speak(code.removeprefix("=")) if speak else Text(code, code))


def _speakers(titles: Titles) -> Mapping[Telling, Callable[[str], Text]]:
    return {
        "department": titles.names.department,
        "event": titles.names.event,
        "item": titles.item,
        "field": titles.form_field,
        "material": titles.material,
        "lookup": titles.lookup,
        "consent": titles.consent,
        "subject": titles.subject,
    }
