from typing import get_args

import pytest

from departments.contract import Answered, DepartmentNonsense
from departments.kinds import KINDS, check_answer
from departments.registry import CONNECTORS
from departments.simulated.answers.registry import ANSWERS
from departments.simulated.routes import Department

# Closing an order, calling a parcel back and waiting for money touch another task, so the desk does them.
DONE_BY_THE_DESK = {"payment_cancel", "parcel_recall", "arrival_expect"}


def test_every_kind_is_answered_by_its_simulated_department():
    answered = {(code, kind) for code, kinds in ANSWERS.items() for kind in kinds}
    wanted = {(kind.connector, code) for code, kind in KINDS.items() if code not in DONE_BY_THE_DESK}
    assert answered == wanted


def test_the_simulation_plays_every_connector():
    assert set(get_args(Department)) == set(CONNECTORS)


def test_a_date_in_an_answer_is_read_from_its_text():
    answer = Answered("done", {"certificate_no": "Z330000001", "issued_on": "2026-11-21"})
    assert check_answer("birth_certificate_issue", answer, connector="hospital") is answer


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"amount_fen": "40000"},
        {"amount_fen": 1.5},
        {"amount_fen": True},
        {"amount_fen": -1},
        {"amount_fen": 1, "more": 2},
    ],
)
def test_data_that_the_kind_does_not_promise_are_nonsense(data):
    with pytest.raises(DepartmentNonsense):
        check_answer("premium_assess", Answered("done", data), connector="tax", key="k")


def test_the_problem_of_a_senseless_answer_holds_no_value():
    answer = Answered("done", {"amount_fen": "110105194912310021"})
    with pytest.raises(DepartmentNonsense) as senseless:
        check_answer("premium_assess", answer, connector="tax", key="k")
    assert "110105194912310021" not in str(senseless.value)
    assert "amount_fen" in senseless.value.problem


def test_only_done_promises_data():
    refusal = Answered("refused", {})
    assert check_answer("premium_assess", refusal, connector="tax") is refusal


def test_a_kind_of_another_connector_is_nonsense():
    with pytest.raises(DepartmentNonsense):
        check_answer("premium_assess", Answered("done", {"amount_fen": 1}), connector="payment")
