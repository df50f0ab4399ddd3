"""A matter seen before it is published: its pictures, its form at the width of a phone, an imaginary case."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import Request
from markupsafe import Markup
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.application_view import ApplicationView
from casework.defining.live import open_cases, pictures_of
from casework.defining.previewing import preview_of
from casework.defining.simulating import Script, Simulated, simulate_version
from casework.outside import Acts
from engine.definition_rows import Ref
from matter_definitions.imaginary.wrong_decisions import words_for
from matter_definitions.plan import Plan
from matter_definitions.sources import Kind
from portal.administrator.definitions.words import decision_words
from portal.administrator.definitions.workbench import Bench, bench_of, frame
from portal.applicant.draft_shown import consents_shown, form_groups, materials_shown, whole_draft
from portal.applicant.steps import StepName, step_names, step_titles
from portal.inputs import answers_sent, input_of_question
from portal.language import Language, language_of
from portal.page_router import page_router
from portal.problems import Problem, problems_of
from portal.regions import region_choices
from portal.rendering import go_to, show
from portal.wording import gettext_in
from refusals import Malformed, Unknown

router = page_router()
NO_ANSWERS = "-"
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")
_VERSION = "/definitions/{kind}/{code}/versions/{version}"


@router.get(_VERSION + "/picture")
@access("administrator")
async def show_picture(request: Request, act: CurrentAct, kind: Kind, code: str, version: int) -> Response:
    bench = await bench_of(request, act, Ref(kind, code, version))
    language, plan = language_of(request), bench.looked.plan
    pictures: dict[str, Markup] = {}
    if plan is not None:
        drawn = await pictures_of(act, plan, counts=await open_cases(act, code), language=language)
        # Our own drawing, in which every text is escaped (`matter_definitions/pictures/svg.py`).
        pictures = {"process": Markup(drawn.process), "data": Markup(drawn.data)}  # noqa: S704
    context = frame(bench, language, here="picture")
    return show(request, "administrator/definitions/picture.html", **context, pictures=pictures)


@router.get(_VERSION + "/preview/{answers}/{step}")
@access("administrator")
async def show_preview(
    request: Request, act: CurrentAct, kind: Kind, code: str, version: int, answers: str, step: StepName
) -> Response:
    bench = await bench_of(request, act, Ref(kind, code, version))
    language, plan = language_of(request), bench.looked.plan
    if plan is None:
        return show(
            request, "administrator/definitions/no_plan.html", **frame(bench, language, here="preview")
        )
    view = await preview_of(act, plan, _read_answers(plan, answers), language=language)
    base = f"{bench.base}/preview/{answers}"
    context = await _context(act, view, language)
    return show(
        request,
        f"applicant/{step}.html",
        frame="administrator/definitions/phone.html",
        back=bench.base,
        preview_titles=step_titles(language),
        matter_title=view.title,
        step_title=step_titles(language)[step],
        steps=_steps(view, step, base, language),
        base=base,
        next_step=_next_step(view, step, base),
        requires=[],
        after_case=None,
        moved=None,
        kept_aside=[],
        retired=None,
        **context,
    )


@router.post(_VERSION + "/preview/{answers}/{step:path}")
@access("administrator")
async def go_on_in_preview(
    request: Request, act: CurrentAct, kind: Kind, code: str, version: int, answers: str, step: str
) -> Response:
    """Answers go on in the address; of anything else nothing is kept, and the next step follows."""
    bench = await bench_of(request, act, Ref(kind, code, version))
    plan = bench.looked.plan
    if plan is None:
        raise Unknown
    language = language_of(request)
    given = _read_answers(plan, answers)
    view = await preview_of(act, plan, given, language=language)
    if step == "questions":
        given |= answers_sent(view.questions, await request.form())
        base = f"{bench.base}/preview/{_written_answers(given)}"
        after = await preview_of(act, plan, given, language=language)
        more = {each.code for each in after.questions} != {each.code for each in view.questions}
        is_open = more or bool(after.exits) or any(each.answer is None for each in after.questions)
        return go_to(f"{base}/questions" if is_open else f"{base}/form")
    base = f"{bench.base}/preview/{answers}"
    names = step_names(view)
    here = step.partition("/")[0]
    if here != step or here not in names:
        return go_to(f"{base}/{here if here in names else 'check'}")
    return go_to(_next_step(view, here, base))


@router.get(_VERSION + "/simulate")
@access("administrator")
async def show_simulation(
    request: Request, acts: Acts, kind: Kind, code: str, version: int, example: str = "", play: str = ""
) -> Response:
    """Reading alone: an imaginary case leaves nothing behind, so it has an address of its own."""
    ref, language = Ref(kind, code, version), language_of(request)
    async with acts() as act:
        bench = await bench_of(request, act, ref)
    sent = dict(request.query_params)
    done: Simulated | None = None
    refusal: Malformed | None = None
    if play or example:
        try:
            async with acts() as act:
                script = _script(bench.looked.plan, sent, example)
                together = [each.ref for each in bench.looked.companions]
                done = await simulate_version(act, ref, script, together=together, language=language)
        except Malformed as found:
            refusal = found
    return _simulation_page(request, bench, sent, done=done, refusal=refusal)


def _simulation_page(
    request: Request,
    bench: Bench,
    sent: Mapping[str, str],
    *,
    done: Simulated | None,
    refusal: Malformed | None,
) -> Response:
    language, plan = language_of(request), bench.looked.plan
    told = problems_of(refusal.errors, language) if refusal else []
    if refusal and not told:
        told = [Problem(refusal.title.in_language(language), None)]
    return show(
        request,
        "administrator/definitions/simulate.html",
        status=422 if refusal else 200,
        **frame(bench, language, here="simulate"),
        plan=plan,
        examples=[(each.name, each.title.text.in_language(language)) for each in bench.looked.examples],
        example=sent.get("example", ""),
        decisions=_decisions(plan, language) if plan else [],
        decision_words=decision_words(language),
        sent=sent,
        told=_told(done.lines) if done else [],
        problems=[Problem(each.text, None) for each in told],
    )


@dataclass(slots=True)
class MomentShown:
    """`time` empty: said of the whole. `waits`: who is waited for from then on."""

    time: str
    words: str
    waits: list[str]


def _told(lines: Sequence[str]) -> list[MomentShown]:
    """The lines of `imaginary/drawing.py`: a time, who and what; below it, further in, who is waited for."""
    told: list[MomentShown] = []
    for line in lines:
        if line.startswith("  ") and told:
            told[-1].waits.append(line.strip())
        elif _MOMENT.match(line):
            told.append(MomentShown(line[:16], line[16:].strip(), []))
        else:
            told.append(MomentShown("", line, []))
    return told


def _script(plan: Plan | None, sent: Mapping[str, str], example: str) -> Script:
    if plan is None:
        return Script()
    kinds = {each.code: each.kind for each in plan.form.questions}
    answers = {
        name.removeprefix("answers."): _answer(kinds.get(name.removeprefix("answers."), ""), text)
        for name, text in sent.items()
        if name.startswith("answers.") and text
    }
    decisions = {
        name.removeprefix("decide."): text.split()
        for name, text in sent.items()
        if name.startswith("decide.") and text.strip()
    }
    return Script(answers=answers, decisions=decisions, example=example or None)


def _decisions(plan: Plan, language: Language) -> list[tuple[str, str, list[str]]]:
    """Every step of every item: its name, its title, and the words that are possible there."""
    found: list[tuple[str, str, list[str]]] = []
    for item in plan.items:
        title = item.title.in_language(language)
        receipt = gettext_in(language)("Review of the form")
        steps = [
            ("receipt", receipt),
            *((each.code, each.title.in_language(language)) for each in item.steps),
        ]
        for code, words in steps:
            if possible := words_for(item, code):
                found.append((f"{item.code}.{code}", f"{title} · {words}", sorted(possible)))
    return found


async def _context(act: Act, view: ApplicationView, language: Language) -> dict[str, Any]:
    """What the applicant's templates of all steps need."""
    places = await region_choices(act, language)
    return {
        "plan": "",
        "asked": [input_of_question(each, language, errors={}) for each in view.questions],
        "exits": view.exits,
        "lookups_waiting": [],
        "sign_in_words": None,
        "offers": [],
        "signers": [],
        "go_on": "",
        "counters": places,
        "service": None,
        "text": "",
        **whole_draft(view, language, regions=places),
        "groups": form_groups(view, language, regions=places, errors={}),
        "materials": materials_shown(view, language, errors={}),
        "consents": consents_shown(view, errors={}),
    }


def _steps(view: ApplicationView, current: StepName, base: str, language: Language) -> list[dict[str, Any]]:
    titles = step_titles(language)
    return [
        {
            "name": name,
            "label": titles[name],
            "state": "current" if name == current else "open",
            "href": f"{base}/{name}",
        }
        for name in step_names(view)
        if name not in ("sign", "check")
    ]


def _next_step(view: ApplicationView, after: str, base: str) -> str:
    names = [name for name in step_names(view) if name not in ("sign", "check")]
    place = names.index(after) + 1 if after in names else len(names)
    return f"{base}/{names[place]}" if place < len(names) else f"{base}/questions"


def _read_answers(plan: Plan, written: str) -> dict[str, object]:
    """`married=true;children=2`; `-` for none."""
    kinds = {each.code: each.kind for each in plan.form.questions}
    pairs = (each.partition("=") for each in written.split(";") if "=" in each)
    return {code: _answer(kinds[code], text) for code, _, text in pairs if code in kinds and text}


def _written_answers(given: Mapping[str, object]) -> str:
    pairs = [
        f"{code}={str(value).lower() if isinstance(value, bool) else value}"
        for code, value in given.items()
        if value is not None
    ]
    return quote(";".join(pairs), safe=";=") or NO_ANSWERS


def _answer(kind: str, text: str) -> object:
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    return int(text) if kind == "number" and text.isdecimal() else text
