"""Records of deaths, and what the departments pay and stop after one (模拟)."""

from datetime import timedelta

from departments.simulated.bereaved import Bereavement, find_bereavement
from departments.simulated.families import find_person
from departments.simulated.outcome import Outcome, Payload, refused
from departments.simulated.people import XIHU
from departments.simulated.state import State, Task

DAYS_BEFORE_FOUNDATION = 2
HOSPITAL_OF_DEATH = "浙江省西湖医院（模拟）"
# Local amounts, invented for the trial: a grant for the funeral and one for the family.
FUNERAL_GRANT_FEN = 1_060_000
SURVIVOR_GRANT_FEN = 3_180_000
ACCOUNT_BALANCE_FEN = 512_300
MEDICAL_BALANCE_FEN = 326_845
FUND_BALANCE_FEN = 1_286_500


def death_record_lookup(task: Task, state: State) -> Outcome:
    found = find_bereavement(str(task.payload["relative_id_number"]))
    if found is None or found.late.id_number == task.payload["relative_id_number"]:
        return _unknown("没有找到近亲属的死亡登记", "No death of a close relative is recorded.")
    died_on = state.founded_on - timedelta(days=DAYS_BEFORE_FOUNDATION)
    return Outcome(
        data={
            "record_no": found.record_no,
            "name": found.late.name,
            "id_number": found.late.id_number,
            "sex": found.late.sex,
            "died_on": died_on.isoformat(),
            "place": HOSPITAL_OF_DEATH,
            "region": XIHU,
            "certificate_issued": _is_done("death_certificate_issue", found, state),
        }
    )


def death_certificate_issue(task: Task, state: State) -> Outcome:
    if _was_done(task, state):
        return refused("死亡证明已经签发", "The certificate was issued before.", outcome="already_issued")
    if (other := _other_data(task)) is not None:
        return other
    data: Payload = {"certificate_no": f"S33{state.serial + 1:08d}", "issued_on": task.accepted_at[:10]}
    return Outcome(data=data)


def household_of_deceased(task: Task, state: State) -> Outcome:
    found = _asked_about(task)
    if found is None:
        return _unknown("户籍库中没有这个人，可能已迁出", "No such person here; moved away, perhaps.")
    home = found.late.home
    return Outcome(
        data={
            "household_no": home.household_no,
            "head_name": home.head_name,
            "address": home.address,
            "region": home.region,
        }
    )


def cremation_certificate_issue(task: Task, state: State) -> Outcome:
    if _was_done(task, state):
        return refused("火化证明已经出具", "The certificate was issued before.", outcome="already_issued")
    if (other := _other_data(task)) is not None:
        return other
    data: Payload = {"certificate_no": f"HH33{state.serial + 1:08d}", "cremated_on": task.accepted_at[:10]}
    return Outcome(data=data)


def survivor_assess(task: Task, state: State) -> Outcome:
    balance = 0 if task.payload["kind"] == "resident" else ACCOUNT_BALANCE_FEN
    return Outcome(
        data={
            "funeral_grant_fen": FUNERAL_GRANT_FEN,
            "survivor_grant_fen": SURVIVOR_GRANT_FEN,
            "account_balance_fen": balance,
            "total_fen": FUNERAL_GRANT_FEN + SURVIVOR_GRANT_FEN + balance,
            "overpaid_fen": 0,
        }
    )


def survivor_pay(task: Task, state: State) -> Outcome:
    return _paid_out(task, state, amount_fen=int(str(task.payload["amount_fen"])))


def medical_account_lookup(task: Task, state: State) -> Outcome:
    none = _unknown("没有个人账户", "No personal account.")
    return _account_found(task, "YB", balance_fen=MEDICAL_BALANCE_FEN, none=none)


def medical_account_pay_out(task: Task, state: State) -> Outcome:
    return _paid_out(task, state, amount_fen=MEDICAL_BALANCE_FEN)


def fund_account_lookup(task: Task, state: State) -> Outcome:
    none = _unknown("没有缴存账户", "No account with the housing fund.")
    return _account_found(task, "GJJ", balance_fen=FUND_BALANCE_FEN, none=none)


def fund_pay_out(task: Task, state: State) -> Outcome:
    return _paid_out(task, state, amount_fen=FUND_BALANCE_FEN)


def licence_cancel(task: Task, state: State) -> Outcome:
    return Outcome(data={"registration_no": f"JZ33{state.serial + 1:08d}"})


def allowance_stop(task: Task, state: State) -> Outcome:
    stopped: Payload = {
        "registration_no": f"TF33{state.serial + 1:08d}",
        "stopped_from": str(task.payload["died_on"]),
    }
    return Outcome(data=stopped)


def allowance_check(task: Task, state: State) -> Outcome:
    """Paid until it was stopped: by the list of payments, so by what was really carried out."""
    asked = (task.payload["allowance"], task.payload["id_number"])
    stopped = any(
        (each.payload["allowance"], each.payload["id_number"]) == asked and each.effects > 0
        for each in state.list_tasks("allowances")
        if each.kind == "allowance_stop"
    )
    return Outcome(data={"paying": not stopped})


def _paid_out(task: Task, state: State, *, amount_fen: int) -> Outcome:
    """To an heir's own account, and once."""
    if _was_done(task, state):
        return refused("该款项已经支付", "This was paid before.", outcome="already_paid")
    found = find_bereavement(str(task.payload["id_number"]))
    heirs = (found.child.name, found.widow.name) if found else ()
    if task.payload["account_name"] not in heirs:
        return refused(
            "收款账户不是继承人本人的账户",
            "The account is not an heir's own.",
            outcome="account_of_another",
        )
    return Outcome(data={"amount_fen": amount_fen, "transaction_no": f"ZF{state.serial + 1:010d}"})


def _account_found(task: Task, prefix: str, *, balance_fen: int, none: Outcome) -> Outcome:
    found = _asked_about(task)
    if found is None:
        return none
    return Outcome(data={"account_no": f"{prefix}{found.late.id_number[-8:]}", "balance_fen": balance_fen})


def _asked_about(task: Task) -> Bereavement | None:
    """The number of the record proves that the relative has found it with her own."""
    found = find_bereavement(str(task.payload["relative_id_number"]))
    return found if found is not None and found.record_no == task.payload["record_no"] else None


def _other_data(task: Task) -> Outcome | None:
    person = find_person(str(task.payload["id_number"]))
    if person is not None and person.name != task.payload["name"]:
        return refused("姓名与身份号码不一致", "The name does not belong to this number.", outcome="mismatch")
    return None


def _was_done(task: Task, state: State) -> bool:
    return (task.kind, str(task.payload["id_number"])) in state.done_once


def _is_done(kind: str, found: Bereavement, state: State) -> bool:
    return (kind, found.late.id_number) in state.done_once


def _unknown(zh: str, en: str) -> Outcome:
    return refused(zh, en, outcome="not_found")


ANSWERS = {
    "hospital": {
        "death_record_lookup": death_record_lookup,
        "death_certificate_issue": death_certificate_issue,
    },
    "household": {"household_of_deceased": household_of_deceased},
    "funeral": {"cremation_certificate_issue": cremation_certificate_issue},
    "pension": {"survivor_assess": survivor_assess, "survivor_pay": survivor_pay},
    "insurance": {
        "medical_account_lookup": medical_account_lookup,
        "medical_account_pay_out": medical_account_pay_out,
    },
    "housing_fund": {"fund_account_lookup": fund_account_lookup, "fund_pay_out": fund_pay_out},
    "traffic": {"licence_cancel": licence_cancel},
    "allowances": {"allowance_stop": allowance_stop, "allowance_check": allowance_check},
}
