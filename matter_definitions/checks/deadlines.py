"""Deadlines that do nothing: nobody is reminded, nobody can ask in time, nothing follows when they pass."""

from matter_definitions.checks.limits import in_working_days
from matter_definitions.language.items import PaymentModel, StepModel
from matter_definitions.language.offers import CommitmentModel
from matter_definitions.workbench import Place, UsedItem, Workbench

# Each with what says there how long it may take.
_LIMITED_OTHERWISE = {
    "payment": "payment.expire_after_days",
    "publicity": "publicity.days",
    "hearing": "hearing.ask_within, hearing.hold_within",
    "notify": "",
    "issue_result": "",
}
_NATURAL_DAYS_IN_A_WORKING_DAY = 7 / 5


def check_deadlines(bench: Workbench) -> None:
    for item in bench.items:
        for number, step in enumerate(item.model.steps):
            place = item.place.below("steps", number)
            if step.limit is not None and step.kind in _LIMITED_OTHERWISE:
                _complain_of_limit(bench, step, place.below("limit"))
            if step.payment:
                _check_reminders(bench, step.payment, place.below("payment", "remind_after_days"))
        for number, commitment in enumerate(item.model.commitments):
            _check_commitment(bench, commitment, item.place.below("commitments", number))
        _check_extension(bench, item)


def _complain_of_limit(bench: Workbench, step: StepModel, place: Place) -> None:
    instead = _LIMITED_OTHERWISE[step.kind]
    bench.complain(
        place,
        "without-consequence",
        zh=f"“{step.kind}”步骤超过 limit 不会发生任何事" + (f"，请写 {instead}" if instead else "，请删去"),
        en=f"nothing follows when a step of the kind “{step.kind}” takes longer than its limit: "
        + (f"write {instead}" if instead else "leave it out"),
    )


def _check_reminders(bench: Workbench, payment: PaymentModel, place: Place) -> None:
    """Those that somebody wrote; the usual ones that come too late are simply not sent."""
    last = payment.expire_after_days
    if "remind_after_days" in payment.model_fields_set and any(
        day >= last for day in payment.remind_after_days
    ):
        bench.complain(
            place,
            "reminder-too-late",
            zh=f"缴费期限为 {last} 天，之后不会再提醒",
            en=f"the payment expires after {last} days, so nobody is reminded then or later",
        )


def _check_commitment(bench: Workbench, commitment: CommitmentModel, place: Place) -> None:
    days = in_working_days(commitment.until) * _NATURAL_DAYS_IN_A_WORKING_DAY
    if "remind_before_days" in commitment.model_fields_set and commitment.remind_before_days >= days:
        bench.complain(
            place.below("remind_before_days"),
            "reminder-too-late",
            zh="承诺的期限比提前提醒的天数还短，不会提醒",
            en="the promise is due sooner than its reminder, so nobody would be reminded",
        )


def _check_extension(bench: Workbench, item: UsedItem) -> None:
    """延期须在期限届满前提出: with a time before the end that is the whole limit nobody ever could."""
    extension = item.model.extension
    if extension is None or extension.ask_before is None:
        return
    if in_working_days(extension.ask_before) >= in_working_days(item.model.limits.promised):
        bench.complain(
            item.place.below("extension", "ask_before"),
            "asked-too-early",
            zh="申请延期的提前时间不短于承诺时限，永远来不及申请",
            en="it would have to be asked for before the handling begins: the promised limit is no longer",
        )
