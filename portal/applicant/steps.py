"""The steps of an application: which there are for these answers, how far they are, what is wrong in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from casework.application_view import ApplicationView, ProblemOut
from portal.language import Language
from portal.problems import Problem
from portal.rendering import anchor_of
from portal.wording import gettext_in

StepName = Literal["questions", "form", "materials", "consent", "sign", "check"]
State = Literal["done", "current", "open", "later"]

# Where a problem is put right, by the first part of its pointer; of all others the last page tells.
_STEP_OF: dict[str, StepName] = {
    "answers": "questions",
    "form": "form",
    "delivery": "form",
    "materials": "materials",
    "consents": "consent",
    "signature": "sign",
}


@dataclass(frozen=True, slots=True)
class Step:
    name: StepName
    label: str
    state: State
    href: str | None


def steps_of(view: ApplicationView, current: StepName, language: Language) -> list[Step]:
    labels = step_titles(language)
    names = step_names(view)
    open_steps: set[StepName] = {step_of(problem) for problem in view.problems}
    known = answered(view)
    return [
        Step(
            name,
            labels[name],
            state=_state(name, current, open_steps, known=known),
            href=f"{base_of(view)}/{name}" if name == "questions" or known else None,
        )
        for name in names
    ]


def step_names(view: ApplicationView) -> list[StepName]:
    """A step with nothing in it would only be one more click."""
    names: list[StepName] = ["questions", "form"]
    if view.materials:
        names.append("materials")
    if view.consents:
        names.append("consent")
    if view.signature is not None and view.signature.required:
        names.append("sign")
    return [*names, "check"]


def next_step(view: ApplicationView, after: StepName) -> str:
    names = step_names(view)
    place = names.index(after) + 1 if after in names else len(names)
    return f"{base_of(view)}/{names[min(place, len(names) - 1)]}"


def first_open_step(view: ApplicationView) -> str:
    """Where to go on."""
    steps = {step_of(problem) for problem in view.problems}
    name = next((name for name in step_names(view) if name in steps), "check")
    return f"{base_of(view)}/{name}"


def answered(view: ApplicationView) -> bool:
    return not any(step_of(problem) == "questions" for problem in view.problems)


def problems_in(view: ApplicationView, step: StepName) -> list[ProblemOut]:
    return [problem for problem in view.problems if step_of(problem) == step]


def wrongly_typed(view: ApplicationView) -> list[ProblemOut]:
    """What is wrong in the form, but for what is only missing."""
    typed = {f"/form/{each.key}" for each in view.fields if each.value not in (None, "")}
    return [problem for problem in problems_in(view, "form") if problem.pointer in typed]


def step_of(problem: ProblemOut) -> StepName:
    return _STEP_OF.get(problem.pointer.strip("/").partition("/")[0], "check")


def errors_of(problems: list[ProblemOut]) -> Mapping[str, str]:
    return {problem.pointer: as_sentence(problem.message) for problem in reversed(problems)}


def summary_of(
    view: ApplicationView, problems: list[ProblemOut], *, here: StepName, language: Language
) -> list[Problem]:
    """The error summary of a step: each problem leads to its input, on this page or on another."""
    questions = {f"/answers/{question.code}": question.title for question in view.questions}
    return [Problem(_worded(view, each, questions, language), _href(view, each, here)) for each in problems]


def group_of(view: ApplicationView, key: str) -> str:
    """Whose field or material `father.name` or `child.2.name` is, in words; "" for nobody's."""
    subject, _, rest = key.partition(".")
    number = rest.partition(".")[0]
    groups = [
        each.group
        for each in view.fields
        if each.subject == subject and each.instance == (int(number) if number.isdigit() else None)
    ]
    return groups[0] if groups and rest else ""


def about_words(about: str, words: str, language: Language) -> str:
    if about.endswith(("？", "?")):
        return f"{about}{words}" if language == "zh" else f"{about} {as_sentence(words)}"
    return f"{about}：{words}" if language == "zh" else f"{about}: {words}"


def as_sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def base_of(view: ApplicationView) -> str:
    return f"/applications/{view.id}"


def step_titles(language: Language) -> dict[StepName, str]:
    _ = gettext_in(language)
    return {
        "questions": _("Questions"),
        "form": _("Form"),
        "materials": _("Papers"),
        "consent": _("Consent"),
        "sign": _("Sign"),
        "check": _("Check and submit"),
    }


def _state(name: StepName, current: StepName, open_steps: set[StepName], *, known: bool) -> State:
    """`known`: all questions are answered; before, nobody can say what the other steps will ask for."""
    if name == current:
        return "current"
    if not known and name != "questions":
        return "later"
    return "open" if name in open_steps or name == "check" else "done"


def _worded(
    view: ApplicationView, problem: ProblemOut, questions: Mapping[str, str], language: Language
) -> str:
    """Which question or whose field it is about, where the words alone do not say it."""
    kind, _, key = problem.pointer.strip("/").partition("/")
    about = questions.get(problem.pointer, "") if kind == "answers" else ""
    about = group_of(view, key) if kind in ("form", "materials") else about
    if not about or about in problem.message:
        return as_sentence(problem.message)
    return about_words(about, problem.message, language)


def _href(view: ApplicationView, problem: ProblemOut, here: StepName) -> str | None:
    step, anchor = step_of(problem), anchor_of(problem.pointer)
    case_no = next(
        (each.case_no for each in view.conflicts if problem.pointer == f"/items/{each.item}"), None
    )
    if case_no:
        return f"/cases/{case_no}"
    if step == here:
        return f"#{anchor}" if step != "check" else None
    return f"{base_of(view)}/{step}?checked=1#{anchor}"
