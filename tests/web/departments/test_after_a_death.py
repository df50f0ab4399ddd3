"""What the simulated departments know, pay and stop after a death; and how badly each can behave."""

import pytest

from departments.contract import Accepted, Answered, DepartmentUnavailable
from departments.simulated.bereaved import bereavement
from departments.simulated.people import LI_XIAOYU

SOON = 5.0
FAMILY = bereavement(23)
LATE = FAMILY.late.id_number
PAYEE = {
    "id_number": LATE,
    "account_name": FAMILY.child.name,
    "account_no": "6222020000000000018",
}
# One request to each department that has a part in it.
REQUESTS = {
    "hospital": (
        "death_certificate_issue",
        {"id_number": LATE, "name": FAMILY.late.name, "died_on": "2026-01-02"},
    ),
    "funeral": ("cremation_certificate_issue", {"id_number": LATE, "name": FAMILY.late.name}),
    "pension": ("survivor_pay", {**PAYEE, "amount_fen": 100}),
    "insurance": ("medical_account_pay_out", PAYEE),
    "housing_fund": ("fund_pay_out", PAYEE),
    "traffic": ("licence_cancel", {"id_number": LATE}),
    "allowances": ("allowance_stop", {"allowance": "relief", "id_number": LATE, "died_on": "2026-01-02"}),
}


async def _answer(departments, code, request) -> Answered:
    answer = await departments.connector(code).send(request, timeout=SOON)
    assert isinstance(answer, Answered)
    return answer


@pytest.mark.parametrize("code", REQUESTS)
async def test_a_department_grants_refuses_is_late_and_is_away(departments, ask_for, code):
    kind, payload = REQUESTS[code]
    behave = departments.control
    await behave(code, reject={kind: {"outcome": "refused"}})
    assert (await _answer(departments, code, ask_for(kind, key="r", **payload))).outcome == "refused"
    await behave(code, fail=True)
    with pytest.raises(DepartmentUnavailable):
        await departments.connector(code).send(ask_for(kind, key="f", **payload), timeout=SOON)
    await behave(code, answer_later_seconds=60.0)
    later = await departments.connector(code).send(ask_for(kind, key="l", **payload), timeout=SOON)
    assert isinstance(later, Accepted)
    await behave(code)
    assert (await _answer(departments, code, ask_for(kind, key="d", **payload))).outcome == "done"


async def test_only_a_relative_finds_the_record_and_only_the_record_opens_accounts(departments, ask_for):
    son, stranger = FAMILY.child.id_number, LI_XIAOYU.id_number
    lookup = ask_for("death_record_lookup", key="1", relative_id_number=son)
    found = await _answer(departments, "hospital", lookup)
    unknown = ask_for("death_record_lookup", key="2", relative_id_number=stranger)
    record = found.data["record_no"]

    def fund(key: str, who: str, number: object) -> object:
        return ask_for("fund_account_lookup", key=key, record_no=number, relative_id_number=who)

    assert found.data["id_number"] == LATE
    assert (await _answer(departments, "hospital", unknown)).outcome == "not_found"
    assert (await _answer(departments, "housing_fund", fund("3", son, record))).outcome == "done"
    assert (await _answer(departments, "housing_fund", fund("4", stranger, record))).outcome == "not_found"
    assert (await _answer(departments, "housing_fund", fund("5", son, "SW0"))).outcome == "not_found"


async def test_money_goes_to_an_heir_and_once(departments, ask_for):
    wrong = ask_for("fund_pay_out", key="1", **{**PAYEE, "account_name": "别人"})
    right, again = ask_for("fund_pay_out", key="2", **PAYEE), ask_for("fund_pay_out", key="3", **PAYEE)

    outcomes = [(await _answer(departments, "housing_fund", each)).outcome for each in (wrong, right, again)]

    assert outcomes == ["account_of_another", "done", "already_paid"]


async def test_the_list_of_payments_says_what_was_really_stopped(departments, ask_for):
    async def paying(key: str) -> object:
        check = ask_for("allowance_check", key=key, allowance="old_age", id_number=LATE)
        return (await _answer(departments, "allowances", check)).data["paying"]

    assert await paying("1")
    stop = ask_for("allowance_stop", key="2", allowance="old_age", id_number=LATE, died_on="2026-01-02")
    await _answer(departments, "allowances", stop)
    assert not await paying("3")
    await departments.control("allowances", otherwise={"allowance_check": {"paying": True}})
    assert await paying("4")
