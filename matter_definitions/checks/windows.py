"""Windows of steps: some day lies in each; and how long one may keep a step waiting."""

from clocks.windows import exists, longest_closed
from matter_definitions.compile_offers import window_of
from matter_definitions.language.items import StepModel
from matter_definitions.language.offers import WindowModel
from matter_definitions.workbench import Place, Workbench

_WORKING_DAYS_IN_SEVEN = 5 / 7


def check_windows(bench: Workbench) -> None:
    for item in bench.items:
        for number, step in enumerate(item.model.steps):
            if step.window:
                _check(bench, step.window, item.place.below("steps", number, "window"))


def working_days_waited(step: StepModel) -> float:
    """At most, where the waiting counts against the department; for comparing only."""
    window = window_of(step.window)
    if window is None or window.pauses or not _is_sound(step.window):
        return 0.0
    return longest_closed(window.window) * _WORKING_DAYS_IN_SEVEN


def _check(bench: Workbench, model: WindowModel, place: Place) -> None:
    if not _is_sound(model):
        bench.complain(
            place,
            "window",
            zh="请写明 days_of_month（每月起止日，前小后大）或 season（每年起止日期），且确有这样的日子",
            en="say days_of_month (first and last day) or season (first and last day of a year), so that "
            "such days exist",
        )


def _is_sound(model: WindowModel | None) -> bool:
    plan = window_of(model)
    if model is None or plan is None or (model.days_of_month is None and model.season is None):
        return False
    days = model.days_of_month
    return (days is None or days[0] <= days[1]) and exists(plan.window)
