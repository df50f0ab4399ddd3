"""What a draft keeps of its look-ups: all of it goes with the answer, and with the person it is about."""

from casework.draft_row import DraftContent, PrefilledValue
from casework.remove_person import Place, close_gap
from tests.unit.casework.test_what_a_signature_stands_on import form

LOOKUP = "owner_identity"
AT = {1: "2026-03-01T10:00:00+08:00", 2: "2026-03-02T10:00:00+08:00", 3: "2026-03-03T10:00:00+08:00"}


def content() -> DraftContent:
    """Three owners, each looked up on another day."""
    keys = {f"{LOOKUP}.{number}": number for number in AT}
    return DraftContent(
        prefilled={
            f"owner.{number}.name": PrefilledValue(str(number), LOOKUP, at, locked=True)
            for number, at in AT.items()
        },
        found=dict.fromkeys(keys, True),
        asked={key: f"print {number}" for key, number in keys.items()},
        asked_at={key: AT[number] for key, number in keys.items()},
        times_answered=dict(keys),
    )


def test_who_moves_up_keeps_the_day_on_which_he_was_looked_up() -> None:
    draft = content()
    close_gap(draft, form(), Place("owners", frozenset({"owner"}), 2))
    assert draft.asked == {f"{LOOKUP}.1": "print 1", f"{LOOKUP}.2": "print 3"}
    assert draft.asked_at == {f"{LOOKUP}.1": AT[1], f"{LOOKUP}.2": AT[3]}


def test_a_question_about_the_person_at_a_place_never_repeats_one_that_was_answered() -> None:
    """The other side answers a question that it knows as it did before."""
    draft = content()
    close_gap(draft, form(), Place("owners", frozenset({"owner"}), 2))
    assert draft.times_answered == content().times_answered


def test_an_answer_that_is_forgotten_leaves_no_day_behind_on_which_it_was_given() -> None:
    draft = content()
    draft.forget_lookup(f"{LOOKUP}.2")
    left = {f"{LOOKUP}.1", f"{LOOKUP}.3"}
    assert (set(draft.found), set(draft.asked), set(draft.asked_at)) == (left, left, left)
    assert set(draft.prefilled) == {"owner.1.name", "owner.3.name"}


def test_a_look_up_that_is_forgotten_as_a_whole_is_forgotten_for_everybody() -> None:
    draft = content()
    draft.forget_lookup(LOOKUP)
    assert (draft.found, draft.asked, draft.asked_at, draft.prefilled) == ({}, {}, {}, {})
