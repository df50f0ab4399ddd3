"""The parts of a plan for one paper made of several results."""

from dataclasses import dataclass

from forms.form_plan import Text

_STEP = "merged:"


@dataclass(frozen=True, slots=True)
class ResultPart:
    item: str
    result: str


@dataclass(frozen=True, slots=True)
class MergedPlan:
    """One paper of these results. It is written when all their items are over, and anew when one of them
    changes; each part keeps its own number, validity and state."""

    code: str
    title: Text
    template: str
    parts: tuple[ResultPart, ...]
    holder_key: str | None = None


def merged_step(code: str) -> str:
    """The step of the effect that writes it; no item has it."""
    return _STEP + code


def merged_code(step: str) -> str | None:
    """None for any other effect's step."""
    return step.removeprefix(_STEP) if step.startswith(_STEP) else None
