"""What a workflow's history costs, counted from its events."""

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from benchmarks.histories import count_actions, footprint, mean_of


def event(kind: int) -> HistoryEvent:
    return HistoryEvent(event_type=EventType.ValueType(kind))


def local_activity(*, task: int) -> HistoryEvent:
    marker = event(EventType.EVENT_TYPE_MARKER_RECORDED)
    marker.marker_recorded_event_attributes.marker_name = "core_local_activity"
    marker.marker_recorded_event_attributes.workflow_task_completed_event_id = task
    return marker


def test_starts_signals_updates_timers_and_activities_are_actions_and_bookkeeping_is_none() -> None:
    history = [
        event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED),
        event(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED),
        event(EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED),
        event(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED),
        event(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED),
        event(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED),
        event(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED),
        event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED),
        event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED),
        event(EventType.EVENT_TYPE_TIMER_STARTED),
        event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED),
    ]
    assert count_actions(history) == 5


def test_local_activities_of_one_workflow_task_are_one_action() -> None:
    history = [local_activity(task=4), local_activity(task=4), local_activity(task=9)]
    assert count_actions(history) == 2


def test_every_try_of_an_activity_is_an_action() -> None:
    third = event(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED)
    third.activity_task_started_event_attributes.attempt = 3
    assert count_actions([event(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED), third]) == 3


def test_a_case_counts_all_runs_of_its_workflow() -> None:
    run = [event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED), local_activity(task=4)]
    found = footprint([run, run])
    assert (found.events, found.actions, found.runs) == (4, 4, 2)
    assert found.bytes == 2 * sum(each.ByteSize() for each in run)
    assert mean_of([found, footprint([run])]) == footprint([run, run[:1]]).__class__(
        events=3, actions=3, bytes=found.bytes * 0.75, runs=1.5
    )
    assert mean_of([]) is None
