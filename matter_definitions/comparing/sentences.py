"""One change between two plans as a sentence: where, what, from what to what."""

from collections.abc import Sequence

from clocks.clock import Limit
from forms.form_plan import Need, Text
from matter_definitions.comparing.values import EXPRESSIONS, joined, key_in_words, name_of, value_in_words
from matter_definitions.comparing.vocabulary import Word, word_for
from matter_definitions.comparing.walking import Change, Stop, Thing, is_thing
from matter_definitions.plan import ItemPlan, Plan
from matter_definitions.wording.conditions import expression_in_words
from matter_definitions.wording.limits import limit_in_words
from matter_definitions.wording.titles import Titles

_ADDED = Text("增加{word}{name}", "{word} {name} is added")
_REMOVED = Text("取消{word}{name}", "{word} {name} is removed")
_SET = Text("新设{word}：{new}", "{word}: now {new}, before nothing")
_UNSET = Text("不再有{word}（原为{old}）", "{word}: now nothing, before {old}")
_CHANGED = Text("{word}由{old}改为{new}{by}", "{word}: from {old} to {new}{by}")
_MEMBERS = Text("{word}：{by}", "{word}: {by}")
_REORDERED = Text("{word}的顺序有变化", "the order changes: {word}")
_WRITTEN = Text(
    "{word}的写法由 {old} 改为 {new}，文字表述相同",
    "{word}: written {new} and no longer {old}, the same in words",
)
_NEEDED_WHEN = Text("（条件：{when}）", " (when {when})")
_NOT_REQUIRED = Text("（可不提供）", " (not required)")


def sentence_of(alike: Sequence[Change], *, old: Titles, new: Titles) -> Text:
    """`alike`: one change, or the same change of several things in one list, which are named together."""
    change = alike[0]
    names = joined([_name(each.stops[-1], old, new) for each in alike]) if change.stops else Text("", "")
    stops = list(change.stops)
    last = stops.pop() if change.attribute is None else None
    said = [
        _place(change, stop, names if stop is change.stops[-1] else _name(stop, old, new)) for stop in stops
    ]
    place = _joined_place([each for each in said if each])
    what = _thing(change, last, names, old, new) if last else _attribute(change, old, new)
    if place is None:
        return Text(what.zh, _capital(what.en))
    return Text(f"{place.zh}：{what.zh}", f"{_capital(place.en)}: {what.en}")


def _joined_place(parts: list[Text]) -> Text | None:
    if not parts:
        return None
    return Text("的".join(each.zh for each in parts), ", ".join(each.en for each in parts))


def word_of(change: Change) -> Word:
    """The word for what has changed: the attribute, or the list in which a thing was added or removed."""
    if change.attribute is None:
        return word_for(_owner(change, change.stops[-1]), change.stops[-1].attribute)
    return word_for(_innermost(change), change.attribute)


def _owner(change: Change, stop: Stop) -> type:
    """The class whose attribute holds what stands at this stop."""
    position = change.stops.index(stop)
    if position == 0:
        return Plan
    return type(change.stops[position - 1].thing)


def _innermost(change: Change) -> type:
    return type(change.stops[-1].old) if change.stops else Plan


def _place(change: Change, stop: Stop, name: Text) -> Text | None:
    """None for the form, which is but the frame of what stands in it."""
    owner = _owner(change, stop)
    if owner is Plan and stop.attribute == "form":
        return None
    word = word_for(owner, stop.attribute).text
    return Text(f"{word.zh}{name.zh}", f"{word.en} {name.en}".strip())


def _name(stop: Stop, old: Titles, new: Titles) -> Text:
    titles, thing = (new, stop.new) if stop.old is None else (old, stop.old)
    return name_of(titles, thing) if is_thing(thing) else key_in_words(titles, stop.label)


def _thing(change: Change, stop: Stop, name: Text, old: Titles, new: Titles) -> Text:
    word = word_of(change)
    if is_thing(stop.thing):
        pattern = _ADDED if change.kind == "added" else _REMOVED
        told = _filled(pattern, word=word.text, name=name)
        return _with_terms(told, stop.thing, old if stop.new is None else new)
    entry = Text(f"{word.text.zh}{name.zh}", f"{word.text.en} {name.en}")
    return _from_to(change, Word(entry, word.telling), old, new)


def _with_terms(told: Text, thing: Thing, titles: Titles) -> Text:
    """When an item needs a field or a material, and whether it must have it."""
    if isinstance(thing, Need) and thing.when:
        when = _filled(_NEEDED_WHEN, when=expression_in_words(titles, thing.when))
        told = Text(told.zh + when.zh, told.en + when.en)
    if isinstance(thing, Need) and not thing.required:
        told = Text(told.zh + _NOT_REQUIRED.zh, told.en + _NOT_REQUIRED.en)
    return told


def _attribute(change: Change, old: Titles, new: Titles) -> Text:
    word = word_of(change)
    if change.reordered:
        return _filled(_REORDERED, word=word.text)
    return _from_to(change, word, old, new)


def _from_to(change: Change, word: Word, old: Titles, new: Titles) -> Text:
    item = next((stop.old.code for stop in change.stops if isinstance(stop.old, ItemPlan)), None)
    before = value_in_words(old, change.old, telling=word.telling, item=item)
    after = value_in_words(new, change.new, telling=word.telling, item=item)
    if change.kind != "changed":
        return _filled(_SET if change.kind == "added" else _UNSET, word=word.text, old=before, new=after)
    if isinstance(change.old, tuple) and isinstance(change.new, tuple):
        said = _members(change.old, change.new, word, old=old, new=new, item=item)
        return _filled(_MEMBERS, word=word.text, by=said)
    if before == after:
        return _same_in_words(change, word)
    told = _filled(_CHANGED, word=word.text, old=before, new=after, by=_by(change.old, change.new))
    return _in_the_other_language(word, before, after, told)


def _same_in_words(change: Change, word: Word) -> Text:
    """A condition written otherwise, or two codes of one title."""
    codes = {"old": Text(str(change.old), str(change.old)), "new": Text(str(change.new), str(change.new))}
    pattern = _WRITTEN if word.telling in EXPRESSIONS else _CHANGED
    return _filled(pattern, word=word.text, by=Text("", ""), **codes)


def _members(
    before: tuple[object, ...],
    after: tuple[object, ...],
    word: Word,
    *,
    old: Titles,
    new: Titles,
    item: str | None,
) -> Text:
    """What came and what went of a list."""
    came = tuple(each for each in after if each not in before)
    gone = tuple(each for each in before if each not in after)
    parts: list[Text] = []
    if came:
        said = value_in_words(new, came, telling=word.telling, item=item)
        parts.append(Text(f"增加{said.zh}", f"with {said.en}"))
    if gone:
        said = value_in_words(old, gone, telling=word.telling, item=item)
        parts.append(Text(f"去掉{said.zh}", f"without {said.en}"))
    return joined(parts) if parts else Text("重复次数有变化", "what stands there twice changes")


def _by(old: object, new: object) -> Text:
    """`(shorter by 2 working days)`; nothing where the units differ."""
    match old, new:
        case Limit(), Limit() if old.unit == new.unit != "at_once":
            by = limit_in_words(Limit(abs(old.amount - new.amount), old.unit))
            if new.amount < old.amount:
                return Text(f"（缩短 {by.zh}）", f" (shorter by {by.en})")
            return Text(f"（延长 {by.zh}）", f" (longer by {by.en})")
        case bool(), bool():
            return Text("", "")
        case int(), int() if new < old:
            return Text(f"（减少 {old - new}）", f" (less by {old - new})")
        case int(), int():
            return Text(f"（增加 {new - old}）", f" (more by {new - old})")
        case _:
            return Text("", "")


def _in_the_other_language(word: Word, before: Text, after: Text, told: Text) -> Text:
    """Words that changed in one language only look the same in the other, which says so."""
    zh = f"{word.text.zh}的英文有变化" if before.zh == after.zh else told.zh
    en = f"{word.text.en} changes in Chinese" if before.en == after.en else told.en
    return Text(zh, en)


def _filled(pattern: Text, **parts: Text) -> Text:
    zh = pattern.zh.format(**{name: each.zh for name, each in parts.items()})
    return Text(zh, pattern.en.format(**{name: each.en for name, each in parts.items()}))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
