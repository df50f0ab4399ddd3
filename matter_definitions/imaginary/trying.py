"""One imaginary case of a text, and how it is told: pure, with plain values in its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from clocks.published import load_published
from forms.form_plan import Text
from matter_definitions.imaginary.drawing import as_data, as_lines
from matter_definitions.imaginary.examples import START
from matter_definitions.imaginary.simulate import Unimaginable, simulate
from matter_definitions.language.examples import ExampleModel
from matter_definitions.looking import Texts, look_at_texts
from matter_definitions.pictures.process import process_picture
from matter_definitions.plan import Plan
from matter_definitions.problems import Problem
from matter_definitions.stock import Stock
from matter_definitions.wording.titles import Names

_NO_NAMES = Names()


@dataclass(frozen=True, slots=True)
class Script:
    """What the imaginary people say: answers, values by form key, decisions by `item.step`, one after the
    other. `example`: one of the matter's own, changed by the rest."""

    answers: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    decisions: Mapping[str, list[str]] = field(default_factory=dict)
    delivery: str | None = None
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Simulated:
    """`lines`: the timeline in words; `timeline`: the same as data (times with zone, both languages);
    `picture`: the process as SVG."""

    end: str
    lines: list[str]
    timeline: dict[str, Any]
    picture: str


@dataclass(frozen=True, slots=True)
class NotTried:
    """`why`: the definition is not in order (`problems`), there is no such example, or such a case cannot be
    imagined (`words`)."""

    why: Literal["broken", "no-example", "unimaginable"]
    problems: tuple[Problem, ...] = ()
    words: tuple[Text, ...] = ()


def try_out(
    stock: Stock,
    *,
    texts: Texts,
    code: str,
    script: Script,
    language: Literal["zh", "en"],
    names: Names = _NO_NAMES,
) -> Simulated | NotTried:
    """`texts`: the matter with this code, and what goes with it. `names`: what departments are called."""
    looked = look_at_texts(stock, texts=texts, kind="matter", code=code)
    if looked.plan is None:
        return NotTried("broken", problems=looked.errors)
    example = next((each for each in looked.examples if each.name == script.example), None)
    if script.example is not None and example is None:
        return NotTried("no-example")
    return _played(looked.plan, _merged(script, example), language, names)


def _played(plan: Plan, script: Script, language: Literal["zh", "en"], names: Names) -> Simulated | NotTried:
    try:
        imagined = simulate(
            plan,
            calendar=load_published(),
            start=START,
            answers=script.answers,
            values=script.values,
            decisions={name: tuple(words) for name, words in script.decisions.items()},
            delivery=script.delivery,
        )
    except Unimaginable as reason:
        return NotTried("unimaginable", words=reason.problems)
    return Simulated(
        end=imagined.end,
        lines=list(as_lines(imagined, plan, language=language, names=names)),
        timeline=as_data(imagined),
        picture=process_picture(plan, language=language, names=names),
    )


def _merged(script: Script, example: ExampleModel | None) -> Script:
    if example is None:
        return script
    return Script(
        answers={**example.answers, **script.answers},
        values={**example.values, **script.values},
        decisions={**example.decisions, **script.decisions},
        delivery=script.delivery or example.delivery,
    )
