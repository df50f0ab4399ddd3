"""Runs that released workflows have recorded are replayed through the workflows of today.

A difference in the order of commands would leave running cases stuck for ever, so it fails here. A change
that is meant is guarded with `workflow.patched`, gets a history of its own beside the old ones (see
`test_recording.py`) and a decision record.
"""

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from secrecy.payload_codec import data_converter
from settings import get_settings
from workflows.errand import ErrandWorkflow
from workflows.matter_case import MatterCaseWorkflow

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))


def test_there_are_histories_of_every_kind_of_run() -> None:
    assert {each.stem for each in HISTORIES} >= {
        "one_look",
        "woken_by_signals",
        "timer_for_a_deadline",
        "slow_effects",
        "errand",
    }


@pytest.mark.parametrize("file", HISTORIES, ids=lambda each: each.stem)
async def test_a_recorded_run_replays(file: Path) -> None:
    replayer = Replayer(
        workflows=[MatterCaseWorkflow, ErrandWorkflow],
        data_converter=data_converter(get_settings().master_keys),
    )
    history = WorkflowHistory.from_json(file.stem, file.read_text("utf-8"))
    await replayer.replay_workflow(history)
