"""Identity service and electronic certificate library (模拟)."""

from datetime import date

from departments.simulated.answers.hospital import births_of
from departments.simulated.families import find_family, find_person
from departments.simulated.movers import find_mover, find_moving_family
from departments.simulated.outcome import Outcome, Payload, refused
from departments.simulated.people import REGION_NAMES, XU_SHUHAN, Person
from departments.simulated.state import State, Task

_IDENTITY_CARD_YEARS = 20


def identity_check(task: Task, state: State) -> Outcome:
    person = find_person(str(task.payload["id_number"]))
    if person is None:
        return refused("人口库中没有这个身份号码", "No person with this number.", outcome="not_found")
    if person.name != task.payload["name"]:
        return refused("姓名与身份号码不一致", "The name does not belong to this number.", outcome="mismatch")
    return Outcome()


def certificate_lookup(task: Task, state: State) -> Outcome:
    person = find_person(str(task.payload["holder_id_number"]))
    find = _CERTIFICATES.get(str(task.payload["certificate_type"]))
    if person is None or find is None:
        return _no_certificate()
    return find(person, state) or _no_certificate()


def _marriage_certificate(person: Person, state: State) -> Outcome | None:
    family, moving = find_family(person.id_number), find_moving_family(person.id_number)
    if moving is not None and person in (moving.husband, moving.wife):
        spouse, marriage = moving.husband if person == moving.wife else moving.wife, moving.marriage
    elif family is None or family.marriage is None or family.father is None:
        return None
    else:
        spouse = family.father if person == family.mother else family.mother
        marriage = family.marriage
    data = _certificate("marriage_certificate", person, number=marriage.certificate_no)
    data |= {
        "issuer": f"{REGION_NAMES[marriage.region]}民政局（模拟）",
        "issued_on": marriage.issued_on.isoformat(),
        "spouse": spouse.name,
        "spouse_id_number": spouse.id_number,
    }
    return Outcome(data=data)


def _identity_card(person: Person, state: State) -> Outcome | None:
    issued = date(state.founded_on.year - 5, 3, 1)
    data = _certificate("identity_card", person, number=person.id_number)
    valid_until = issued.replace(year=issued.year + _IDENTITY_CARD_YEARS)
    return Outcome(data=data | {"issued_on": issued.isoformat(), "valid_until": valid_until.isoformat()})


def _household_register(person: Person, state: State) -> Outcome | None:
    return Outcome(data=_certificate("household_register", person, number=person.home.household_no))


def _residence_permit(person: Person, state: State) -> Outcome | None:
    """One that has run out, so that an expired certificate can be seen."""
    if person != XU_SHUHAN:
        return None
    expired = refused("证照已过有效期", "The certificate has expired.", outcome="expired")
    return Outcome(expired.outcome, {"number": "JZ330110000105", "valid_until": "2024-12-31"}, expired.reason)


def _property_certificate(person: Person, state: State) -> Outcome | None:
    """Whoever is the head of a household in this province owns the flat; the head of one elsewhere who moves
    here has bought one."""
    lives_here = person.home.region.startswith("33")
    if person.relation_to_head != "户主" or not (lives_here or find_mover(person.id_number)):
        return None
    year = 2021 if lives_here else 2025
    number = f"浙（{year}）杭州市不动产权第{person.home.household_no[-7:]}号"
    return Outcome(data=_certificate("property_certificate", person, number=number))


def _birth_certificate(person: Person, state: State) -> Outcome | None:
    for birth in births_of(person.id_number, state):
        key = state.done_once.get(("birth_certificate_issue", birth.record_no))
        issued = state.find_task("hospital", key) if key else None
        if issued is not None and issued.answer is not None:
            told: Payload = issued.answer["data"]  # pyright: ignore[reportAssignmentType]
            data = _certificate("birth_medical_certificate", person, number=str(told["certificate_no"]))
            return Outcome(data=data | {"issued_on": told["issued_on"]})
    return None


_CERTIFICATES = {
    "marriage_certificate": _marriage_certificate,
    "identity_card": _identity_card,
    "household_register": _household_register,
    "residence_permit": _residence_permit,
    "property_certificate": _property_certificate,
    "birth_medical_certificate": _birth_certificate,
}


def _certificate(certificate_type: str, person: Person, *, number: str) -> Payload:
    return {
        "certificate_type": certificate_type,
        "number": number,
        "holder": person.name,
        "holder_id_number": person.id_number,
        "issuer": f"{REGION_NAMES[person.home.region]}（模拟签发机关）",
        "issued_on": "2022-01-04",
        "valid_until": None,
    }


def _no_certificate() -> Outcome:
    return refused("证照库中没有这份证照", "The library has no such certificate.", outcome="not_found")


ANSWERS = {
    "identity": {"identity_check": identity_check},
    "certificates": {"certificate_lookup": certificate_lookup},
}
