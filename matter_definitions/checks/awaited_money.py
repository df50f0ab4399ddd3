"""Steps that wait for money: what sends it, who looks at the account again, and when it is late."""

from collections.abc import Iterator

from matter_definitions.language.items import ItemModel, StepModel
from matter_definitions.language.offers import MoneyModel
from matter_definitions.workbench import Place, UsedItem, Workbench, steps_before

TRANSFER = "fund_transfer"  # the call of the treasury by which a step sends money


def check_awaited_money(bench: Workbench) -> None:
    for item in bench.items:
        for number, step in enumerate(item.model.steps):
            place = item.place.below("steps", number)
            if (step.kind == "money_awaited") != (step.money is not None):
                bench.complain(
                    place,
                    "wrong-for-kind",
                    zh=f"“{step.kind}”步骤需要 money（且仅限等待款项的步骤）",
                    en=f"a step of the kind “{step.kind}” needs money (and only a money_awaited step)",
                )
            if step.money is not None:
                _check_money(bench, item, step, step.money, place)


def _check_money(bench: Workbench, item: UsedItem, step: StepModel, money: MoneyModel, place: Place) -> None:
    amount = bench.element(money.amount)
    if amount is not None and amount.model.type != "money_fen":
        bench.complain(
            place.below("money", "amount"),
            "not-money",
            zh=f"“{money.amount}”不是金额（money_fen）",
            en=f"“{money.amount}” is not an amount of money (money_fen)",
        )
    if step.limit is None:
        bench.complain(
            place,
            "money-without-limit",
            zh="等待款项的步骤必须有时限（limit），逾期才有人知道",
            en="a step that waits for money needs a limit, or nobody would know that it is late",
        )
    models = {each.code: each for each in item.model.steps}
    on_the_way = set(_ways_to(item.model, step.code))
    sender, back_to = models.get(money.sent_by), models.get(money.back_to)
    if sender is None or sender.call != TRANSFER or money.sent_by not in on_the_way:
        bench.complain(
            place.below("money", "sent_by"),
            "money-sent-by-nobody",
            zh=f"“{money.sent_by}”不是在它之前划拨款项的步骤（call: {TRANSFER}）",
            en=f"“{money.sent_by}” is no step before it that sends the money (call: {TRANSFER})",
        )
    elif (
        back_to is None
        or back_to.kind != "approval"
        or back_to.levels
        or money.back_to not in _ways_to(item.model, money.sent_by)
    ):
        bench.complain(
            place.below("money", "back_to"),
            "money-back-to-nobody",
            zh=f"“{money.back_to}”不是划拨之前由一人审批的步骤，款项退回后没有人核对账户",
            en=f"“{money.back_to}” is no approval by one officer before the transfer: nobody would look at"
            " the account when the money came back",
        )
    if step.stage == "after_grant" or any(models[each].decides for each in on_the_way):
        bench.complain(
            place,
            "money-after-the-grant",
            zh="款项应当在事项办成之前到账，不能在作出决定的步骤之后等待",
            en="money is awaited before the item is granted, and not after a step that decides",
        )


def _ways_to(item: ItemModel, code: str) -> Iterator[str]:
    """Every step that has to be over before this one, each once."""
    before = dict(steps_before(item))
    seen: set[str] = {code}
    ahead = list(before.get(code, ()))
    while ahead:
        each = ahead.pop()
        if each in seen or each not in before:
            continue
        seen.add(each)
        yield each
        ahead += before[each]
