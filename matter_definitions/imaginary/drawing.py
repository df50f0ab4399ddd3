"""A timeline of an imaginary case: as lines for a terminal, or as plain data."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from clocks.calendar import in_shanghai
from forms.facts import base_key_of
from forms.form_plan import Text
from matter_definitions.imaginary.saying import reason_in_words
from matter_definitions.imaginary.simulate import Imagined, ImaginedItem, Wait
from matter_definitions.imaginary.words import ENDS, STANDINGS, WAITS, WHO
from matter_definitions.plan import Plan
from matter_definitions.wording.titles import Names, Titles

_NO_NAMES = Names()
_INDENT = " " * 18


def as_lines(imagined: Imagined, plan: Plan, *, language: str, names: Names = _NO_NAMES) -> Iterator[str]:
    """What happens when and by whom; below it, who is waited for from then, and until when. `names`: what
    people call the kinds of departments."""

    def said(zh: str, en: str) -> str:
        return en if language.startswith("en") else zh

    yield f"{imagined.title.in_language(language)} · {said('模拟办件', 'an imaginary case')}"
    if imagined.materials:
        titles = Titles(plan)
        papers = [titles.material(base_key_of(key)[0]).in_language(language) for key in imagined.materials]
        yield said("需提交的材料：", "to hand in: ") + said("、", ", ").join(dict.fromkeys(papers))
    for moment in imagined.moments:
        who = _named_who(moment.who, moment.department, language, names)
        yield f"{_time(moment.at)}  {who}  {moment.words.in_language(language)}"
        for wait in moment.waits:
            yield _INDENT + "→ " + said("等待", "waits for ") + _waits(wait, plan, language, names)
    for each in imagined.exits:
        yield each.in_language(language)
    ended = f" · {_time(imagined.ended_at)}" if imagined.ended_at else ""
    yield said("结果：", "the end: ") + said(*ENDS[imagined.end]) + ended
    for item in imagined.items:
        yield "  " + _ending(item, plan, language)
    for wait in imagined.waits_for:
        yield said("还在等待", "still waits for ") + _waits(wait, plan, language, names)


def _waits(wait: Wait, plan: Plan, language: str, names: Names) -> str:
    words = Text(*WAITS[wait.kind]).in_language(language)
    item, step = _titles(plan, wait.item, wait.step)
    who = _named_who(wait.who, wait.department, language, names)
    until = f" … {_time(wait.until)}" if wait.until else ""
    limit = f" (≤ {_time(wait.limit)})" if wait.limit else ""
    about = words.format(item=item.in_language(language), step=step.in_language(language))
    return f"{about} [{who}]{until}{limit}"


def _ending(item: ImaginedItem, plan: Plan, language: str) -> str:
    title = _titles(plan, item.key, "")[0].in_language(language)
    why = reason_in_words(plan, item.key.partition(".")[0], item.reason) if item.reason else None
    words = Text(*STANDINGS[item.standing]).in_language(language)
    return f"{title}  {words}" + (f" ({why.in_language(language)})" if why else "")


def _titles(plan: Plan, key: str, step: str) -> tuple[Text, Text]:
    code, _, number = key.partition(".")
    item = plan.by_code.get(code)
    if item is None:
        return Text("", ""), Text(step, step)
    planned = plan.find_step(code, step)
    named = Text(f"{item.title.zh}（{number}）", f"{item.title.en} {number}") if number else item.title
    return named, planned.title if planned else Text(step, step)


def _named_who(who: str, department: str, language: str, names: Names) -> str:
    words = Text(*WHO[who]).in_language(language)
    return f"{words} {names.department(department).in_language(language)}" if department else words


def _time(moment: datetime) -> str:
    return in_shanghai(moment).strftime("%Y-%m-%d %H:%M")


def as_data(imagined: Imagined) -> dict[str, object]:
    """Plain JSON values; moments in ISO 8601 with zone."""
    return {key: _plain(each) for key, each in asdict(imagined).items()}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return in_shanghai(value).isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
