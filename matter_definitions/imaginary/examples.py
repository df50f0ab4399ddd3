"""The examples of a matter, played: what comes of each, and where that differs from what it says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from clocks.calendar import SHANGHAI, WorkCalendar
from clocks.clock import Limit, due
from clocks.published import load_published
from forms.facts import base_key_of
from forms.form_plan import Text
from matter_definitions.imaginary.simulate import Imagined, Unimaginable, simulate
from matter_definitions.imaginary.words import ENDS
from matter_definitions.language.examples import ExampleModel
from matter_definitions.language.matters import MatterModel
from matter_definitions.library_index import Entry
from matter_definitions.plan import Plan
from matter_definitions.problems import Problem, Problems
from matter_definitions.read import Path

# A Thursday of a published year, so that an example comes out the same on every day that it is played.
START = datetime(2026, 3, 5, 10, 0, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Difference:
    """`place`: where in the example it says otherwise; `code` as in `Problem`."""

    place: Path
    code: str
    words: Text


@dataclass(frozen=True, slots=True)
class Played:
    """`imagined` None: it could not be played at all."""

    imagined: Imagined | None
    differences: tuple[Difference, ...]


def play_examples(entry: Entry[MatterModel], plan: Plan) -> tuple[Problem, ...]:
    """What is wrong with the examples of a matter, each at its line."""
    problems = Problems()
    names: set[str] = set()
    for number, example in enumerate(entry.model.examples):
        place: Path = (*entry.path, "examples", number)
        if example.name in names:
            zh, en = f"有两个例子叫“{example.name}”", f"two examples are called “{example.name}”"
            problems.add(entry.document, (*place, "name"), code="duplicate", zh=zh, en=en)
        names.add(example.name)
        for each in play(plan, example).differences:
            zh = f"例子“{example.title.zh}”：{each.words.zh}"
            en = f"example “{example.title.en}”: {each.words.en}"
            problems.add(entry.document, (*place, *each.place), code=each.code, zh=zh, en=en)
    return problems.sorted()


def play(plan: Plan, example: ExampleModel) -> Played:
    calendar = load_published()
    try:
        imagined = simulate(
            plan,
            calendar=calendar,
            start=START,
            answers=example.answers,
            values=example.values,
            decisions={name: tuple(words) for name, words in example.decisions.items()},
            delivery=example.delivery,
        )
    except Unimaginable as reason:
        return Played(None, tuple(Difference((), "example-unusable", each) for each in reason.problems))
    return Played(imagined, tuple(_differences(plan, example, imagined, calendar)))


def _differences(
    plan: Plan, example: ExampleModel, imagined: Imagined, calendar: WorkCalendar
) -> Iterator[Difference]:
    expect = example.expect
    if expect.end != imagined.end:
        should, was = ENDS[expect.end], ENDS[imagined.end]
        zh, en = _why(imagined)
        yield _differs(
            "end",
            f"结果应为“{should[0]}”，实际为“{was[0]}”{zh}",
            f"the end should be “{should[1]}”; it is “{was[1]}”{en}",
        )
    lists = (
        ("items", Text("事项", "items"), expect.items, [each.key for each in imagined.items]),
        ("materials", Text("材料", "materials"), expect.materials, imagined.materials),
        ("fields", Text("填写的内容", "fields to fill in"), expect.fields, imagined.fields),
    )
    for key, called, expected, actual in lists:
        if expected is not None and not _agree(expected, actual):
            should, was = _listed(expected), _listed(actual)
            yield _differs(
                key,
                f"{called.zh}应为 {should.zh}，实际为 {was.zh}",
                f"the {called.en} should be {should.en}; they are {was.en}",
            )
    yield from _item_ends(expect.item_ends, imagined)
    if expect.within is not None:
        yield from _too_late(expect.within, imagined, calendar)


def _differs(key: str, zh: str, en: str, *more: str) -> Difference:
    return Difference(("expect", key, *more), "example-differs", Text(zh, en))


def _why(imagined: Imagined) -> tuple[str, str]:
    """What ended otherwise than with a grant, and who is waited for."""
    ends = [f"{each.key} {each.standing}" for each in imagined.items if each.standing != "granted"]
    told = "; ".join([*ends, *(each.zh for each in imagined.exits)])
    told_en = "; ".join([*ends, *(each.en for each in imagined.exits)])
    return (f"（{told}）", f" ({told_en})") if told else ("", "")


def _agree(expected: Iterable[str], actual: Iterable[str]) -> bool:
    """`birth-registration` stands for `birth-registration.1` and `.2`, `child.name` for `child.2.name`."""
    said, there = set(expected), list(actual)
    used = {each for key in there for each in (key, _without_number(key)) if each in said}
    return used == said and all(key in said or _without_number(key) in said for key in there)


def _without_number(key: str) -> str:
    head, _, tail = key.rpartition(".")
    return head if head and tail.isdecimal() else base_key_of(key)[0]


def _listed(keys: Iterable[str]) -> Text:
    listed = list(keys)
    return Text("、".join(listed) or "（没有）", ", ".join(listed) or "(none)")


def _item_ends(expected: Mapping[str, str], imagined: Imagined) -> Iterator[Difference]:
    for key, should in expected.items():
        named = [each for each in imagined.items if key in (each.key, _without_number(each.key))]
        was = _listed(dict.fromkeys(each.standing for each in named))
        if {each.standing for each in named} != {should}:
            yield _differs(
                "item_ends",
                f"“{key}”应为 {should}，实际为 {was.zh}",
                f"“{key}” should be {should}; it is {was.en}",
                key,
            )


def _too_late(within: Limit, imagined: Imagined, calendar: WorkCalendar) -> Iterator[Difference]:
    last = due(within, started=imagined.started_at, pauses=(), calendar=calendar).at
    if last is None or (imagined.ended_at is not None and imagined.ended_at <= last):
        return
    should, was = _day(last), _day(imagined.ended_at)
    yield _differs(
        "within", f"应在 {should} 前结束，实际为 {was}", f"it should end by {should}; it ends {was}"
    )


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "—"
