"""The papers of a matter's plan: those that it names, and those that usually belong to what it offers."""

from matter_definitions.plan import PaperPlan
from matter_definitions.usual_papers import archive_code_of, usual_papers
from matter_definitions.workbench import Workbench


def papers_of(bench: Workbench) -> tuple[PaperPlan, ...]:
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
    return (*named, *usual_papers(named, [item.model for item in bench.items]))
