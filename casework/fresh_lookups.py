"""How long what was looked up is relied on: an answer that has grown old is asked for again.

The dictionary says how long (`fresh_for`), the compiler gives each look-up the shortest of its values. Age is
counted in legal time, from the moment of the answer.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from casework.draft_row import DraftContent
from forms.form_plan import FormPlan
from forms.lookups import LookupDue


def asked_lately(content: DraftContent, form: FormPlan, *, now: datetime) -> Mapping[str, str]:
    """The fingerprints with which look-ups were made (by key), without those whose answer has grown old."""
    old = grown_old(content, form, now=now)
    return {key: fingerprint for key, fingerprint in content.asked.items() if key not in old}


def grown_old(content: DraftContent, form: FormPlan, *, now: datetime) -> frozenset[str]:
    """Keys of look-ups. An answer without a moment is of before moments were kept, and does not grow old."""
    days = {each.code: each.fresh_days for each in form.lookups}
    return frozenset(
        key
        for key, at in content.asked_at.items()
        if (limit := days.get(key.partition(".")[0])) is not None
        and now - datetime.fromisoformat(at) >= timedelta(days=limit)
    )


def numbered(due: LookupDue, content: DraftContent) -> LookupDue:
    """Asked again with the same input it is another question: the other side must not repeat its old
    answer."""
    return replace(due, round=content.times_answered.get(due.key, 0) + 1)


def note_answered(content: DraftContent, due: LookupDue, *, now: datetime) -> None:
    content.asked[due.key] = due.fingerprint
    content.asked_at[due.key] = now.isoformat()
    content.times_answered[due.key] = content.times_answered.get(due.key, 0) + 1
