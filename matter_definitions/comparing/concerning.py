"""Which differences between two plans concern one applicant, by what her draft is asked before and after."""

from collections.abc import Mapping

from forms.draft import Draft
from forms.facts import base_key_of
from matter_definitions.comparing.differences import Difference, differences
from matter_definitions.plan import Plan

# What she waits for, pays, gets and signs; how an office does it inside is the office's.
_OF_THE_MATTER = frozenset({"promise", "joint", "correction_days", "statement", "assurance"})
_OF_AN_ITEM = frozenset({"title", "statutory", "promised", "delivery", "after", "results", "commitments"})
# Why a part is asked for; told only where it comes to something else for her.
_CONDITIONS = frozenset({"when", "needs", "produced_by", "replaced_by"})

Asked = Mapping[str, object]


def concerning(old: Plan, new: Plan, *, before: Draft, after: Draft) -> tuple[Difference, ...]:
    """In the order of the plan. `before` and `after`: the same draft, looked at under each of the plans."""
    asked_before, asked_after = _asked(before), _asked(after)
    return tuple(
        each
        for each in differences(old, new)
        if _is_hers(each.path.split("."), each, asked_before, asked_after)
    )


def _asked(draft: Draft) -> Asked:
    """By its path in a plan, each part that the draft has now, and what is wanted of it."""
    found: dict[str, object] = {f"questions.{each.code}": True for each in draft.questions}
    for each in draft.fields:
        found[f"fields.{base_key_of(each.key)[0]}"] = each.required
    for each in draft.materials:
        found[f"materials.{each.base_key}"] = (each.required, bool(each.replaced_by))
    found |= {f"consents.{each.code.partition('.')[0]}": True for each in draft.consents}
    found |= {f"items.{each.code}": True for each in draft.items}
    return found


def _is_hers(path: list[str], difference: Difference, before: Asked, after: Asked) -> bool:
    match path:
        case ["items", code, *rest]:
            is_on = f"items.{code}" in before or f"items.{code}" in after
            return is_on and (not rest or rest[0] in _OF_AN_ITEM or difference.topic == "fee")
        case ["form", "switches", code, *rest]:
            return _is_other(f"items.{code}", before, after) and not rest[1:]
        case ["form", "fields" | "materials" as kind, *rest]:
            return _is_part(kind, rest, _of_key(kind, rest, before, after), before, after)
        case ["form", "questions" | "consents" as kind, code, *rest]:
            return _is_part(kind, [code, *rest], f"{kind}.{code}", before, after)
        case ["form", "delivery", *_]:
            return True
        case ["form", "rules", *_]:
            return True
        case [attribute, *_]:
            return attribute in _OF_THE_MATTER
        case _:
            return False


def _is_part(kind: str, rest: list[str], part: str, before: Asked, after: Asked) -> bool:
    if part not in before and part not in after:
        return False
    within = rest[part.removeprefix(f"{kind}.").count(".") + 1 :]
    return _is_other(part, before, after) if within and within[0] in _CONDITIONS else True


def _of_key(kind: str, rest: list[str], before: Asked, after: Asked) -> str:
    """A key has a dot of its own: `mother.name`; a material of nobody has none."""
    whole, short = f"{kind}.{'.'.join(rest[:2])}", f"{kind}.{rest[0]}"
    return whole if kind == "fields" or whole in before or whole in after else short


def _is_other(part: str, before: Asked, after: Asked) -> bool:
    return before.get(part) != after.get(part)
