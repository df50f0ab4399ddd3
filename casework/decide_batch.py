"""An officer decides several tasks at once: each in a transaction of its own, in the order given."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from access.act import begin_act
from access.actor import Actor
from access.parts import WebParts
from casework.decide_task import TaskDecided, decide_task
from casework.decision import Decision
from casework.words import Language
from refusals import Refusal


@dataclass(frozen=True, slots=True)
class BatchDecision:
    task: UUID
    decision: Decision
    if_version: int | None = None


@dataclass(frozen=True, slots=True)
class TaskResult:
    """`decided`, or why not: `status` as the single decision would have answered, `problem` its type."""

    task: UUID
    status: int
    decided: TaskDecided | None
    problem: str | None
    detail: str | None
    allowed: list[str]


async def decide_batch(
    parts: WebParts, actor: Actor, decisions: Sequence[BatchDecision], *, language: Language = "zh"
) -> list[TaskResult]:
    """One refusal never spoils the rest; never two cases in one transaction."""
    return [await _one(parts, actor, each, language=language) for each in decisions]


async def _one(parts: WebParts, actor: Actor, wanted: BatchDecision, *, language: Language) -> TaskResult:
    try:
        async with begin_act(parts, actor) as act:
            decided = await decide_task(act, wanted.task, wanted.decision, if_version=wanted.if_version)
    except Refusal as refusal:
        return TaskResult(
            task=wanted.task,
            status=refusal.status,
            decided=None,
            problem=refusal.type,
            detail=refusal.detail.in_language(language),
            allowed=refusal.allowed,
        )
    return TaskResult(wanted.task, 200, decided, None, None, [])
