"""What has to be over before a matter can be submitted, and how far it is."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from access.act import Act
from casework.chains.giving import Finished, finished_cases
from casework.draft_row import DraftRow
from casework.words import Language
from clocks.calendar import local_date
from forms.conditions import holds
from forms.draft import Draft
from forms.form_plan import FormPlan, Text
from forms.problems import FormProblem
from matter_definitions.chains import RequiredPlan
from matter_definitions.plan import Plan

_BEGUN = text("""
    SELECT a.matter, a.id, c.case_no FROM application a LEFT JOIN matter_case c ON c.id = a.case_id
    WHERE a.owner = :owner AND a.matter = ANY(:matters)
        AND (a.state = 'draft' OR (a.state = 'submitted' AND c.standing = 'open'))
    ORDER BY a.updated_at
""")


@dataclass(frozen=True, slots=True)
class Requirement:
    """`met_by`: the number of a case that is over. While there is none: `case_no` of one under way, or the
    draft `application` of one that was begun."""

    matter: str
    text: Text
    met_by: str | None = None
    case_no: str | None = None
    application: UUID | None = None

    @property
    def problem(self) -> FormProblem:
        return FormProblem(f"/requires/{self.matter}", "required_matter", self.text.zh, self.text.en)


@dataclass(frozen=True, slots=True)
class RequirementOut:
    """`met_by`: the number of the case that is over. While there is none: `case_no` of one under way, or the
    draft `application` of one that was begun."""

    matter: str
    text: str
    met_by: str | None
    case_no: str | None
    application: UUID | None


async def requirements_of(act: Act, row: DraftRow, plan: Plan, draft: Draft) -> tuple[Requirement, ...]:
    """Those that the answers leave. With the engine's rights."""
    needed = [each for each in plan.requires if _is_needed(plan.form, each, row, draft)]
    if not needed:
        return ()
    matters = [each.matter for each in needed]
    finished = await finished_cases(act, row.owner, matters)
    values = {"owner": row.owner, "matters": matters}
    begun = {each.matter: each for each in await act.connection.execute(_BEGUN, values)}
    return tuple(
        Requirement(
            matter=each.matter,
            text=each.text,
            met_by=_latest(finished, each.matter),
            case_no=begun[each.matter].case_no if each.matter in begun else None,
            application=begun[each.matter].id if each.matter in begun else None,
        )
        for each in needed
    )


def requirement_out(requirement: Requirement, *, language: Language) -> RequirementOut:
    return RequirementOut(
        matter=requirement.matter,
        text=requirement.text.in_language(language),
        met_by=requirement.met_by,
        case_no=requirement.case_no,
        application=requirement.application,
    )


def _is_needed(form: FormPlan, required: RequiredPlan, row: DraftRow, draft: Draft) -> bool:
    if required.when is None:
        return True
    return holds(form, required.when, values={}, answers=draft.answers, today=local_date(row.now))


def _latest(finished: list[Finished], matter: str) -> str | None:
    return next((each.case_no for each in finished if each.matter == matter), None)
