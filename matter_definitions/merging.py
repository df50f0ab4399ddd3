"""When the one paper of several results is written, and when it has to be written anew.

What it says follows from its parts alone, so each state of all its parts has one paper: `MergedState.parts`
remembers the state that the last one was wanted for.
"""

from collections.abc import Iterator

from matter_definitions.consequences import DocumentChange, EffectUnwanted, EffectWanted
from matter_definitions.merged import MergedPlan, ResultPart, merged_step
from matter_definitions.motion import Motion, is_open
from matter_definitions.predecessors import result_is_there
from matter_definitions.state import ItemState, MergedState

_FALLEN = frozenset({"revoked", "void"})


def settle(motion: Motion) -> None:
    for merged in motion.plan.merged:
        _settle(motion, merged)


def _settle(motion: Motion, merged: MergedPlan) -> None:
    before = motion.state.merged.get(merged.code)
    if any(_is_under_way(motion, item) for item, _ in _issuing(motion, merged)):
        return
    parts = tuple(said for item, part in _issuing(motion, merged) if (said := _said(motion, item, part)))
    if parts == (before.parts if before else ()):
        return
    step, number = merged_step(merged.code), before.round if before else 0
    if before:
        motion.out.effects_unwanted.append(EffectUnwanted(None, step, number))
    motion.state.merged[merged.code] = MergedState(number + 1, parts)
    if all(each.endswith(":revoked") for each in parts):
        motion.out.documents_changed.append(DocumentChange(None, "revoked", step))
        return
    motion.out.effects_wanted.append(
        EffectWanted(
            kind="paper", item=None, step=step, round=number + 1, template=merged.template, quick=False
        )
    )


def _issuing(motion: Motion, merged: MergedPlan) -> Iterator[tuple[ItemState, ResultPart]]:
    """In the order of the parts, of each child one."""
    for part in merged.parts:
        for item in motion.state.items.values():
            if item.code == part.item:
                yield item, part


def _is_under_way(motion: Motion, item: ItemState) -> bool:
    """Its result may still come, for the first time or anew."""
    if is_open(item) or item.standing == "granted_with_late_supply":
        return True
    return item.standing == "granted" and not result_is_there(motion.plan, item)


def _said(motion: Motion, item: ItemState, part: ResultPart) -> str:
    """How the part stands: which paper it is, and whether that is valid; empty where none was issued."""
    steps = [each for each in motion.item_plan(item).steps if each.result == part.result]
    issued = [item.steps[each.code] for each in steps if item.steps[each.code].outcome == "done"]
    if not issued:
        return ""
    state = "suspended" if item.result_suspended_at else "valid"
    state = "revoked" if item.standing in _FALLEN else state
    return f"{item.key}/{issued[-1].code}/{issued[-1].round}:{state}"
