"""What came of a draft's look-ups, written into the draft; who could not answer at once is asked by errand.

An errand is carried out by the worker, again and again when need be. Its answer is kept with it, sealed,
and taken into the draft when the draft is next looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from access.act import Act
from casework.access_records import record_access
from casework.draft_in_force import read_draft_in_force
from casework.draft_look import Look, look_at
from casework.draft_row import DraftRow, PrefilledValue, update_draft
from casework.fresh_lookups import note_answered
from casework.void_consents import void_what_changed
from clocks.calendar import local_date
from departments.contract import Answered
from engine.data_sharing import Supply, SupplyOutcome, record_supplies, tell_untranslated
from engine.errands import Errand, find_errand_answer, key_of_errand, plan_errand
from forms.facts import base_key_of
from forms.form_plan import LookupPlan
from forms.lookups import LookupDue, LookupTaken, take_answer
from forms.reading import check_field
from forms.values.checked import Invalid
from matter_definitions.plan import Plan
from secrecy.lookup import keyed_hash
from settings import MasterKeys

LATE = ("unavailable", "later")


@dataclass(frozen=True, slots=True)
class LookupAnswer:
    """`problem` is a code when there was no answer: unavailable, later, nonsense. `seconds` from the question
    to the answer, or to giving up; None: it came by errand. `untranslated`: the name or code that the mapping
    of the connector does not know."""

    due: LookupDue
    answered: Answered | None = None
    problem: str = ""
    seconds: float | None = None
    untranslated: str = ""


def input_hash(due: LookupDue, *, keys: MasterKeys) -> str:
    """The fingerprint is made of personal data; keys leave the building only with a keyed hash of it."""
    return keyed_hash(keys, due.fingerprint, purpose="lookup").hex()[:16]


async def record_answers(act: Act, application_id: UUID, answers: Sequence[LookupAnswer]) -> None:
    """With the engine's rights. What was saved meanwhile with another input: the next save asks again."""
    row = await read_draft_in_force(act, application_id, lock=True)
    if row.state != "draft":
        return
    seen = await look_at(act, row)
    still_due = {each.key: each.fingerprint for each in seen.draft.lookups_due}
    counting = [each for each in answers if still_due.get(each.due.key) == each.due.fingerprint]
    for answer in counting:
        _take(row, seen.plan, answer, counts=dict(seen.draft.counts))
    await update_draft(act, row, raises_version=False)
    if seen.consents:
        await void_what_changed(act, await look_at(act, row))
    for answer in counting:
        if answer.problem in LATE:
            await plan_errand(act.engine, act.connection, _errand(act, application_id, answer.due))
    supplies = [supply_of(each, seen) for each in answers]
    await record_supplies(act.connection, supplies, at=row.now)
    for answer, supply in zip(answers, supplies, strict=True):
        if answer.untranslated:
            await tell_untranslated(act.connection, supply, answer.untranslated, now=row.now)
    for answer in answers:
        if answer.answered is not None:
            await record_access(
                act,
                "draft_lookup",
                person_id=_whose(answer.due, seen),
                application=application_id,
                fields=[answer.due.code],
            )


def supply_of(answer: LookupAnswer, seen: Look) -> Supply:
    """What the question says of the department that was asked: names of elements, no value."""
    lookup = next(each for each in seen.plan.form.lookups if each.code == answer.due.code)
    elements = {each.key: each.element for each in seen.plan.form.fields}
    wanted = {key: elements[key] for key in lookup.gives if key in elements}
    given: set[str] = set()
    outcome: SupplyOutcome = "later" if answer.problem == "later" else "unanswered"
    data_of = None
    if answer.answered is not None:
        taken = take_answer(
            seen.plan.form,
            lookup.code,
            outcome=answer.answered.outcome,
            data=answer.answered.data,
            count=dict(seen.draft.counts).get(lookup.for_each or "", 1),
            instance=answer.due.instance,
        )
        given = {base_key_of(key)[0] for key in taken.values}
        outcome = "found" if any(taken.found.values()) else "empty"
        data_of = answer.answered.data_of
    return Supply(
        connector=lookup.connector,
        call=lookup.kind,
        region=seen.row.region or next((each.region for each in seen.draft.items if each.region), ""),
        elements=sorted(set(wanted.values())),
        outcome=outcome,
        lacking=sorted({element for key, element in wanted.items() if key not in given}),
        seconds=answer.seconds,
        data_of=data_of,
    )


async def take_late_answers(act: Act, seen: Look) -> bool:
    """Takes what errands have brought meanwhile; True when the draft has changed by it.

    With the engine's rights. What an answer makes askable (a household number, then who lives there) is
    asked by errand too.
    """
    row = seen.row
    late = [each for each in seen.draft.lookups_due if row.content.unanswered.get(each.key) in LATE]
    answers = [each for due in late if (each := await _late_answer(act, row, due)) is not None]
    if row.state != "draft" or not answers:
        return False
    await record_answers(act, row.id, answers)
    now = await look_at(act, await read_draft_in_force(act, row.id))
    newly_due = [each for each in now.draft.lookups_due if each.key not in now.row.content.unanswered]
    if newly_due:
        await record_answers(act, row.id, [LookupAnswer(each, problem="later") for each in newly_due])
    return True


async def _late_answer(act: Act, row: DraftRow, due: LookupDue) -> LookupAnswer | None:
    errand = _errand(act, row.id, due)
    outcome = await find_errand_answer(act.engine, act.connection, key_of_errand(errand))
    if outcome is None:
        return None
    data_of = date.fromisoformat(outcome.data_of) if outcome.data_of else None
    return LookupAnswer(due, Answered(outcome.word, outcome.data, data_of=data_of))


def _errand(act: Act, application_id: UUID, due: LookupDue) -> Errand:
    """The same look-up with the same input is one errand, however often it is wished for."""
    return Errand(
        subject=f"application/{application_id}",
        step=f"lookup:{due.key}:{input_hash(due, keys=act.engine.keys)}",
        connector=due.connector,
        call=due.kind,
        payload=dict(due.payload),
        round=due.round,
    )


def _whose(due: LookupDue, seen: Look) -> UUID:
    """Whoever had to agree; without a consent it is the applicant's own."""
    lookup = next(each for each in seen.plan.form.lookups if each.code == due.code)
    number = f".{due.instance[1]}" if due.instance else ""
    asked = seen.consents
    consent = asked.get(f"{lookup.consent}{number}") or asked.get(lookup.consent or "")
    return (consent.person_id if consent else None) or seen.row.owner


def _take(row: DraftRow, plan: Plan, answer: LookupAnswer, *, counts: dict[str, int]) -> None:
    content, due = row.content, answer.due
    content.forget_lookup(due.key)
    if answer.answered is None:
        content.unanswered[due.key] = answer.problem
        return
    content.unanswered.pop(due.key, None)
    note_answered(content, due, now=row.now)
    lookup = next(each for each in plan.form.lookups if each.code == due.code)
    taken = take_answer(
        plan.form,
        due.code,
        outcome=answer.answered.outcome,
        data=answer.answered.data,
        count=counts.get(lookup.for_each or "", 1),
        instance=due.instance,
    )
    content.found |= taken.found
    content.prefilled |= _prefilled(row, plan, lookup, taken)


def _prefilled(
    row: DraftRow, plan: Plan, lookup: LookupPlan, taken: LookupTaken
) -> dict[str, PrefilledValue]:
    """What a department says is checked like what a person types; a wrong value is left for her to type."""
    fields = {each.key: each for each in plan.form.fields}
    known: dict[str, PrefilledValue] = {}
    for key, value in taken.values.items():
        field = fields.get(base_key_of(key)[0])
        checked = None if field is None else check_field(field, value, today=local_date(row.now))
        if checked is not None and not isinstance(checked, Invalid):
            known[key] = PrefilledValue(checked.normal, lookup.code, row.now.isoformat(), lookup.locked)
    return known
