"""The household register and the pension agencies when somebody moves (模拟)."""

from departments.simulated.families import find_person
from departments.simulated.movers import INSURED_IN, PENSIONER, SCHEME, find_moving_family
from departments.simulated.outcome import Outcome, Payload, refused
from departments.simulated.state import State, Task


def pension_lookup(task: Task, state: State) -> Outcome:
    number = str(task.payload["id_number"])
    merged = state.pensions.get(number)
    if merged is not None:
        return Outcome(data={"scheme": str(merged["scheme"]), "region": str(merged["region"])})
    if number == PENSIONER.id_number:
        return refused("已领取养老保险待遇，关系不转移", "Draws a pension already.", outcome="drawing")
    if find_moving_family(number) is None:
        return refused("没有其他地区的参保关系", "Not insured elsewhere.", outcome="not_found")
    return Outcome(data={"scheme": SCHEME, "region": INSURED_IN})


def pension_relation_close(task: Task, state: State) -> Outcome:
    return Outcome()


def contribution_refund(task: Task, state: State) -> Outcome:
    """To the person's own account."""
    person = find_person(str(task.payload["id_number"]))
    if person is None or person.name != task.payload["account_name"]:
        return refused(
            "收款账户不是本人的账户", "The account is not the person's own.", outcome="account_of_another"
        )
    paid: Payload = {
        "amount_fen": task.payload["amount_fen"],
        "transaction_no": f"TH{state.serial + 1:010d}",
    }
    return Outcome(data=paid)


def pension_account_merge(task: Task, state: State) -> Outcome:
    return _entered("YL", state)


def household_move_out(task: Task, state: State) -> Outcome:
    if task.payload["region"] == task.payload["to_region"]:
        return refused("迁出地与迁入地相同", "Both places are the same.")
    return _entered("QY", state)


def household_move_back(task: Task, state: State) -> Outcome:
    if ("household_move_back", str(task.payload["registration_no"])) in state.done_once:
        return refused("户口已经恢复", "Restored before.", outcome="restored_before")
    return Outcome()


def household_move_in(task: Task, state: State) -> Outcome:
    return _entered("LH", state)


def identity_card_make(task: Task, state: State) -> Outcome:
    return _entered("SF", state)


def residence_permit_cancel(task: Task, state: State) -> Outcome:
    return _entered("JZ", state)


def _entered(series: str, state: State) -> Outcome:
    return Outcome(data={"registration_no": f"{series}{state.serial + 1:08d}"})


ANSWERS = {
    "pension": {
        "pension_lookup": pension_lookup,
        "pension_relation_close": pension_relation_close,
        "contribution_refund": contribution_refund,
        "pension_account_merge": pension_account_merge,
    },
    "household": {
        "household_move_out": household_move_out,
        "household_move_back": household_move_back,
        "household_move_in": household_move_in,
        "identity_card_make": identity_card_make,
        "residence_permit_cancel": residence_permit_cancel,
    },
}
