"""One page: how much there is, what is overdue, due soon and stuck, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import Response

from access.act import Act, CurrentAct
from access.rules import access
from casework.flags import flags_to_sign
from casework.incident_desk import IncidentLine, list_incidents, resolve_incident, retry_incident
from casework.organisation import department_names, name_in
from casework.outside import Acts
from casework.supervised_cases import CaseFilter, Light, SupervisedCase, supervised_cases
from casework.supervision_summary import Figure, supervision_summary
from casework.words import state_words
from portal.language import Language, language_of
from portal.moods import Mood, mood_of
from portal.page_router import page_router
from portal.problems import Problem
from portal.rendering import go_to, show
from portal.wording import gettext_in
from refusals import Malformed

router = page_router()
SHOWN_AT_MOST = 50
LONGEST_REASON = 500

Outcome = Literal["done", "ended", "noted", "sent_back"]


@dataclass(frozen=True, slots=True)
class CaseShown:
    case: SupervisedCase
    mood: Mood
    light_words: str
    departments: str


@dataclass(frozen=True, slots=True)
class IncidentShown:
    incident: IncidentLine
    department: str


@router.get("/overview")
@access("supervisor")
async def show_overview(request: Request, act: CurrentAct) -> Response:
    return await _page(request, act)


@router.get("/overview/cases")
@access("supervisor")
async def show_cases(
    request: Request,
    act: CurrentAct,
    state: str | None = None,
    light: Light | None = None,
    stuck: bool | None = None,
    correcting: bool | None = None,
) -> Response:
    """What one figure of the overview counts."""
    wanted = CaseFilter(state=state, light=light, stuck=stuck, correcting=correcting)
    cases = await _cases(act, wanted, language_of(request))
    title = _title_of(wanted, language_of(request))
    is_cut = len(cases) == SHOWN_AT_MOST
    return show(request, "supervisor/cases.html", cases=cases, is_cut=is_cut, title=title)


@router.post("/overview/incidents/{incident_id}/retry")
@access("supervisor")
async def retry(act: CurrentAct, incident_id: UUID) -> Response:
    await retry_incident(act, incident_id)
    return go_to("/overview?said=retried")


@router.post("/overview/incidents/{incident_id}/resolve")
@access("supervisor")
async def resolve(
    request: Request,
    acts: Acts,
    incident_id: UUID,
    outcome: Annotated[Outcome | None, Form()] = None,
    reason: Annotated[str, Form(max_length=LONGEST_REASON)] = "",
) -> Response:
    _ = gettext_in(language_of(request))
    if outcome is None:
        async with acts() as act:
            return await _page(request, act, problem=_("Please choose what shall happen."), at=incident_id)
    try:
        async with acts() as act:
            await resolve_incident(act, incident_id, outcome=outcome, reason=reason)
    except Malformed as refusal:
        words = refusal.detail.in_language(language_of(request))
        async with acts() as act:
            return await _page(request, act, problem=words, at=incident_id)
    return go_to("/overview?said=resolved")


async def _page(request: Request, act: Act, *, problem: str = "", at: UUID | None = None) -> Response:
    language = language_of(request)
    _ = gettext_in(language)
    summary = await supervision_summary(act, language=language)
    said = {"retried": _("It is being tried again."), "resolved": _("It is settled.")}
    lists = [
        (_("Overdue"), await _cases(act, CaseFilter(light="red"), language)),
        (_("Due soon"), await _cases(act, CaseFilter(light="yellow"), language)),
        (_("Stuck"), await _cases(act, CaseFilter(stuck=True), language)),
    ]
    return show(
        request,
        "supervisor/overview.html",
        status=422 if problem else 200,
        figures=[(each, _address(each)) for each in summary.figures],
        indicators=summary.indicators,
        at=summary.at,
        incidents=await _incidents(act, language),
        flags=await flags_to_sign(act, language=language),
        outcomes=_outcomes(language),
        outcomes_of_money=_outcomes_of_money(language),
        lists=lists,
        wrong_at=at,
        problems=[Problem(problem, f"#resolve-{at}")] if problem else [],
        confirmation=said.get(request.query_params.get("said", ""), ""),
    )


async def _cases(act: Act, wanted: CaseFilter, language: Language) -> Sequence[CaseShown]:
    cases = await supervised_cases(act, wanted, limit=SHOWN_AT_MOST, language=language)
    names = await department_names(act.connection, {code for case in cases for code in case.departments})
    _ = gettext_in(language)
    return [
        CaseShown(
            case=each,
            mood=mood_of("light", each.light),
            light_words=state_words("light", each.light, language=language),
            departments=_(", ").join(name_in(names, code, language) for code in each.departments),
        )
        for each in cases
    ]


async def _incidents(act: Act, language: Language) -> Sequence[IncidentShown]:
    incidents = await list_incidents(act, limit=SHOWN_AT_MOST, language=language)
    names = await department_names(act.connection, {each.department for each in incidents if each.department})
    return [
        IncidentShown(each, name_in(names, each.department, language) if each.department else "")
        for each in incidents
    ]


def _title_of(wanted: CaseFilter, language: Language) -> str:
    _ = gettext_in(language)
    about = [state_words("case", wanted.state, language=language)] if wanted.state else []
    about += [state_words("light", wanted.light, language=language)] if wanted.light else []
    about += [_("Stuck")] if wanted.stuck else []
    about += [_("Waiting for a correction")] if wanted.correcting else []
    return _(", ").join(about)


def _address(figure: Figure) -> str:
    """The figure's own query, on our page of what it counts; incidents stand on the overview itself."""
    if figure.code == "incidents":
        return "#incidents"
    if figure.code == "data_sharing":
        return "/overview/data-sharing"
    query = urlsplit(figure.drill).query
    if figure.code in ("tickets", "tickets_overdue"):
        return f"/tickets?{query}"
    return f"/overview/cases?{query}" if query else "/overview/cases"


def _outcomes(language: Language) -> list[tuple[Outcome, str]]:
    _ = gettext_in(language)
    return [
        ("done", _("It was done another way; go on")),
        ("ended", _("End this item")),
        ("noted", _("Nothing more is needed")),
    ]


def _outcomes_of_money(language: Language) -> list[tuple[Outcome, str]]:
    """Of money that came with another sum."""
    _ = gettext_in(language)
    return [
        ("done", _("Take the sum as it came; go on")),
        ("sent_back", _("Send it back; it is sent anew")),
        ("ended", _("End this item")),
    ]
