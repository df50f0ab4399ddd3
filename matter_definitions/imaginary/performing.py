"""`onematter simulate`: which definition is meant, what was said beside it, and what comes of it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from clocks.published import load_published
from forms.facts import base_key_of
from forms.form_plan import Text
from matter_definitions.compile import compile_matter
from matter_definitions.imaginary.drawing import as_data, as_lines
from matter_definitions.imaginary.examples import START, play
from matter_definitions.imaginary.simulate import Imagined, Unimaginable, simulate
from matter_definitions.language.examples import ExampleModel
from matter_definitions.language.matters import MatterModel
from matter_definitions.library_index import Library, library_of
from matter_definitions.plan import Plan
from matter_definitions.problems import Problem

_WHOLE_NUMBERS = frozenset({"integer", "money_fen"})


@dataclass(frozen=True, slots=True)
class Staged:
    """A matter that can be played."""

    matter: MatterModel
    plan: Plan


@dataclass(frozen=True, slots=True)
class Performance:
    """`name`: the example that was played, if it was one. `complaints`: where it came out otherwise."""

    imagined: Imagined | None
    name: str = ""
    complaints: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """What was said beside the matter, as `name=value` each; answers also several, with commas between."""

    answers: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    delivery: str | None = None
    example: str | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.answers or self.values or self.decisions or self.delivery)


class NotStaged(Exception):
    """There is no such matter, or something else is wrong with it; `problems` say what."""

    def __init__(self, *problems: Text) -> None:
        super().__init__("; ".join(each.en for each in problems))
        self.problems = problems


def stage(target: str, *, library: Library) -> Staged:
    """`target`: a matter's code, or the file of one, as if it stood in the library already."""
    file = Path(target)
    if not file.is_file():
        return _compiled(library, target, ())
    try:
        changes = library_of([(target, file.read_text(encoding="utf-8"))])
    except (OSError, UnicodeDecodeError):
        raise NotStaged(
            Text("无法读取文件（应为 UTF-8 文本）", "the file cannot be read (it should be UTF-8 text)")
        ) from None
    code = next(iter(changes.matters), "")
    return _compiled(library.with_changes(changes), code, changes.problems)


def _compiled(library: Library, code: str, problems: tuple[Problem, ...]) -> Staged:
    if problems:
        raise NotStaged(*(_in_words(each) for each in problems))
    if code not in library.matters:
        raise NotStaged(Text(f"没有“{code}”这件事", f"there is no matter “{code}”"))
    compiled = compile_matter(library, code)
    if compiled.plan is None:
        raise NotStaged(*(_in_words(each) for each in compiled.problems))
    return Staged(library.matters[code].model, compiled.plan)


def _in_words(problem: Problem) -> Text:
    place = f"{problem.file}:{problem.line}: "
    return Text(place + problem.zh, place + problem.en)


def perform(staged: Staged, script: Script) -> tuple[Performance, ...]:
    """One imaginary case; or the matter's own examples, where nothing was said of the case. With an example
    and more, the example is changed by it and not held to what it expects. Raises NotStaged, Unimaginable."""
    examples = staged.matter.examples
    if script.example is not None:
        examples = [each for each in examples if each.name == script.example]
        if not examples:
            raise NotStaged(Text(f"没有例子“{script.example}”", f"there is no example “{script.example}”"))
    if script.is_empty:
        if not examples:
            raise NotStaged(
                Text("没有例子，请用 --answers 回答问题", "there is no example; answer with --answers")
            )
        return tuple(_performed(staged.plan, each) for each in examples)
    return (Performance(_changed(staged.plan, examples[0] if script.example else None, script)),)


def tell(performed: Iterable[Performance], staged: Staged, *, language: str, as_json: bool) -> str:
    """The timelines, one below the other; as JSON a list, with null for what could not be played."""
    if as_json:
        data = [as_data(each.imagined) if each.imagined else None for each in performed]
        return json.dumps(data, ensure_ascii=False)
    lines: list[str] = []
    for each in performed:
        lines += [f"# {each.name}"] if each.name else []
        lines += as_lines(each.imagined, staged.plan, language=language) if each.imagined else []
    return "\n".join(lines)


def complaints(performed: Iterable[Performance], *, language: str) -> list[str]:
    """What came out otherwise than an example says, each with the example's name."""
    return [f"{each.name}: {said.in_language(language)}" for each in performed for said in each.complaints]


def _performed(plan: Plan, example: ExampleModel) -> Performance:
    played = play(plan, example)
    return Performance(played.imagined, example.name, tuple(each.words for each in played.differences))


def _changed(plan: Plan, example: ExampleModel | None, script: Script) -> Imagined:
    kinds = {each.code: each.kind for each in plan.form.questions}
    types = {each.key: each.value_type for each in plan.form.fields}
    answered = [each for said in script.answers for each in said.split(",")]
    answers = {name: _answer(kinds.get(name), said) for name, said in _pairs(answered)}
    values = {key: _value(types.get(base_key_of(key)[0]), said) for key, said in _pairs(script.values)}
    decided = {name: tuple(said.split(",")) for name, said in _pairs(script.decisions)}
    before = {name: tuple(words) for name, words in example.decisions.items()} if example else {}
    return simulate(
        plan,
        calendar=load_published(),
        start=START,
        answers={**(example.answers if example else {}), **answers},
        values={**(example.values if example else {}), **values},
        decisions={**before, **decided},
        delivery=script.delivery or (example.delivery if example else None),
    )


def _pairs(said: Iterable[str]) -> list[tuple[str, str]]:
    for each in said:
        if "=" not in each:
            raise Unimaginable(Text(f"“{each}”应写成 名称=值", f"“{each}” should be written name=value"))
    return [(name, value) for name, _, value in (each.partition("=") for each in said)]


def _answer(kind: str | None, said: str) -> object:
    if kind == "boolean":
        return _YES_OR_NO.get(said.lower(), said)
    return int(said) if kind == "number" and said.lstrip("-").isdecimal() else said


def _value(value_type: str | None, said: str) -> object:
    if value_type == "boolean":
        return _YES_OR_NO.get(said.lower(), said)
    return int(said) if value_type in _WHOLE_NUMBERS and said.isdecimal() else said


_YES_OR_NO: Mapping[str, bool] = {"true": True, "yes": True, "false": False, "no": False}
