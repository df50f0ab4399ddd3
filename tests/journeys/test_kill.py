"""Nothing that was accepted is ever lost, whatever dies in the middle: real processes, really killed."""

import os
import shutil
import signal
import time
from collections.abc import Callable

import pytest

from demo.client import Json
from demo.handling import Submitted, decide_open_tasks, go_on, states
from demo.newborn import ask_father, begin, father_answers, finish, submit
from demo.newborn_cast import NewbornCast
from local_stack.data_folder import DataFolder
from tests.journeys.conftest import Onematter

pytestmark = [pytest.mark.timeout(400), pytest.mark.xdist_group("stack")]

ONCE = {
    "payment": "payment_create",
    "social_card": "card_make",
    "courier": "parcel_send",
    "hospital": "birth_certificate_issue",
    "insurance": "insurance_register",
}
BACK_WITHIN_SECONDS = 40


@pytest.mark.parametrize("part", ["worker", "web", "temporal"])
def test_a_case_ends_as_if_nothing_had_happened_when_a_part_is_killed_twice(cast, onematter, part):
    """Once just after the submission, once when the first certificate is there and the branches run."""
    submitted = submit_draft(cast)
    kill(folder_of(cast), part)
    go_on(cast, submitted.case_no, until=certificate_is_there)
    kill(folder_of(cast), part)
    ends_well(cast, submitted, onematter)


def test_a_case_ends_as_if_nothing_had_happened_when_all_data_of_temporal_are_deleted(cast, onematter):
    submitted = submit_draft(cast)
    go_on(cast, submitted.case_no, until=certificate_is_there)
    folder = folder_of(cast)
    stack(onematter, folder, "stop")
    shutil.rmtree(folder.path / "temporal")
    stack(onematter, folder, "start")
    ends_well(cast, submitted, onematter)


def test_applicants_submit_and_officers_decide_as_always_while_temporal_is_stopped(cast, onematter):
    folder = folder_of(cast)
    stack(onematter, folder, "stop")
    try:
        assert cast.stranger.api.get("/health/ready")["degraded"] == ["temporal"]
        submitted = submit_draft(cast)
        assert decide_open_tasks(cast, submitted.case_no)
        assert all(not officer.tasks(submitted.case_no) for officer in cast.officers.values())
    finally:
        stack(onematter, folder, "start")
    ends_well(cast, submitted, onematter)


# --- what they have in common


def submit_draft(cast: NewbornCast) -> Submitted:
    draft = begin(cast)
    ask_father(cast, draft)
    father_answers(cast, "give")
    return submit(cast, draft)


def certificate_is_there(case: Json) -> bool:
    return states(case)["birth-certificate"] == "granted"


def ends_well(cast: NewbornCast, submitted: Submitted, onematter: Onematter) -> None:
    """Completed, with everything done once, and a log that is whole."""
    finish(cast, submitted)
    done = {
        kind: cast.town.effects(department, case_no=submitted.case_no, kind=kind)
        for department, kind in ONCE.items()
    }
    assert done == dict.fromkeys(ONCE.values(), 1)
    verified = onematter("verify-log", submitted.case_no)
    assert verified.returncode == 0, verified.stderr


def folder_of(cast: NewbornCast) -> DataFolder:
    assert cast.stage.folder is not None
    return cast.stage.folder


def kill(folder: DataFolder, part: str) -> None:
    """kill -9; returns when the supervisor has noticed and has a new process."""
    old = folder.get_description()["pids"][part]
    os.kill(old, signal.SIGKILL)
    wait_until(lambda: folder.get_description()["pids"].get(part, old) != old)


def stack(onematter: Onematter, folder: DataFolder, act: str) -> None:
    done = onematter("stack", act, "temporal", "--data", folder.path)
    assert done.returncode == 0, done.stderr


def wait_until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + BACK_WITHIN_SECONDS
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.1)
