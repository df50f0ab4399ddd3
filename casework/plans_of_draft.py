"""The plans that a draft has had: what they asked for is still known, and of which one she was told."""

from access.act import Act
from casework.draft_row import DraftRow
from engine.plans import PlanMissing
from matter_definitions.plan import Plan


async def earlier_plans(act: Act, row: DraftRow, *, shown: str | None = None) -> list[Plan]:
    """The latest first, without the one that counts; `shown`: a plan of the same matter that a page had."""
    names = [*row.content.earlier_plans, *([shown] if shown else [])]
    plans: list[Plan] = []
    for name in reversed(dict.fromkeys(each for each in names if each != row.plan)):
        try:
            plan = await act.engine.plans.get(act.connection, name)
        except PlanMissing:  # `shown` is what a browser says
            continue
        if plan.matter == row.matter:
            plans.append(plan)
    return plans


def take_as_told(row: DraftRow, *, shown: str | None) -> None:
    """She has been shown the plan that counts, so there is nothing more to tell."""
    if shown == row.plan:
        row.content.told_plan = ""
