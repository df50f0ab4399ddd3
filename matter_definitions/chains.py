"""The parts of a plan that link it with other matters: what may come next, and what has to be over before."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.form_plan import FieldPlan, FormPlan, Text


@dataclass(frozen=True, slots=True)
class NextPlan:
    """When a case has ended with a grant and `when` (CEL, None: always) holds, `text` points the applicant to
    another matter. `give` maps fields of that matter to our own."""

    matter: str
    text: Text
    when: str | None = None
    give: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class RequiredPlan:
    """A case of `matter` that ended with a grant has to be there, where `when` (CEL over answers) holds."""

    matter: str
    text: Text
    when: str | None = None


def given_on(
    ours: FormPlan, theirs: FormPlan, values: Mapping[str, object], *, give: Mapping[str, str]
) -> dict[str, object]:
    """What a case of `ours` knows already for a draft of `theirs`, by their keys: what `give` says, and the
    applicant's own fields of the same element. Never what is somebody else's, nor what is computed there."""
    own = {field.key: field for field in ours.fields if may_be_given(ours, field.subject)}
    mine = {field.element: field.key for field in own.values() if _is_applicants(ours, field)}
    found: dict[str, object] = {}
    for field in theirs.fields:
        same = mine.get(field.element) if _is_applicants(theirs, field) else None
        source = own.get(give.get(field.key, same or ""))
        if source and source.key in values and source.value_type == field.value_type:
            found |= {} if field.is_computed else {field.key: values[source.key]}
    return found


def may_be_given(form: FormPlan, subject: str) -> bool:
    """The applicant's, or a thing's (a household, a boat): other people agreed to one matter only, and of
    several children nobody knows which."""
    found = next((each for each in form.subjects if each.code == subject), None)
    return found is not None and found.repeats is None and (found.is_applicant or not found.person)


def _is_applicants(form: FormPlan, field: FieldPlan) -> bool:
    return any(each.code == field.subject and each.is_applicant for each in form.subjects)
