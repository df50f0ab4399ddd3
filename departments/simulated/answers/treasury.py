"""The treasuries of all regions (模拟): one sends money under a key, another tells when it has arrived.

It knows the accounts of the agencies that expect money; money for any other goes back to the sender.
"""

from departments.simulated.outcome import Outcome, WaitsForPerson, refused
from departments.simulated.state import State, Task

# The account of the pension fund of each region, by region.
FUND_ACCOUNTS = {
    "330106000000": "3301060000018",
    "330110000000": "3301100000025",
    "320102000000": "3201020000031",
}


def fund_transfer(task: Task, state: State) -> Outcome:
    amount = task.payload["amount_fen"]
    if not isinstance(amount, int) or isinstance(amount, bool) or amount <= 0:
        return refused("金额必须是大于零的整数（分）", "The amount must be a positive integer of fen.")
    return Outcome(data={"transfer_no": f"HB{state.serial + 1:012d}"})


def arrival_expect(task: Task, state: State, *, at: str, short_fen: int) -> Outcome | WaitsForPerson:
    """What came by the transfer that is named; nothing yet, when nobody has sent it."""
    transfer = state.find_task("treasury", str(task.payload["transfer_key"]))
    if transfer is None or not transfer.effects:
        return WaitsForPerson("")
    account = str(transfer.payload["account"])
    if account not in FUND_ACCOUNTS.values():
        return refused(
            "收款账户不存在，款项已退回", "No such account; the money went back.", outcome="returned"
        )
    amount = transfer.payload["amount_fen"]
    return Outcome(
        data={
            "amount_fen": max((amount if isinstance(amount, int) else 0) - short_fen, 0),
            "transaction_no": f"DZ{state.serial + 1:012d}",
            "arrived_at": at,
        }
    )


def arrival_close(task: Task, state: State) -> Outcome:
    """What had arrived for it goes back."""
    expected = state.find_task("treasury", str(task.payload["arrival_key"]))
    return Outcome(data={"returned_fen": arrived_fen(expected)})


def arrived_fen(expected: Task | None) -> int:
    """What came for one expectation; nothing when it is awaited still, or went back."""
    if expected is None or expected.answer is None or not expected.effects:
        return 0
    data = expected.answer["data"]
    amount = data["amount_fen"] if isinstance(data, dict) else 0
    return amount if isinstance(amount, int) else 0


def is_closed(expected: Task, state: State) -> bool:
    return any(
        task.kind == "arrival_close" and task.effects and task.payload["arrival_key"] == expected.key
        for task in state.list_tasks("treasury")
    )


ANSWERS = {"treasury": {"fund_transfer": fund_transfer, "arrival_close": arrival_close}}
