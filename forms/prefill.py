"""What is known of the applicant because she signed in."""

from collections.abc import Mapping

from forms.form_plan import FormPlan
from forms.reading import SIGN_IN, Prefilled

# Who she is comes from the login and cannot be typed over; how to reach her is hers to change.
_LOCKED = {"name": True, "id_number": True, "uscc": True, "mobile": False, "email": False}
FILLED_BY_SIGN_IN = frozenset(_LOCKED)


def from_sign_in(form: FormPlan, claims: Mapping[str, str]) -> dict[str, Prefilled]:
    """`claims` by element: name, id_number, mobile, email, uscc. Only fields that the form has."""
    keys = {field.key for field in form.fields}
    return {
        key: Prefilled(claims[element], SIGN_IN, locked=locked)
        for subject in form.subjects
        if subject.is_applicant
        for element, locked in _LOCKED.items()
        if claims.get(element) and (key := f"{subject.code}.{element}") in keys
    }
