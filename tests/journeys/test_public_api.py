"""What other systems rely on, over real HTTP: tracking, verification, strangers, the same act sent twice."""

import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from demo.client import Refused
from demo.handling import Submitted
from demo.newborn import ANSWERS, MATTER, ask_father, begin, father_answers, finish, submit
from demo.newborn_cast import NewbornCast, gathered
from demo.script import CHINESE, Script
from demo.stage import Stage

pytestmark = [pytest.mark.timeout(240), pytest.mark.xdist_group("stack")]

DAYS_TO_THE_ARCHIVE = 30  # ten working days, also across the longest holidays
ARCHIVED_WITHIN_SECONDS = 60


@pytest.fixture(scope="module")
def story(stage: Stage, seeds: Iterator[int]) -> Iterator[tuple[NewbornCast, Submitted]]:
    """One case that was played to its end; the tests below only look at it."""
    script = Script(language=CHINESE, quiet=True)
    with gathered(stage, script=script, seed=next(seeds)) as cast:
        submitted = submit(cast, _agreed(cast))
        finish(cast, submitted)
        yield cast, submitted


def test_number_and_password_show_the_progress_and_no_personal_data(story):
    cast, submitted = story
    seen = cast.stranger.track(submitted.case_no, submitted.password)
    assert seen["state"] == "completed"
    assert len(seen["items"]) == 9
    for secret in (cast.wife.name, cast.wife.id_number, cast.husband.name, cast.wife.phone):
        assert secret not in str(seen)


def test_a_wrong_number_and_a_wrong_password_get_the_same_answer(story):
    cast, submitted = story
    answers = [
        refusal_of(lambda: cast.stranger.track(submitted.case_no, "0000000000")),
        refusal_of(lambda: cast.stranger.track(f"99{submitted.case_no[2:]}", submitted.password)),
    ]
    assert [each.status for each in answers] == [404, 404]
    assert answers[0].problem == answers[1].problem


@pytest.mark.needs_pdf
def test_the_code_on_a_paper_tells_what_it_is_and_not_whose(story):
    cast, submitted = story
    papers = [each for each in cast.mother.case(submitted.case_no)["documents"] if each["verify_code"]]
    assert papers
    for paper in papers:
        told = cast.stranger.verify(paper["verify_code"])
        assert told["status"] == "valid"
        assert cast.wife.name not in str(told)


@pytest.mark.needs_pdf
def test_a_paper_is_a_pdf_for_its_owner_and_unknown_to_others(story):
    cast, submitted = story
    paper = cast.mother.case(submitted.case_no)["documents"][0]
    assert cast.mother.paper(submitted.case_no, paper["id"]).startswith(b"%PDF-")
    path = f"/cases/{submitted.case_no}/documents/{paper['id']}"
    assert refusal_of(lambda: cast.stranger.api.get(path)).status == 401


def test_a_stranger_learns_nothing_but_that_he_has_to_sign_in(story):
    cast, submitted = story
    for path in (f"/cases/{submitted.case_no}", "/cases/0", "/tasks", "/supervision/cases", "/applications"):
        assert refusal_of(lambda path=path: cast.stranger.api.get(path)).status == 401
    assert refusal_of(lambda: cast.stranger.api.post("/applications", {"nonsense": 1})).status == 401


def test_another_mother_does_not_even_learn_that_the_case_exists(story, cast):
    _, submitted = story
    assert refusal_of(lambda: cast.mother.case(submitted.case_no)).status == 404


def test_submitting_twice_with_the_same_key_gives_the_same_case(cast):
    draft, key = _agreed(cast), str(uuid4())
    first, second = cast.mother.submit(draft, key=key), cast.mother.submit(draft, key=key)
    assert first == second
    again = refusal_of(lambda: cast.mother.submit(draft))
    assert again.status == 409
    assert "allowed" in again.problem


def test_the_same_birth_cannot_be_registered_twice_and_the_mother_is_led_to_her_case(cast):
    submitted = submit(cast, _agreed(cast))
    second = cast.mother.start(MATTER, answers=ANSWERS)
    assert [each["case_no"] for each in second["conflicts"]] == [submitted.case_no]
    assert any(submitted.case_no in each["message"] for each in second["problems"])
    assert refusal_of(lambda: cast.mother.submit(second["id"])).status in (409, 422)


@pytest.mark.needs_pdf
def test_the_case_is_archived_by_itself_and_an_operator_exports_what_a_stranger_can_check(
    story, stage, onematter, tmp_path
):
    """On the running stack; nobody looks at the case while it waits for its limit."""
    _, submitted = story
    package = tmp_path / "package.zip"
    export = ("archive", "export", submitted.case_no, "--to", package, "--data", stage.folder.path)
    assert onematter(*export).returncode == 1, "it is not archived before its limit"
    stage.move_time(days=DAYS_TO_THE_ARCHIVE)
    until = time.monotonic() + ARCHIVED_WITHIN_SECONDS
    while (exported := onematter(*export)).returncode != 0:
        assert time.monotonic() < until, exported.stderr
        time.sleep(1)
    checked = onematter("verify-archive", package)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert submitted.case_no in checked.stdout


def _agreed(cast: NewbornCast) -> str:
    draft = begin(cast)
    ask_father(cast, draft)
    father_answers(cast, "give")
    return draft


def refusal_of(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value
