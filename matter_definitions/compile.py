"""A matter, its items and the dictionary into one plan.

The same definitions give the same plan and so the same name, however the entries of a mapping are ordered.
"""

from collections.abc import Callable
from dataclasses import dataclass

from forms.form_plan import FormPlan
from matter_definitions.chains import NextPlan, RequiredPlan
from matter_definitions.checks.awaited_money import check_awaited_money
from matter_definitions.checks.chains import check_chains
from matter_definitions.checks.codes import check_codes
from matter_definitions.checks.deadlines import check_deadlines
from matter_definitions.checks.excluded import check_excluded
from matter_definitions.checks.expressions import check_expressions
from matter_definitions.checks.keys import check_keys
from matter_definitions.checks.levels import check_levels
from matter_definitions.checks.limits import check_limits
from matter_definitions.checks.made import check_made
from matter_definitions.checks.matter import REQUESTS_TO_COMPLETE, check_matter
from matter_definitions.checks.merging import check_merged
from matter_definitions.checks.needless import check_needless
from matter_definitions.checks.offers import check_offers
from matter_definitions.checks.order import check_order
from matter_definitions.checks.outside import check_outside
from matter_definitions.checks.remedies import check_remedies, remedies_of
from matter_definitions.checks.repeated import check_repeated
from matter_definitions.checks.responsibility import check_responsibility
from matter_definitions.checks.staff import check_staff
from matter_definitions.checks.steps import check_steps
from matter_definitions.checks.tone import check_tone
from matter_definitions.checks.windows import check_windows
from matter_definitions.compile_form import form_of
from matter_definitions.compile_items import item_plan
from matter_definitions.compile_offers import joint_of
from matter_definitions.compile_papers import notices_of, papers_of
from matter_definitions.language.chains import NextModel
from matter_definitions.language.matters import StatementModel
from matter_definitions.language.merging import MergedModel
from matter_definitions.language.organisation import RemedyModel
from matter_definitions.library_index import Library
from matter_definitions.merged import MergedPlan, ResultPart
from matter_definitions.offers import RemedyPlan
from matter_definitions.plan import FORMAT, Plan, StatementPlan
from matter_definitions.problems import Problem, Problems
from matter_definitions.workbench import Workbench, put_on_workbench

_CHECKS: tuple[Callable[[Workbench], None], ...] = (
    check_matter,
    check_codes,
    check_steps,
    check_order,
    check_limits,
    check_levels,
    check_offers,
    check_awaited_money,
    check_remedies,
    check_responsibility,
    check_merged,
    check_windows,
    check_made,
    check_deadlines,
    check_excluded,
    check_staff,
    check_outside,
    check_repeated,
    check_tone,
)


@dataclass(frozen=True, slots=True)
class Compiled:
    """`plan` None: there is an error among the problems."""

    plan: Plan | None
    problems: tuple[Problem, ...]


def compile_matter(library: Library, code: str) -> Compiled:
    """Goes on after every problem, so that all are told at once. KeyError for an unknown matter."""
    problems = Problems()
    bench = put_on_workbench(library, code, problems)
    form = form_of(bench)
    for check in _CHECKS:
        check(bench)
    check_keys(bench, form)
    used = check_expressions(bench, form)
    check_chains(bench, form)
    check_needless(bench, used)
    plan = None if problems.has_errors else _plan(bench, form)
    return Compiled(plan, problems.sorted())


def _plan(bench: Workbench, form: FormPlan) -> Plan:
    matter = bench.matter
    items = tuple(item_plan(each) for each in bench.items)
    return Plan(
        format=FORMAT,
        matter=matter.matter,
        title=matter.title.text,
        summary=matter.summary.text,
        audience=matter.audience,
        lead_department_kind=matter.lead,
        correction_days=matter.correction_days,
        form=form,
        items=items,
        notices=notices_of(bench, items),
        papers=papers_of(bench, items),
        promise=matter.promise,
        synonyms=tuple(matter.synonyms),
        assurance=matter.assurance,
        withdraw_follows=matter.withdrawal,
        legal_service=any(each.legal and each.event in REQUESTS_TO_COMPLETE for each in matter.notices),
        archive_after=matter.archive_after,
        joint=joint_of(matter.joint_limit),
        statement=_statement(matter.statement) if matter.statement else None,
        tone=matter.tone,
        merged=tuple(_merged(each) for each in matter.merged_results),
        next=tuple(_next(each) for each in matter.next),
        requires=tuple(RequiredPlan(each.matter, each.text.text, each.when) for each in matter.requires),
        remedies=tuple(_remedy(each) for each in remedies_of(bench)),
    )


def _merged(model: MergedModel) -> MergedPlan:
    parts = (each.partition(".") for each in model.parts)
    return MergedPlan(
        code=model.code,
        title=model.title.text,
        template=model.template,
        parts=tuple(ResultPart(item, result) for item, _, result in parts),
        holder_key=model.holder,
    )


def _next(chain: NextModel) -> NextPlan:
    return NextPlan(chain.matter, chain.text.text, chain.when, dict(chain.give) or None)


def _statement(statement: StatementModel) -> StatementPlan:
    declaration = statement.declaration.text if statement.declaration else None
    return StatementPlan(required=statement.required, declaration=declaration)


def _remedy(remedy: RemedyModel) -> RemedyPlan:
    return RemedyPlan(
        region=remedy.region,
        authority=remedy.authority.text,
        court=remedy.court.text,
        department_kind=remedy.department,
        days=remedy.days,
        months=remedy.months,
    )
