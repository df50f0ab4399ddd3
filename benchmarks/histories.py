"""What one case leaves in Temporal: events, bytes and billable actions, over all runs of its workflow."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client

LOCAL_ACTIVITY_MARKER = "core_local_activity"

# docs.temporal.io, "Temporal Cloud Actions": one each. Local activities count once per workflow task.
_ACTIONS = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
        EventType.EVENT_TYPE_TIMER_STARTED,
        EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
    }
)


@dataclass(frozen=True, slots=True)
class Footprint:
    """Of one case, or the mean of several."""

    events: float
    actions: float
    bytes: float
    runs: float


def footprint(runs: Iterable[Sequence[HistoryEvent]]) -> Footprint:
    histories = list(runs)
    return Footprint(
        events=sum(len(each) for each in histories),
        actions=sum(count_actions(each) for each in histories),
        bytes=sum(event.ByteSize() for each in histories for event in each),
        runs=len(histories),
    )


def count_actions(events: Sequence[HistoryEvent]) -> int:
    """A retry of an activity is one too, but leaves no event of its own: its number is in the last start."""
    kinds = Counter(each.event_type for each in events)
    retries = sum(
        max(each.activity_task_started_event_attributes.attempt - 1, 0)
        for each in events
        if each.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED
    )
    return sum(kinds[kind] for kind in _ACTIONS) + retries + _tasks_with_local_activities(events)


def _tasks_with_local_activities(events: Sequence[HistoryEvent]) -> int:
    return len(
        {
            each.marker_recorded_event_attributes.workflow_task_completed_event_id
            for each in events
            if each.event_type == EventType.EVENT_TYPE_MARKER_RECORDED
            and each.marker_recorded_event_attributes.marker_name == LOCAL_ACTIVITY_MARKER
        }
    )


def mean_of(footprints: Sequence[Footprint]) -> Footprint | None:
    if not footprints:
        return None
    return Footprint(
        events=mean(each.events for each in footprints),
        actions=mean(each.actions for each in footprints),
        bytes=mean(each.bytes for each in footprints),
        runs=mean(each.runs for each in footprints),
    )


async def footprint_of(client: Client, workflow_id: str) -> Footprint:
    """All runs under one id. A run that has just ended may be missing for about a second."""
    query = f'WorkflowId = "{workflow_id}"'
    runs = [each.run_id async for each in client.list_workflows(query)]
    handles = [client.get_workflow_handle(workflow_id, run_id=run) for run in runs]
    return footprint([list((await handle.fetch_history()).events) for handle in handles])
