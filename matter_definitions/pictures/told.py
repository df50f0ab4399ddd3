"""The picture of who does what when, in sentences: for its description and for what a pointer rests on."""

from forms.form_plan import Text
from matter_definitions.pictures.layers import Edge
from matter_definitions.plan import ItemPlan
from matter_definitions.wording.conditions import expression_in_words
from matter_definitions.wording.limits import limit_in_words
from matter_definitions.wording.titles import Titles

_DOES = Text("“{item}”由{department}办理，承诺 {limit}", "“{item}”: done by {department}, promised: {limit}")
_WHEN = Text("，条件：{when}", ", if {when}")
_AFTER = Text("，先办好{items}", ", after {items}")
_AND, _OR = Text("、", " and "), Text("或", " or ")
_STOP = Text("。", ".")
_EDGE = Text("“{first}”办好以后才办“{then}”", "“{then}” starts after “{first}”")
_ONE_OF = Text("（其中之一即可）", " (one of several will do)")


def told_of_item(titles: Titles, item: ItemPlan) -> Text:
    switch = next((each for each in titles.plan.form.switches if each.item == item.code), None)
    said = _filled(
        _DOES,
        item=item.title,
        department=titles.names.department(item.department_kind),
        limit=limit_in_words(item.promised),
    )
    if switch and switch.when:
        said = _plus(said, _filled(_WHEN, when=expression_in_words(titles, switch.when)))
    if item.after:
        groups = [_joined(_OR, [_quoted(titles.item(code)) for code in group]) for group in item.after]
        said = _plus(said, _filled(_AFTER, items=_joined(_AND, groups)))
    return _plus(said, _STOP)


def told_of_edge(titles: Titles, edge: Edge) -> Text:
    said = _filled(_EDGE, first=titles.item(edge.first), then=titles.item(edge.then))
    return _plus(said, _ONE_OF) if edge.any_of else said


def _filled(pattern: Text, **parts: Text) -> Text:
    zh = pattern.zh.format(**{name: each.zh for name, each in parts.items()})
    return Text(zh, pattern.en.format(**{name: each.en for name, each in parts.items()}))


def _plus(one: Text, other: Text) -> Text:
    return Text(one.zh + other.zh, one.en + other.en)


def _joined(word: Text, parts: list[Text]) -> Text:
    return Text(word.zh.join(each.zh for each in parts), word.en.join(each.en for each in parts))


def _quoted(text: Text) -> Text:
    return Text(f"“{text.zh}”", f"“{text.en}”")
