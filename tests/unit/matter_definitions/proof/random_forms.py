"""Small random forms, and every complete situation of one, found by trying them all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from hypothesis import strategies as st

from forms.answering import read_answers
from forms.asking import fields_of
from forms.form_plan import (
    Exit,
    ExitWhen,
    FieldPlan,
    FormPlan,
    ItemSwitch,
    Need,
    Option,
    QuestionPlan,
    SubjectPlan,
    Text,
)
from forms.reading import Known, Reading
from forms.switching import items_of

TODAY = date(2026, 3, 2)
WORD = Text("字", "word")
AWAY = Exit(WORD, WORD)
FIELD = "person.kind"
KINDS = ("a", "b")


@dataclass(frozen=True)
class Tried:
    """One complete situation, with what the product makes of it. `facts` by variable; None: not given."""

    facts: dict[str, object]
    asked: frozenset[str]
    exits: bool
    on: frozenset[str]
    needed: frozenset[tuple[str, str]]


def every_situation(form: FormPlan) -> Iterator[Tried]:
    for given, exits in _every_way_to_answer(form, {}):
        for kind in (None, *KINDS):
            yield from _tried(form, given, kind, exits=exits)


def _every_way_to_answer(
    form: FormPlan, given: dict[str, object]
) -> Iterator[tuple[dict[str, object], bool]]:
    """Question after question, as somebody would; with whether an exit is open at the end."""
    answering = read_answers(form, given, today=TODAY)
    if not answering.to_ask:
        yield given, bool(answering.exits)
        return
    question = answering.to_ask[0].plan
    for answer in _choices(question):
        yield from _every_way_to_answer(form, {**given, question.code: answer})


def _tried(form: FormPlan, given: dict[str, object], kind: str | None, *, exits: bool) -> Iterator[Tried]:
    values = {} if kind is None else {FIELD: kind}
    reading = Reading(form, Known(answers=given, today=TODAY, values=values))
    on = items_of(reading)
    if any(view.required and view.value is None for view in fields_of(reading, on)):
        return
    codes = frozenset(each.code for each in on)
    yield Tried(
        facts={f"answers.{q.code}": given.get(q.code) for q in form.questions} | {FIELD: kind},
        asked=frozenset(view.code for view in reading.answering.questions),
        exits=exits,
        on=codes,
        needed=frozenset(
            (need.item, field.key)
            for field in form.fields
            for need in field.needs
            if need.item in codes and reading.holds(need.when)
        ),
    )


def _choices(question: QuestionPlan) -> list[str | bool | int]:
    if question.kind == "boolean":
        return [False, True]
    if question.kind == "number":
        assert question.minimum is not None
        assert question.maximum is not None
        return list(range(question.minimum, question.maximum + 1))
    return [option.code for option in question.options]


@st.composite
def forms(draw: st.DrawFn) -> FormPlan:
    questions: list[QuestionPlan] = []
    for number in range(draw(st.integers(1, 4))):
        questions.append(draw(_question(f"q{number}", tuple(questions))))
    items = [f"item-{number}" for number in range(draw(st.integers(1, 3)))]
    atoms = _atoms(tuple(questions))
    everything = (*atoms, f"{FIELD} == 'a'", f"{FIELD} != 'b'", f"given.{FIELD}")
    needs = tuple(
        Need(item, draw(st.booleans()), draw(st.none() | _conditions(atoms)))
        for item in items
        if draw(st.booleans())
    )
    return FormPlan(
        questions=tuple(questions),
        subjects=(SubjectPlan("person", WORD, is_applicant=True),),
        fields=(
            FieldPlan(
                FIELD,
                "person",
                "kind",
                "code",
                WORD,
                needs,
                options=tuple(Option(kind, WORD) for kind in KINDS),
                produced_by=draw(st.none() | st.sampled_from(items)),
            ),
        ),
        materials=(),
        lookups=(),
        consents=(),
        switches=tuple(
            ItemSwitch(item, WORD, "office", "'330100000000'", draw(st.none() | _conditions(everything)))
            for item in items
        ),
    )


@st.composite
def _question(draw: st.DrawFn, code: str, earlier: tuple[QuestionPlan, ...]) -> QuestionPlan:
    kind = draw(st.sampled_from(["single", "boolean", "number"]))
    names = ["x", "y", "z"][: draw(st.integers(2, 3))] if kind == "single" else []
    low = draw(st.integers(-1, 1)) if kind == "number" else None
    question = QuestionPlan(
        code,
        kind,  # pyright: ignore[reportArgumentType]
        WORD,
        options=tuple(Option(name, WORD, draw(st.none() | st.just(AWAY))) for name in names),
        minimum=low,
        maximum=None if low is None else low + draw(st.integers(0, 2)),
        when=draw(st.none() | _conditions(_atoms(earlier))) if earlier else None,
    )
    if not draw(st.booleans()):
        return question
    leads_out = draw(_conditions(_atoms((*earlier, question))))
    return QuestionPlan(
        code,
        question.kind,
        WORD,
        options=question.options,
        minimum=low,
        maximum=question.maximum,
        when=question.when,
        exits=(ExitWhen(leads_out, AWAY),),
    )


def _atoms(questions: tuple[QuestionPlan, ...]) -> tuple[str, ...]:
    atoms: list[str] = []
    for each in questions:
        name = f"answers.{each.code}"
        if each.kind == "boolean":
            atoms += [name, f"given.{name}"]
        elif each.kind == "number":
            atoms += [f"{name} > 0", f"{name} == 1", f"{name} + 1 <= 1", f"{name} in [0, 2]"]
        else:
            atoms += [f"{name} == 'x'", f"{name} != 'y'", f"{name} in ['x', 'z']", f"{name} == ''"]
    return tuple(atoms)


@lru_cache(maxsize=500)
def _conditions(atoms: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Kept: a strategy looks through itself when it is first used, for longer than it takes to draw."""
    return st.recursive(
        st.sampled_from(atoms),
        lambda smaller: st.one_of(
            smaller.map(lambda a: f"!({a})"),
            st.tuples(smaller, smaller).map(lambda both: f"({both[0]}) && ({both[1]})"),
            st.tuples(smaller, smaller).map(lambda both: f"({both[0]}) || ({both[1]})"),
            st.tuples(smaller, smaller, smaller).map(lambda all_: f"({all_[0]}) ? ({all_[1]}) : ({all_[2]})"),
        ),
        max_leaves=4,
    )
