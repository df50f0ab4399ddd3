"""Police household register, medical insurance, tax and social card (模拟)."""

from datetime import date

from departments.simulated.families import find_person
from departments.simulated.outcome import Outcome, refused
from departments.simulated.people import YUHANG, identity_number
from departments.simulated.state import State, Task, number_series

PREMIUM_FEN = 40_000
MATERNITY_BENEFIT_FEN = 280_000
_NUMBERS_A_DAY = 1000


def household_lookup(task: Task, state: State) -> Outcome:
    person = find_person(str(task.payload["id_number"]))
    if person is None:
        return refused(
            "户籍库中没有这个人", "The household register has no such person.", outcome="not_found"
        )
    home = person.home
    settled = state.settled.get(person.id_number, {})
    return Outcome(
        data={
            "household_no": home.household_no,
            "head_name": home.head_name,
            "address": str(settled.get("address", home.address)),
            "region": str(settled.get("region", home.region)),
            "type": home.type,
            "relation_to_head": person.relation_to_head,
        }
    )


def household_register_entry(task: Task, state: State) -> Outcome:
    payload = task.payload
    try:
        born_on = date.fromisoformat(str(payload["birth_date"]))
    except ValueError:
        return refused("出生日期无法识别", "The birth date cannot be read.")
    sequence = 2 * state.numbers_given[number_series(payload)] + (1 if payload["sex"] == "male" else 2)
    if sequence >= _NUMBERS_A_DAY:
        return refused("当日号码已用完", "No number is left for this day.")
    number = identity_number(str(payload["region"])[:6], born_on, sequence)
    return Outcome(data={"id_number": number, "household_no": str(payload["household_no"])})


def migration_permit_issue(task: Task, state: State) -> Outcome:
    if task.payload["from_region"] == task.payload["to_region"]:
        return refused("迁出地与迁入地相同", "Both places are the same.")
    return Outcome(data={"permit_no": f"ZQ{state.serial + 1:08d}"})


def migration_permit_cancel(task: Task, state: State) -> Outcome:
    if ("migration_permit_cancel", str(task.payload["permit_no"])) in state.done_once:
        return refused("准予迁入证明已经注销", "The permit was cancelled before.", outcome="cancelled_before")
    return Outcome()


def insurance_lookup(task: Task, state: State) -> Outcome:
    person = find_person(str(task.payload["id_number"]))
    if person is None:
        return refused("没有参保记录", "Not insured here.", outcome="not_found")
    return Outcome(
        data={
            "insurance_no": f"YB{person.id_number[-8:]}",
            "region": person.home.region,
            "maternity": person.maternity_insured,
        }
    )


def insurance_register(task: Task, state: State) -> Outcome:
    insured = ("insurance_register", str(task.payload.get("id_number", "")))
    if insured in state.done_once:
        return refused("已在本地参保", "Already insured here.", outcome="already_insured")
    return Outcome(data={"insurance_no": f"YB{YUHANG[:6]}{state.serial + 1:08d}"})


def maternity_reimburse(task: Task, state: State) -> Outcome:
    return Outcome(data={"amount_fen": MATERNITY_BENEFIT_FEN})


def premium_assess(task: Task, state: State) -> Outcome:
    return Outcome(data={"amount_fen": PREMIUM_FEN})


def card_make(task: Task, state: State) -> Outcome:
    return Outcome(
        data={"card_no_masked": f"6217********{(state.serial + 1) % 10_000:04d}", "parcel_no": None}
    )


ANSWERS = {
    "household": {
        "household_lookup": household_lookup,
        "household_register_entry": household_register_entry,
        "migration_permit_issue": migration_permit_issue,
        "migration_permit_cancel": migration_permit_cancel,
    },
    "insurance": {
        "insurance_lookup": insurance_lookup,
        "insurance_register": insurance_register,
        "maternity_reimburse": maternity_reimburse,
    },
    "tax": {"premium_assess": premium_assess},
    "social_card": {"card_make": card_make},
}
