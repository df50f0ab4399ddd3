"""The consents of a draft as its owner sees them: of each person how it stands, and of several how many."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from casework.draft_look import Look
from casework.remove_person import can_remove
from casework.words import Language, state_words
from forms.consenting import ConsentView
from forms.form_plan import Text
from forms.values.masking import mask_name

_GIVEN_OF = Text("{all} 人中已有 {given} 人同意", "{given} of {all} have agreed")


@dataclass(frozen=True, slots=True)
class ConsentOut:
    """`id` once asked. `satisfied`: given, or what may stand in its place is complete. `code`: of one of
    several people `heirs.2`; then `group` names him by his place, and `removable`: he may be taken out."""

    code: str
    subject: str
    title: str
    statement: str
    state: str
    state_words: str
    satisfied: bool
    alternative: str
    alternative_materials: list[str]
    id: UUID | None
    person: str | None
    asked_at: datetime | None
    expires_at: datetime | None
    instance: int | None = None
    group: str | None = None
    reminded_at: datetime | None = None
    can_remind: bool = False
    removable: bool = False


@dataclass(frozen=True, slots=True)
class SignersOut:
    """How many of several people have agreed: `given` of `asked_for`. `words` say so."""

    code: str
    title: str
    given: int
    asked_for: int
    words: str


def consent_out(view: ConsentView, seen: Look, *, language: Language) -> ConsentOut:
    row = seen.consents.get(view.code)
    return replace(
        consent_of_nobody(view, language=language),
        id=row.id if row else None,
        person=mask_name(view.person) if view.person and row else None,
        asked_at=row.asked_at if row else None,
        expires_at=row.expires_at if row else None,
        group=_group(view, seen, language=language),
        reminded_at=row.reminded_at if row else None,
        can_remind=row is not None and view.state == "asked" and not row.was_told_on_the_day_of(seen.row.now),
        removable=view.instance is not None
        and can_remove(seen.plan.form, view.subject, count=seen.draft.counts.get(view.subject, 0)),
    )


def consent_of_nobody(view: ConsentView, *, language: Language) -> ConsentOut:
    """As the matter has it; whether somebody was asked is left out."""
    return ConsentOut(
        code=view.code,
        subject=view.subject,
        title=view.title.in_language(language),
        statement=view.statement.in_language(language),
        state=view.state,
        state_words=state_words("consent", view.state, language=language),
        satisfied=view.satisfied,
        alternative=view.alternative.in_language(language),
        alternative_materials=list(view.alternative_materials),
        id=None,
        person=None,
        asked_at=None,
        expires_at=None,
        instance=view.instance,
    )


def _group(view: ConsentView, seen: Look, *, language: Language) -> str | None:
    if view.instance is None:
        return None
    whose = (view.subject, view.instance)
    groups = (each.group for each in seen.draft.fields if (each.subject, each.instance) == whose)
    return next((each.in_language(language) for each in groups), None)


def signers_out(seen: Look, *, language: Language) -> list[SignersOut]:
    """In the order of the matter; of a consent of one other person there is nothing to count."""
    found: list[SignersOut] = []
    for plan in seen.plan.form.consents:
        asked = [each for each in seen.draft.consents if each.base_code == plan.code]
        if plan.for_each and asked:
            given = sum(each.state == "given" for each in asked)
            words = _GIVEN_OF.in_language(language).format(given=given, all=len(asked))
            found.append(SignersOut(plan.code, plan.title.in_language(language), given, len(asked), words))
    return found
