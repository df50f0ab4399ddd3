"""An imaginary case through a stored version: the same rules, imaginary people, nothing outside."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from access.act import Act
from access.policy import demand
from casework.defining.building import built
from casework.words import Language
from clocks.calendar import local_date
from clocks.published import load_published
from database.session import become_engine, legal_now
from engine.definition_rows import Ref
from forms.form_plan import Text
from matter_definitions.imaginary.drawing import as_data, as_lines
from matter_definitions.imaginary.examples import START
from matter_definitions.imaginary.simulate import Unimaginable, simulate
from matter_definitions.language.examples import ExampleModel
from matter_definitions.pictures.process import process_picture
from matter_definitions.plan import Plan
from refusals import FieldError, Malformed


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


async def simulate_version(
    act: Act, ref: Ref, script: Script, *, together: Iterable[Ref] = (), language: Language = "zh"
) -> Simulated:
    """`together`: drafts that the matter needs. Raises Unknown (404), DefinitionRefused (422) when it is not
    in order, Malformed (422) when such a case cannot be imagined."""
    demand(act.actor, "definition.check")
    today = local_date(await legal_now(act.connection))
    become_engine(act.connection)
    whole = await built(act, ref, together=together, today=today)
    example = _example(whole.examples, script.example)
    return await asyncio.to_thread(_simulated, whole.plan, _merged(script, example), language)


def _simulated(plan: Plan, script: Script, language: Language) -> Simulated:
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
        raise Malformed(
            Text("这样的办件无法模拟", "Such a case cannot be imagined"),
            errors=[FieldError("", each.zh, each.en) for each in reason.problems],
        ) from reason
    return Simulated(
        end=imagined.end,
        lines=list(as_lines(imagined, plan, language=language)),
        timeline=as_data(imagined),
        picture=process_picture(plan, language=language),
    )


def _example(examples: Iterable[ExampleModel], name: str | None) -> ExampleModel | None:
    if name is None:
        return None
    found = next((each for each in examples if each.name == name), None)
    if found is None:
        words = f"没有例子“{name}”", f"there is no example “{name}”"
        raise Malformed(errors=[FieldError("/example", *words)])
    return found


def _merged(script: Script, example: ExampleModel | None) -> Script:
    if example is None:
        return script
    return Script(
        answers={**example.answers, **script.answers},
        values={**example.values, **script.values},
        decisions={**example.decisions, **script.decisions},
        delivery=script.delivery or example.delivery,
    )
