"""What one of several people agreed to: changed by whatever he was shown, and by nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.consents import digest_of, has_changed, instance_of, shown_now
from casework.remove_person import Place, can_remove, moved_key
from forms.draft import Draft, look_at_draft
from forms.form_plan import ConsentPlan, FormPlan, Text
from matter_definitions.check import check_library
from matter_definitions.library_index import load_library
from tests.unit.forms.newborn import TODAY

FOLDER = Path(__file__).parents[2] / "definitions" / "several_signers"
MATTER = "shared-garden"
NAMES = ("张伟", "王芳", "李娜", "刘洋", "陈静")
rows = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 3)), min_size=2, max_size=5)


@cache
def form() -> FormPlan:
    return check_library(load_library(FOLDER)).plans[MATTER].form


def consent(**changes: object) -> ConsentPlan:
    [planned] = form().consents
    return replace(planned, **changes)  # type: ignore[arg-type]


def draft_of(owners: Sequence[tuple[str, int]], *, address: str = "余杭区模拟路 1 号") -> Draft:
    values: dict[str, object] = {"garden.address": address}
    for number, (name, share) in enumerate(owners, start=1):
        values |= {f"owner.{number}.name": name, f"owner.{number}.share": share}
    return look_at_draft(form(), answers={"owners": len(owners)}, today=TODAY, values=values)


def stands(asked: ConsentPlan, before: Draft, after: Draft, *, code: str, now_at: str | None = None) -> bool:
    """Whether what was signed before counts afterwards, where the person may stand at another place."""
    shown = shown_now(asked, before, code=code)
    digest = digest_of(asked, shown, matter=MATTER)
    return not has_changed(asked, shown, digest, after, code=now_at or code, matter=MATTER)


@given(rows, st.data())
@settings(deadline=None, max_examples=60)
def test_a_signature_stands_exactly_as_long_as_he_would_be_shown_the_same(
    owners: list[tuple[str, int]], data: st.DataObject
) -> None:
    mine = data.draw(st.integers(1, len(owners)))
    after = data.draw(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 3)), min_size=2, max_size=5))
    same_names = [name for name, _ in owners] == [name for name, _ in after]
    same_share = mine <= len(after) and owners[mine - 1][1] == after[mine - 1][1]
    code = f"owners.{mine}"
    assert stands(consent(), draft_of(owners), draft_of(after), code=code) == (same_names and same_share)


@given(rows, st.data())
@settings(deadline=None, max_examples=60)
def test_when_somebody_leaves_everybody_else_keeps_what_he_signed_of_himself(
    owners: list[tuple[str, int]], data: st.DataObject
) -> None:
    gone = data.draw(st.integers(1, len(owners)))
    left = owners[: gone - 1] + owners[gone:]
    asked = consent(shows_of_all=())
    place = Place("owners", frozenset({"owner"}), gone)
    for number in range(1, len(owners) + 1):
        now_at = moved_key(f"owners.{number}", place, {"owners"})
        assert (now_at is None) == (number == gone)
        if now_at is not None:
            code = f"owners.{number}"
            assert stands(asked, draft_of(owners), draft_of(left), code=code, now_at=now_at)


def test_other_words_or_another_address_are_something_else() -> None:
    owners = [("张伟", 1), ("王芳", 2)]
    assert not stands(consent(), draft_of(owners), draft_of(owners, address="别处 2 号"), code="owners.1")
    shown = shown_now(consent(), draft_of(owners), code="owners.1")
    signed = digest_of(consent(), shown, matter=MATTER)
    reworded = consent(statement=Text("别的话", "Other words"))
    assert has_changed(reworded, shown, signed, draft_of(owners), code="owners.1", matter=MATTER)


def test_which_of_several_people_is_asked_is_read_from_the_code() -> None:
    assert instance_of(consent(), "owners.2") == ("owner", 2)
    assert instance_of(consent(for_each=None), "owners.2") is None


def test_a_key_moves_up_where_somebody_before_it_leaves() -> None:
    place = Place("owners", frozenset({"owner"}), 2)
    moved = {
        key: moved_key(key, place) for key in ("owner.1.name", "owner.2.name", "owner.3.name", "garden.3.x")
    }
    assert moved == {
        "owner.1.name": "owner.1.name",
        "owner.2.name": None,
        "owner.3.name": "owner.2.name",
        "garden.3.x": "garden.3.x",
    }
    assert moved_key("garden-record.3/later", place, {"garden-record"}) == "garden-record.2/later"


def test_there_have_to_be_as_many_as_the_question_says() -> None:
    assert can_remove(form(), "owner", count=3)
    assert not can_remove(form(), "owner", count=2)
    assert not can_remove(form(), "garden", count=1)
