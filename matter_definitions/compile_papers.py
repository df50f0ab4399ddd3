"""The papers and notices of a matter: those that it names, and those that belong to what it offers."""

from collections.abc import Sequence

from matter_definitions.plan import ItemPlan, NoticePlan, PaperPlan
from matter_definitions.usual_notices import usual_notices
from matter_definitions.usual_papers import archive_code_of, usual_papers
from matter_definitions.workbench import Workbench


def papers_of(bench: Workbench, items: Sequence[ItemPlan]) -> tuple[PaperPlan, ...]:
    named = tuple(
        PaperPlan(
            event=each.event,
            template=each.template,
            title=each.title.text,
            scope=each.scope,
            archive_code=archive_code_of(each.template),
            sealed=each.sealed,
        )
        for each in bench.matter.papers
    )
    return (*named, *usual_papers(named, items))


def notices_of(bench: Workbench, items: Sequence[ItemPlan]) -> tuple[NoticePlan, ...]:
    named = tuple(
        NoticePlan(each.event, each.template, tuple(each.channels), each.to, each.legal)
        for each in bench.matter.notices
    )
    return (*named, *usual_notices(named, items))
