"""Payment provider, courier, SMS and mail (模拟)."""

from departments.simulated.outcome import Outcome, Progress, WaitsForPerson, refused
from departments.simulated.state import State, Task

PARCEL_PROGRESS = "cn.onematter.parcel.progress"
MESSAGE_RECEIPT = "cn.onematter.message.receipt"
PARCEL_STAGES = ("collected", "in_transit", "delivered")


def payment_create(task: Task, state: State) -> Outcome | WaitsForPerson:
    amount = task.payload["amount_fen"]
    if not isinstance(amount, int) or isinstance(amount, bool) or amount <= 0:
        return refused("金额必须是大于零的整数（分）", "The amount must be a positive integer of fen.")
    if not _adds_up(task.payload.get("shares"), amount):
        return refused("各部门份额之和与总额不符", "The shares do not add up to the amount.")
    return WaitsForPerson(f"/payment/pay/{task.reference}")


def _adds_up(shares: object, amount: int) -> bool:
    """`shares`: fen by department; without any, the amount belongs to one department."""
    if shares is None:
        return True
    sums = list(shares.values()) if isinstance(shares, dict) else []
    return bool(sums) and all(_number(each) > 0 for each in sums) and sum(map(_number, sums)) == amount


def paid(task: Task, state: State, *, at: str) -> Outcome:
    return Outcome(
        data={
            "amount_fen": task.payload["amount_fen"],
            "transaction_no": f"SIM{state.serial + 1:012d}",
            "paid_at": at,
        }
    )


def payment_order(task: Task, state: State) -> Outcome | WaitsForPerson:
    """One sum for several demands that are open here."""
    lines = task.payload["lines"]
    asked = lines if isinstance(lines, list) else []
    if not asked or not all(isinstance(each, dict) and _is_open_line(each, state) for each in asked):
        return refused("合并缴费中有不能支付的款项", "A line cannot be paid.")
    keys = {each["key"] for each in asked}
    if len(keys) != len(asked) or sum(each["amount_fen"] for each in asked) != task.payload["amount_fen"]:
        return refused("各款项之和与总额不符", "The lines do not add up to the amount.")
    return WaitsForPerson(f"/payment/pay/{task.reference}")


def _is_open_line(line: dict[str, object], state: State) -> bool:
    demand = state.find_task("payment", str(line.get("key")))
    if demand is None or demand.kind != "payment_create" or demand.answer is not None:
        return False
    amount = demand.payload["amount_fen"]
    return line.get("amount_fen") == amount and _adds_up(line.get("shares"), _number(amount))


def paid_together(task: Task, state: State, *, at: str) -> Outcome:
    """The whole sum was taken: also for a line that was paid or closed since the page was opened."""
    number = f"SIM{state.serial + 1:012d}"
    lines = [
        {"key": each["key"], "amount_fen": each["amount_fen"], "transaction_no": f"{number}-{nth}"}
        for nth, each in enumerate(lines_of(task), start=1)
    ]
    amount = task.payload["amount_fen"]
    return Outcome(data={"amount_fen": amount, "transaction_no": number, "paid_at": at, "lines": lines})


def lines_of(order: Task) -> list[dict[str, object]]:
    lines = order.payload["lines"]
    assert isinstance(lines, list)
    return lines


def paid_lines(state: State) -> list[dict[str, object]]:
    """Every line of an order that was paid, with its transaction and when."""
    return [
        {**line, "paid_at": order.answered_at}
        for order in state.list_tasks("payment")
        if order.kind == "payment_order" and order.answer is not None and order.effects
        for line in order.answer["data"]["lines"]  # pyright: ignore[reportIndexIssue] - our own answer
    ]


def paid_fen(payment_key: str, state: State) -> int:
    """What came for one demand: by its own page, or as a line of orders."""
    demand = state.find_task("payment", payment_key)
    came: dict[object, int] = {}
    if demand is not None and demand.answer is not None and demand.effects:
        data = demand.answer["data"]
        number = data["transaction_no"] if isinstance(data, dict) else None
        came[number] = _number(demand.payload["amount_fen"])
    for line in paid_lines(state):
        if line["key"] == payment_key:
            came[line["transaction_no"]] = _number(line["amount_fen"])
    return sum(came.values())


def payment_failed() -> Outcome:
    return refused("银行拒绝了这次支付", "The bank refused the payment.", outcome="failed")


def payment_closed() -> Outcome:
    return refused("订单已关闭", "The order was closed.", outcome="closed")


def refund(task: Task, state: State) -> Outcome:
    """At most what came for it, over all refunds of one payment."""
    payment_key, amount = str(task.payload["payment_key"]), task.payload["amount_fen"]
    came = paid_fen(payment_key, state)
    if not came:
        return refused("没有这笔已支付的订单", "No such paid order.", outcome="not_found")
    left = came - refunded_fen(payment_key, state)
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount <= left:
        return refused("退款金额超过可退余额", "More than what can still be refunded.")
    return Outcome(data={"amount_fen": amount, "refund_no": f"REF{state.serial + 1:012d}"})


def refunded_fen(payment_key: str, state: State) -> int:
    return sum(
        _number(task.payload["amount_fen"])
        for task in state.list_tasks("payment")
        if task.kind == "refund" and task.effects and task.payload["payment_key"] == payment_key
    )


def parcel_send(task: Task, state: State) -> Outcome:
    parcel_no = f"10{state.serial + 1:011d}"
    return Outcome(
        data={"parcel_no": parcel_no},
        progress=tuple(Progress(PARCEL_PROGRESS, stage, {"parcel_no": parcel_no}) for stage in PARCEL_STAGES),
    )


def send_message(task: Task, state: State) -> Outcome:
    message_no = f"M{state.serial + 1:010d}"
    return Outcome(
        data={"message_no": message_no},
        progress=(Progress(MESSAGE_RECEIPT, "delivered", {"message_no": message_no}),),
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


ANSWERS = {
    "payment": {"payment_create": payment_create, "payment_order": payment_order, "refund": refund},
    "courier": {"parcel_send": parcel_send},
    "sms": {"sms_send": send_message},
    "mail": {"mail_send": send_message},
}
