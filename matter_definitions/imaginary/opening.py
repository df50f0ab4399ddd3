"""What an imaginary applicant hands in: the form as her answers make it, and the case that comes of it.

By default every look-up finds what it looks for, everybody who is asked agrees, and the materials that are
still asked for are handed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from forms.draft import Draft, look_at_draft
from forms.facts import key_of
from forms.form_plan import FormPlan, Text
from forms.problems import FormProblem
from forms.reading import MAX_INSTANCES, Known, Reading
from matter_definitions.advance import ItemOpening
from matter_definitions.committing import targets_of
from matter_definitions.pausing import FORWARD
from matter_definitions.plan import ItemPlan, Plan
from matter_definitions.state import commitment_step
from matter_definitions.steps_of_others import part_of

CONSENT, LOOKUP = (
    "consent",
    "lookup",
)  # before the case: `consent.father`, `consent.heirs.2`, `lookup.marriage`
WORDS_BEFORE: Mapping[str, tuple[str, ...]] = {
    CONSENT: ("given", "refused", "expired"),
    LOOKUP: ("found", "not_found"),
}
NOWHERE = "000000000000"  # a place in no region, where the form names none

MOST_ITEMS = 60  # what is played grows with the square of them


class Unimaginable(Exception):
    """An imaginary case cannot be played: `problems` says why, in words."""

    def __init__(self, *problems: Text) -> None:
        super().__init__("; ".join(each.en for each in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Submitted:
    """`materials`, `fields`: keys of what the applicant hands in, and of what she types herself.

    `exits`: why it cannot be done here; then nothing is submitted.
    """

    draft: Draft
    openings: tuple[ItemOpening, ...]
    materials: tuple[str, ...]
    fields: tuple[str, ...]
    exits: tuple[Text, ...]


def submit(
    plan: Plan,
    *,
    answers: Mapping[str, object],
    values: Mapping[str, object],
    decisions: Mapping[str, tuple[str, ...]],
    delivery: str | None,
    today: date,
) -> Submitted:
    """Raises Unimaginable: an answer is missing or wrong, or there is nothing to do."""
    form = plan.form
    modes = form.delivery.modes if form.delivery else ()
    known = Known(
        answers=answers,
        today=today,
        values=values,
        consents=_consents(form, decisions),
        found=_found(form, decisions),
        delivery=delivery or next(iter(modes), None),
    )
    draft = _look(form, known, materials=frozenset())
    exits = tuple(
        Text(f"{each.exit.reason.zh}{each.exit.where.zh}", f"{each.exit.reason.en} {each.exit.where.en}")
        for each in draft.exits
    )
    if not exits:
        draft = _look(form, known, materials=frozenset(each.key for each in draft.materials))
    _refuse_what_cannot_be_played(draft, leads_elsewhere=bool(exits))
    openings = () if exits else _openings(plan, draft, decisions)
    return Submitted(
        draft=draft,
        openings=openings,
        materials=() if exits else _handed_in(plan, draft, openings),
        fields=() if exits else _typed(Reading(form, known), draft),
        exits=exits,
    )


def _refuse_what_cannot_be_played(draft: Draft, *, leads_elsewhere: bool) -> None:
    wrong = [
        each.text for each in draft.problems if _is_serious(each) and not (leads_elsewhere and _of_exit(each))
    ]
    if wrong:
        raise Unimaginable(*wrong)
    if len(draft.items) > MOST_ITEMS:
        raise Unimaginable(
            Text(f"模拟办件最多 {MOST_ITEMS} 个事项", f"an imaginary case has at most {MOST_ITEMS} items")
        )


def _handed_in(plan: Plan, draft: Draft, openings: tuple[ItemOpening, ...]) -> tuple[str, ...]:
    """What nothing replaces: no look-up that has found it, and no commitment."""
    promised = {
        target.removeprefix("material:")
        for each in openings
        for code in each.commitments
        for target in _targets(plan.item(each.code), code, each.instance)
    }
    needed = [each.key for each in draft.materials if each.required and not each.replaced]
    return tuple(each for each in needed if each not in promised)


def _targets(item: ItemPlan, commitment: str, instance: int | None) -> tuple[str, ...]:
    signed = next(each for each in item.commitments if each.code == commitment)
    return targets_of(item, signed, instance=instance)


def _before(decisions: Mapping[str, tuple[str, ...]], kind: str, code: str) -> str:
    return (decisions.get(f"{kind}.{code}") or WORDS_BEFORE[kind])[0]


def _consents(form: FormPlan, decisions: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Of each of several people what is decided of him (`consent.heirs.2`), or else of all of them."""
    states: dict[str, str] = {}
    for each in form.consents:
        usual = _before(decisions, CONSENT, each.code)
        states[each.code] = usual
        for number in range(1, MAX_INSTANCES + 1) if each.for_each else ():
            own = decisions.get(f"{CONSENT}.{each.code}.{number}")
            states[f"{each.code}.{number}"] = own[0] if own else usual
    return states


def _found(form: FormPlan, decisions: Mapping[str, tuple[str, ...]]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for each in form.lookups:
        answer = _before(decisions, LOOKUP, each.code) == "found"
        numbers = [f"{each.code}.{n}" for n in range(1, MAX_INSTANCES + 1)] if each.for_each else [each.code]
        found |= dict.fromkeys(numbers, answer)
    return found


def _look(form: FormPlan, known: Known, *, materials: frozenset[str]) -> Draft:
    return look_at_draft(
        form,
        answers=known.answers,
        today=known.today,
        values=known.values,
        materials=materials,
        consents=known.consents,
        found=known.found,
        delivery=known.delivery,
    )


def _is_serious(problem: FormProblem) -> bool:
    """Values that an imaginary case does not need are left out, and so is the place that they would give."""
    if problem.pointer.startswith(("/form/", "/materials/")):
        return problem.code != "required"
    return problem.code not in ("exit", "region_unknown")


def _of_exit(problem: FormProblem) -> bool:
    """Whoever is sent elsewhere need not answer the rest."""
    return problem.code in ("not_answered", "nothing_to_do") or problem.pointer.startswith("/consents/")


def _typed(reading: Reading, draft: Draft) -> tuple[str, ...]:
    given: set[str] = set()
    for lookup in reading.form.lookups:
        if lookup.code not in reading.active_lookups:
            continue
        for instance in reading.instances(lookup.for_each):
            number = f"{lookup.code}.{instance[1]}" if instance else lookup.code
            if reading.found.get(number):
                given |= {key_of(key, instance) for key in lookup.gives}
    return tuple(each.key for each in draft.fields if not each.locked and each.key not in given)


def _openings(plan: Plan, draft: Draft, decisions: Mapping[str, tuple[str, ...]]) -> tuple[ItemOpening, ...]:
    """An imaginary department is called by its kind."""
    openings: list[ItemOpening] = []
    for number, each in enumerate(draft.items, start=1):
        region = each.region or NOWHERE
        item = plan.item(each.code)
        opening = ItemOpening(each.key, each.code, number, region, each.department_kind)
        openings.append(
            replace(
                opening,
                instance=each.instance[1] if each.instance else None,
                commitments=tuple(
                    c.code for c in item.commitments if _is_signed(each.key, item, c.code, decisions)
                ),
                places=_places(item, region),
            )
        )
    return tuple(openings)


def _is_signed(key: str, item: ItemPlan, commitment: str, decisions: Mapping[str, tuple[str, ...]]) -> bool:
    """A commitment is signed where a decision speaks of it."""
    step = commitment_step(commitment)
    return bool(decisions.get(f"{key}.{step}") or decisions.get(f"{item.code}.{step}"))


def _places(item: ItemPlan, region: str) -> dict[str, tuple[str, str]]:
    places: dict[str, tuple[str, str]] = {}
    if item.forwards:
        places[FORWARD] = (item.forwards.to, region)
    for step in item.steps:
        if step.department_kind:
            places[step.code] = (step.department_kind, region)
        if step.letter and step.letter.outside is None:
            places[part_of(step.code, "to")] = (step.letter.to, region)
        for kind in step.visit.others if step.visit else ():
            places[part_of(step.code, kind)] = (kind, region)
    return places
