"""The registers that a new company goes through: what they remember, and what they refuse."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from departments.simulated.answers.registry import ANSWERS
from departments.simulated.control import contradict
from departments.simulated.families import family
from departments.simulated.journal import Journal
from departments.simulated.outcome import Outcome
from departments.simulated.people import YUHANG
from departments.simulated.state import State, Task
from forms.values.checked import Valid
from forms.values.uscc import check_uscc

FOUNDER = family(0).mother
PLACE = {"address": "余杭区模拟路 1 号", "region": YUHANG, "legal_representative_number": FOUNDER.id_number}


class Town:
    """Carries each task out at once and keeps the answer, as the desk does."""

    def __init__(self, state: State) -> None:
        self.state = state

    def ask(self, department: str, kind: str, /, **payload: object) -> Outcome:
        number = str(len(self.state.tasks))
        task = Task(department, number, kind, "C1", payload, "", "2026-03-05T10:00:00+08:00", number)
        self.state.take_in(task)
        outcome = ANSWERS[department][kind](task, self.state)
        assert isinstance(outcome, Outcome)
        answer = {"outcome": outcome.outcome, "data": outcome.data, "reason": outcome.reason}
        at = "2026-03-05T10:00:01+08:00"
        done = {"record": "answered", "department": department, "key": number, "answer": answer}
        self.state.record({**done, "at": at, "messages": []})
        return outcome

    def register(self, name: str, **changes: object) -> Outcome:
        reserved = self.ask("market", "name_reserve", first_name=name, region=YUHANG)
        of_the_name = {"name": name, "reservation_no": reserved.data["reservation_no"]}
        return self.ask("market", "company_register", **{**PLACE, **of_the_name, **changes})


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    journal = Journal(tmp_path / "journal.jsonl")
    yield Town(State(journal, today=date(2026, 3, 2)))
    journal.close()


def test_of_several_names_the_first_that_is_free_is_kept(town: Town) -> None:
    names = {"first_name": "杭州模拟科技有限公司", "second_name": "杭州新名科技有限公司", "region": YUHANG}
    assert town.ask("market", "name_reserve", **names).data["name"] == "杭州新名科技有限公司"
    assert town.ask("market", "name_reserve", **names).outcome == "name_used"
    assert (
        town.ask("market", "name_reserve", first_name="国务院科技", region=YUHANG).outcome == "name_forbidden"
    )


def test_a_company_gets_a_valid_code_and_its_address_is_nobody_elses(town: Town) -> None:
    uscc = town.register("杭州甲有限公司").data["uscc"]
    assert isinstance(check_uscc(str(uscc)), Valid)
    assert town.register("杭州乙有限公司").outcome == "address_used"
    assert town.register("杭州丙有限公司", address="余杭区模拟路 2 号").data["uscc"] != uscc


@pytest.mark.parametrize(
    ("kind", "name", "other"),
    [
        ("limited", "杭州甲有限公司", "杭州甲股份有限公司"),
        ("joint_stock", "杭州甲股份有限公司", "杭州甲有限公司"),
        ("partnership", "杭州甲商店（有限合伙）", "杭州甲商店"),
        ("sole", "杭州甲设计室", "杭州甲有限公司"),
        ("branch", "杭州甲有限公司余杭分公司", "杭州甲有限公司"),
        ("individual", "余杭区甲面馆", "余杭区甲面馆公司"),
        ("cooperative", "杭州甲茶叶专业合作社", "杭州甲茶叶合伙"),
    ],
)
def test_a_name_says_what_kind_of_business_it_is(town: Town, kind: str, name: str, other: str) -> None:
    for wanted, outcome in ((other, "name_of_another_form"), (name, "done")):
        told = town.ask("market", "name_reserve", first_name=wanted, region=YUHANG, kind=kind)
        assert told.outcome == outcome


def test_the_code_says_whether_it_is_an_enterprise_a_trader_or_a_cooperative(town: Town) -> None:
    kinds = {"limited": "91", "branch": "91", "individual": "92", "cooperative": "93"}
    for number, (kind, first) in enumerate(kinds.items()):
        uscc = str(town.register(f"甲{number}", kind=kind, address=f"余杭区模拟路 {number} 号").data["uscc"])
        assert uscc.startswith(first)
        assert isinstance(check_uscc(uscc), Valid)


def test_two_answers_that_contradict_each_other_are_both_codes(town: Town) -> None:
    told = town.register("杭州甲有限公司").data
    other = contradict(told)["uscc"]
    assert other != told["uscc"]
    assert isinstance(check_uscc(str(other)), Valid)


def test_the_bank_opens_an_account_for_the_seal_on_record_alone(town: Town) -> None:
    record = town.ask("seals", "seal_record", uscc="X", name="甲").data["record_no"]
    made = town.ask("seals", "seal_make", record_no=record, engraver="yuhang").data
    asked = {"uscc": "X", "appointment_no": "1", **made}
    assert town.ask("bank", "account_open", **{**asked, "imprint_code": "YM0"}).outcome == "seal_differs"
    assert town.ask("bank", "account_open", **{**asked, "receipt_no": "HZ0"}).outcome == "receipt_missing"
    assert town.ask("bank", "account_open", **asked).outcome == "done"


def test_an_employer_is_registered_once_and_an_employee_is_somebody(town: Town) -> None:
    asked = {"uscc": "X", "name": "甲"}
    assert town.ask("social_insurance", "employer_register", **asked).outcome == "done"
    assert town.ask("social_insurance", "employer_register", **asked).outcome == "registered_before"
    someone, nobody = FOUNDER.id_number, "330106199001010000"
    for number, outcome in ((someone, "done"), (nobody, "not_found")):
        told = town.ask("social_insurance", "employee_insure", uscc="X", name="甲", id_number=number)
        assert told.outcome == outcome


def test_only_whoever_goes_by_that_name_is_fit(town: Town) -> None:
    asked = {"id_number": FOUNDER.id_number, "name": FOUNDER.name}
    assert town.ask("market", "fitness_check", **asked).outcome == "done"
    assert town.ask("market", "fitness_check", **{**asked, "name": "别人"}).outcome == "mismatch"
