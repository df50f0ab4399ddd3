"""Hospital birth records and certificates, vaccination, registers of the health commission (模拟)."""

from datetime import timedelta

from departments.simulated.families import find_family, find_person
from departments.simulated.outcome import Outcome, Payload, refused
from departments.simulated.people import XIHU, YUHANG
from departments.simulated.state import DAYS_BEFORE_FOUNDATION, Birth, State, Task

HOSPITALS = {XIHU: "西湖区妇幼保健院（模拟）", YUHANG: "余杭区第一人民医院（模拟）"}


def births_of(mother_id_number: str, state: State) -> list[Birth]:
    """Births reported at this hospital; a numbered family has one without any report."""
    family = find_family(mother_id_number)
    reported = state.births_of(mother_id_number)
    if family is None or family.mother.id_number != mother_id_number or not family.key.startswith("family-"):
        return reported
    number = family.key.removeprefix("family-")
    born_on = state.founded_on - timedelta(days=DAYS_BEFORE_FOUNDATION)
    sex = "female" if int(number) % 2 else "male"
    return [*reported, Birth(mother_id_number, born_on, 1, sex, family.hospital_region, f"9{number:0>5}")]


def birth_record_lookup(task: Task, state: State) -> Outcome:
    mother = find_person(str(task.payload["mother_id_number"]))
    births = births_of(mother.id_number, state) if mother else []
    if mother is None or not births:
        return refused("没有找到分娩记录", "No birth record was found.", outcome="not_found")
    # What still waits for its certificate comes first, then the latest delivery, its children in order.
    births.sort(key=lambda birth: (_is_certified(birth, state), -birth.born_on.toordinal(), birth.order))
    records = [_record(birth, mother_name=mother.name, state=state) for birth in births]
    return Outcome(data={"records": records})


def birth_certificate_issue(task: Task, state: State) -> Outcome:
    record_no = str(task.payload["record_no"])
    if ("birth_certificate_issue", record_no) in state.done_once:
        return refused(
            "这条分娩记录已签发出生医学证明",
            "A certificate was already issued for this birth.",
            outcome="already_issued",
        )
    return Outcome(data={"certificate_no": f"Z33{state.serial + 1:07d}", "issued_on": task.accepted_at[:10]})


def vaccination_record_open(task: Task, state: State) -> Outcome:
    return Outcome(data={"registration_no": f"YM330106{state.serial + 1:08d}"})


def parenting_guidance_register(task: Task, state: State) -> Outcome:
    return Outcome(data={"registration_no": f"YE330106{state.serial + 1:08d}"})


def fertility_register(task: Task, state: State) -> Outcome:
    return Outcome(data={"registration_no": f"SY330110{state.serial + 1:08d}"})


def _record(birth: Birth, *, mother_name: str, state: State) -> Payload:
    odd = birth.order % 2
    return {
        "record_no": birth.record_no,
        "birth_time": f"{birth.born_on.isoformat()}T{7 + birth.order:02d}:26:00+08:00",
        "sex": birth.sex,
        "weight_grams": 3280 if odd else 2910,
        "length_cm": 50 if odd else 48,
        "weeks": 39,
        "birth_order": birth.order,
        "hospital": HOSPITALS.get(birth.hospital_region, "妇幼保健院（模拟）"),
        "hospital_region": birth.hospital_region,
        "mother_name": mother_name,
        "certificate_issued": _is_certified(birth, state),
    }


def _is_certified(birth: Birth, state: State) -> bool:
    return ("birth_certificate_issue", birth.record_no) in state.done_once


ANSWERS = {
    "hospital": {
        "birth_record_lookup": birth_record_lookup,
        "birth_certificate_issue": birth_certificate_issue,
        "vaccination_record_open": vaccination_record_open,
        "parenting_guidance_register": parenting_guidance_register,
    },
    "fertility": {"fertility_register": fertility_register},
}
