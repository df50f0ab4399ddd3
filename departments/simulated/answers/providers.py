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


def payment_failed() -> Outcome:
    return refused("银行拒绝了这次支付", "The bank refused the payment.", outcome="failed")


def payment_closed() -> Outcome:
    return refused("订单已关闭", "The order was closed.", outcome="closed")


def refund(task: Task, state: State) -> Outcome:
    """At most what was paid, over all refunds of one payment."""
    payment_key, amount = str(task.payload["payment_key"]), task.payload["amount_fen"]
    payment = state.find_task("payment", payment_key)
    if payment is None or payment.answer is None or payment.answer["outcome"] != "done":
        return refused("没有这笔已支付的订单", "No such paid order.", outcome="not_found")
    left = _number(payment.payload["amount_fen"]) - refunded_fen(payment_key, state)
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
    "payment": {"payment_create": payment_create, "refund": refund},
    "courier": {"parcel_send": parcel_send},
    "sms": {"sms_send": send_message},
    "mail": {"mail_send": send_message},
}
