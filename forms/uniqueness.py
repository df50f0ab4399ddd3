"""What makes an item unique: one birth registration per birth record.

The values are personal, so what is stored is a keyed digest of `digest_input`, never the input itself.
"""

import json
from collections.abc import Mapping

from forms.facts import Instance, key_of
from forms.form_plan import FormPlan


def unique_values(
    form: FormPlan, item: str, *, values: Mapping[str, object], instance: Instance | None = None
) -> tuple[str, ...] | None:
    """The values that no two cases may share; None when the item declares none or one is not known yet."""
    switch = next((each for each in form.switches if each.item == item), None)
    given = [values.get(key_of(key, instance)) for key in switch.uniqueness] if switch else []
    if not given or any(value in (None, "") for value in given):
        return None
    return tuple(str(value) for value in given)


def digest_input(item: str, values: tuple[str, ...]) -> bytes:
    """Unambiguous bytes for a keyed digest: the same item and values always give the same."""
    return json.dumps([item, *values], ensure_ascii=False, separators=(",", ":")).encode()
